"""« Plis revenus »: the letters that the post brought back, entered in two clicks."""

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from .. import register
from ..choices import PostalReturn
from ..forms.returns import FindOfficeForm, ReturnForm
from ..models import Office
from .screens import for_keepers, frame

TITLE = "Plis revenus"
# More than that, and who looks for one types one more letter.
MOST_FOUND = 10


@for_keepers
def returns(request):
    """Find the town hall whose letter came back; below, those that are still to be set right."""
    form = FindOfficeForm(request.GET if "q" in request.GET else None)
    found, status = [], 200
    if form.is_bound:
        if form.is_valid():
            found = Office.objects.called(form.cleaned_data["q"]).with_mayors().in_order()[: MOST_FOUND + 1]
        else:
            status = 400
    context = {
        **frame(TITLE, "mail"),
        "form": form,
        "found": found[:MOST_FOUND],
        "too_many": len(found) > MOST_FOUND,
        "reasons": PostalReturn.choices,
        "returned": Office.objects.returned().select_related("commune").in_order(),
    }
    return TemplateResponse(request, "readers/admin/returns.html", context, status=status)


@for_keepers
def note(request, office_id):
    """Say why the letter to a town hall came back."""
    office = get_object_or_404(Office.objects.with_mayors(), pk=office_id)
    form, status = ReturnForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            register.note_postal_return(office, reason=said["reason"], day=said["day"], user=request.user)
            label = PostalReturn(said["reason"]).label
            messages.success(
                request, f"« {office} » : {label}. Plus rien ne lui est posté tant que l’adresse n’est pas corrigée."
            )
            return redirect("readers_returns")
    context = {
        **frame(str(office), "mail", (reverse("readers_returns"), TITLE)),
        "office": office,
        "form": form,
        "media": form.media,
        "reasons": PostalReturn.choices,
    }
    return TemplateResponse(request, "readers/admin/return.html", context, status=status)


@require_POST
@for_keepers
def clear(request, office_id):
    """Post letters to a town hall again."""
    office = get_object_or_404(Office, pk=office_id)
    register.clear_postal_return(office, user=request.user)
    messages.success(request, f"« {office} » reçoit de nouveau la lettre par la poste.")
    return redirect("readers_returns")
