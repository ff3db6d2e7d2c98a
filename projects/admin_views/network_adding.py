"""« Ajouter un membre »: a name and an activity make the draft, which opens."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from pma_site.core.refusals import Refused

from .. import joining
from ..forms.network_adding import NewMemberForm
from .network import MEMBERS, for_keepers, frame

TITLE = "Ajouter un membre"


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Ask for what cannot wait; the rest is written in the draft."""
    form, status = NewMemberForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                page = joining.begin(form.cleaned_data, user=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"« {page.title} » est en brouillon : ajoutez une photo, relisez et publiez.")
                return redirect("wagtailadmin_pages:edit", page.pk)
    context = {**frame(TITLE, (reverse("network_members"), MEMBERS)), "form": form}
    return TemplateResponse(request, "projects/admin/network_adding.html", context, status=status)
