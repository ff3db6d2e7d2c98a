"""« Demandes des mairies »: what town halls ask for on the page that their labels lead to."""

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from pma_site.core.refusals import Refused

from .. import register
from ..forms import addresses
from ..forms.review import SeenForm
from ..models import Office
from .screens import for_keepers, frame

TITLE = "Demandes des mairies"


@for_keepers
def wishes(request):
    """What the team has not answered yet, and who wants nothing more by post."""
    offices = Office.objects.with_mayors().in_order()
    context = {
        **frame(TITLE, "comment"),
        "wishes": offices.wishing(),
        "stopped": offices.exclude(post_stopped_on=None),
    }
    return TemplateResponse(request, "readers/admin/wishes.html", context)


@require_POST
@for_keepers
def grant(request, office_id):
    """Send the e-mail where a town hall asks for it."""
    office, form = get_object_or_404(Office, pk=office_id), SeenForm(request.POST)
    try:
        # Without it, nobody knows what was shown.
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        recipient = register.grant_wish(office, seen=seen, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("readers_wishes")
    if silent := addresses.about(recipient):
        messages.warning(request, f"« {office} » : {silent}")
    else:
        messages.success(request, f"« {office} » reçoit désormais la lettre à {recipient}.")
    return redirect("readers_wishes")


@require_POST
@for_keepers
def dismiss(request, office_id):
    """Leave a request aside."""
    office = get_object_or_404(Office, pk=office_id)
    register.dismiss_wish(office, user=request.user)
    messages.success(request, f"La demande de « {office} » est écartée, son adresse est oubliée.")
    return redirect("readers_wishes")
