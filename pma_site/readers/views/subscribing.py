"""Asking for the letter, and confirming that one did."""

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.core.mail import sender
from pma_site.core.refusals import Refused
from pma_site.territory.models import Commune

from .. import links, subscriptions
from ..forms.subscribing import SubscriptionForm, TrapForm
from ..models import Recipient
from ..wording import CONSENT
from .frame import (
    TOO_MANY,
    WRITTEN_TODAY,
    around_the_form,
    may_ask,
    page_here,
    private,
    unknown_link,
    written_again,
)


# Visitors have no session that a forged form could borrow: a cookie against it would guard nothing. What is posted is
# no more than anybody may ask, and the moment at which the form was shown is signed.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """« Recevoir la lettre »: the words of editors, and the form. No answer tells whether an address is known."""
    form = SubscriptionForm(request.POST if request.method == "POST" else None, communes=Commune.objects.all())
    trap, status = TrapForm.set_now(), 200
    if request.method == "POST":
        answered, status = TrapForm(request.POST), 400
        if answered.is_sprung:
            return redirect("readers:asked")
        if form.is_valid():
            if answered.complaint:
                form.add_error(None, answered.complaint)
            elif not may_ask(request):
                form.add_error(None, TOO_MANY)
                status = 429
            else:
                subscriptions.ask(form.cleaned_data["email"], form.cleaned_data["commune"], request.path)
                return redirect("readers:asked")
        trap = answered.shown_again()
    page = page_here(request)
    context = {
        **(page.get_context(request) if page else {"title": "Recevoir la lettre"}),
        **around_the_form(page),
        "heading": page.title if page else "Recevoir la lettre",
        "form": form,
        "trap": trap,
        "consent": CONSENT.text,
    }
    response = render(request, "readers/subscribe.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@private
def asked(request):
    """What to expect now: the same page for everybody."""
    return render(request, "readers/asked.html", {"title": "Regardez vos messages", "sender": sender()})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm(request, token):
    """One button, by which the owner of an address says that they want the letter; or what else there is to say."""
    expired, problem = False, ""
    try:
        code = links.confirming(token)
    except links.ExpiredError as error:
        expired, code = True, error.code
    if code is None:
        return unknown_link(request)
    recipient = Recipient.objects.select_related("subscription").filter(code=code).first()
    if recipient and recipient.is_subscribed and not recipient.consents.own_one_awaited():
        if expired and request.method == "POST":
            return _manage_link_sent(request, recipient)
        # A link to confirm opens seven days, and so does the way to one's data that it shows.
        manage = "" if expired else links.manage_path(recipient)
        context = {"title": "Votre abonnement est confirmé", "manage_address": manage}
        return render(request, "readers/confirmed.html", context)
    if not expired and recipient and recipient.consents.awaiting().exists():
        if request.method != "POST":
            context = {"title": "Confirmez votre abonnement", "recipient": recipient, "consent": CONSENT.text}
            return render(request, "readers/confirm.html", context)
        try:
            subscriptions.confirm(code)
            return redirect(request.path)
        except Refused as refusal:
            problem = str(refusal)
    elif request.method == "POST" and recipient and recipient.email:
        response, problem = written_again(request, recipient)
        if response:
            return response
    context = {"title": "Ce lien n’est plus ouvert", "known": bool(recipient and recipient.email), "problem": problem}
    return render(request, "readers/expired.html", {**context, "consent": CONSENT.text}, status=410)


def _manage_link_sent(request, recipient):
    problem = "" if may_ask(request) else TOO_MANY
    if not problem and subscriptions.send_manage_link(recipient):
        return redirect("readers:asked")
    context = {"title": "Aucun message n’est parti", "standfirst": problem or WRITTEN_TODAY}
    return render(request, "readers/holder_page.html", context, status=409)
