"""« Confirmation annuelle »: a campaign is set, opened, followed, its silent members reminded."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from pma_site.core.alphabet import InFrench
from pma_site.core.refusals import Refused

from .. import confirming
from ..forms.network_keeping import BoardFilterForm, CampaignForm
from ..models import Campaign, Confirmation, Correction
from .network import A_PAGE, MEMBERS, for_keepers, frame, rest_of_query

TITLE = "Confirmation annuelle"
READ_IT = "Relisez le message, cochez la case, puis ouvrez : les messages ne se rattrapent pas."
FIELDS = ("year", "opens_on", "deadline", "grace_days", "reminder_days", "last_reminder_days", "message")


def above():
    """The list, as the trail of what lies below it names it."""
    return (reverse("network_members"), MEMBERS), (reverse("network_campaigns"), TITLE)


def _counted(number, one, many):
    return f"{number} {many}" if number > 1 else (one if number else f"Aucun {one.split(' ', 1)[1]}")


@for_keepers
@require_safe
def campaigns(request):
    """The campaigns, the latest first, each with its counts."""
    rows = list(Campaign.objects.all())
    for campaign in rows:
        campaign.tally = campaign.confirmations.tallied() if campaign.started_at else None
    context = {**frame(TITLE, above()[0]), "campaigns": rows}
    return TemplateResponse(request, "projects/admin/network_campaigns.html", context)


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk=None):
    """Set a campaign, a new one or one that is there."""
    campaign = get_object_or_404(Campaign, pk=pk) if pk else Campaign()
    today = timezone.localdate()
    initial = {name: getattr(campaign, name) for name in FIELDS} if pk else {"year": today.year, "opens_on": today}
    form = CampaignForm(
        request.POST if request.method == "POST" else None, initial=initial, started=campaign.started_at is not None
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                opens, deadline = campaign.opens_on, form.cleaned_data["deadline"]
                if campaign.started_at and deadline < opens:
                    raise Refused("La date limite vient après l’ouverture.")
                campaign = confirming.save(campaign, **form.cleaned_data)
                messages.success(request, f"La confirmation {campaign.year} est enregistrée.")
                return redirect("network_campaign", campaign.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    title = f"Confirmation {campaign.year}" if pk else "Nouvelle confirmation"
    context = {**frame(title, *above()), "form": form, "campaign": campaign if pk else None}
    return TemplateResponse(request, "projects/admin/network_campaign_form.html", context, status=status)


@for_keepers
@require_safe
def board(request, pk):
    """One campaign: how many answered what, how the messages leave, and each member's line."""
    campaign = get_object_or_404(Campaign, pk=pk)
    form = BoardFilterForm(request.GET)
    form.is_valid()
    rows = campaign.confirmations.in_situation(form.cleaned_data.get("situation") or "")
    rows = rows.select_related("member__private_contact", "campaign").order_by(InFrench("member__title"), "pk")
    context = {
        **frame(str(campaign), *above()),
        "campaign": campaign,
        "tally": campaign.confirmations.tallied(),
        "form": form,
        "rows": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
        "query": rest_of_query(request),
        "asked": _asked() if campaign.started_at is None else None,
        "preview": confirming.preview(campaign),
        "waiting": Correction.objects.filter(confirmation__campaign=campaign).open().count(),
        "to_ask": campaign.confirmations.to_ask().count(),
    }
    return TemplateResponse(request, "projects/admin/network_campaign.html", context)


def _asked():
    """How many members would be written to, and how many could not be."""
    rows = confirming.to_be_asked()
    reached = rows.exclude(private_contact=None).exclude(private_contact__email="").count()
    return {"reached": reached, "addressless": rows.count() - reached}


@for_keepers
@require_POST
def act(request, pk):
    """Open a campaign now, write to those who have an address since, or remind the silent ones."""
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        if request.POST.get("faire") == "ouvrir":
            if campaign.started_at is None and not request.POST.get("relu"):
                raise Refused(READ_IT)
            asked = confirming.start(campaign)
            words = _counted(asked, "Un message est prêt à partir.", "messages sont prêts à partir.")
            messages.success(request, words)
        elif request.POST.get("faire") == "relancer":
            reminded = confirming.remind_silent(campaign)
            messages.success(request, _counted(reminded, "Une relance est prête.", "relances sont prêtes."))
        else:
            messages.error(request, "Choisissez ce que vous voulez faire.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("network_campaign", campaign.pk)


@for_keepers
@require_POST
def remind(request, pk):
    """Write once more to one member."""
    row = get_object_or_404(Confirmation.objects.select_related("member"), pk=pk)
    try:
        confirming.remind(row)
        messages.success(request, f"Un message à « {row.member.title} » est prêt à partir.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("network_campaign", row.campaign_id)
