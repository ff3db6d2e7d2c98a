"""« Messagerie »: how messages leave, what comes back, and what receivers think of the sending domain."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from pma_site.core import mail, sender_domain
from pma_site.core.admin_frame import frame
from pma_site.core.models import TransportConfirmation

from .. import links, mailbox, messaging
from ..alerting import reasons_of
from ..choices import ReturnEffect
from ..models import MailboxReading, Return
from ..views.provider_events import WEBHOOKS, address_of_today

RIGHT = "core.add_transportconfirmation"
TRIED = "transport_tried"
PER_PAGE, MOST_REFUSALS = 20, 500


class MessagingMenuItem(MenuItem):
    """« Messagerie », for who may let messages leave."""

    def __init__(self):
        super().__init__("Messagerie", reverse("readers_messaging"), name="messagerie", icon_name="mail", order=900)

    def is_shown(self, request):
        return request.user.has_perm(RIGHT)


@require_safe
@permission_required(RIGHT)
def show(request):
    """The whole page. With `?verifier=1` the DNS is asked, which may take some seconds; nothing is changed."""
    recent = Return.objects.recent()
    counts = dict(recent.order_by().values_list("effect").annotate(Count("pk")))
    refusals = recent.filter(effect=ReturnEffect.POLICY).select_related("recipient")[:MOST_REFUSALS]
    domain = sender_domain.domain_of(settings.DEFAULT_FROM_EMAIL)
    is_real = sender_domain.is_real(domain)
    asked = request.GET.get("verifier") == "1"
    context = {
        **frame("mail", "Messagerie"),
        "transport": _transport(request),
        "mailbox": _mailbox(),
        "webhook": _webhook(),
        "counts": [(effect.label, counts[effect]) for effect in ReturnEffect if effect in counts],
        "returns": Paginator(recent.select_related("recipient"), PER_PAGE).get_page(request.GET.get("p")),
        "refusals": reasons_of(refusals),
        "domain": domain,
        "is_real": is_real,
        "verdicts": (sender_domain.judge() if asked else sender_domain.known()) if is_real else None,
    }
    return TemplateResponse(request, "readers/admin/messaging.html", context)


@require_POST
@permission_required(RIGHT)
def try_out(request):
    """Hand one message to oneself over to the transport, and say what it answered."""
    answer = messaging.try_out(request.user)
    if not messaging.is_accepted(answer):
        messages.error(request, f"Le message d’essai n’est pas parti. Réponse : {answer.text}")
    elif mail.is_local():
        messages.success(request, f"Rien n’est parti : le message d’essai est écrit ici. {mail.description()}.")
    else:
        request.session[TRIED] = mail.fingerprint()
        messages.success(
            request,
            f"Le transport a pris le message pour {request.user.email} ; voyez s’il arrive. Réponse : {answer.text}",
        )
    return redirect("readers_messaging")


@require_POST
@permission_required(RIGHT)
def confirm(request):
    """Let messages leave."""
    messaging.confirm(request.user, request.session.get(TRIED, ""))
    messages.success(request, "C’est confirmé : à partir de maintenant, les messages du site partent.")
    return redirect("readers_messaging")


def _transport(request):
    is_local = mail.is_local()
    confirmation = None
    if not is_local:
        found = TransportConfirmation.objects.filter(fingerprint=mail.fingerprint())
        confirmation = found.select_related("confirmed_by").first()
    return {
        "description": mail.description(),
        "is_local": is_local,
        "confirmation": confirmation,
        "written": messaging.written_here(),
        "folder": settings.EMAIL_FILE_PATH,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "bounces": settings.BOUNCE_ADDRESS,
        "unsubscribe": links.unsubscribe_mailbox(),
        "tried": request.session.get(TRIED) == mail.fingerprint(),
    }


def _mailbox():
    return {
        "is_set": mailbox.is_set(),
        "name": settings.MAILBOX_USER,
        "host": settings.MAILBOX_HOST,
        "reading": MailboxReading.objects.first(),
        "read_for_leaving": bool(settings.UNSUBSCRIBE_ADDRESS),
    }


def _webhook():
    """Where the provider of today is to tell what becomes of messages; nothing with a relay."""
    provider = settings.MAIL_TRANSPORT.split(".")[-2]
    if provider not in WEBHOOKS:
        return None
    return {
        "is_open": bool(address_of_today()),
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("provider_events", args=[provider]),
    }
