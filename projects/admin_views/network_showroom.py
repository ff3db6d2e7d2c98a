"""« Étiquettes du showroom »: the labels that stand beside the objects, for an event."""

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from pma_site.core.alphabet import InFrench
from pma_site.core.pdf import PdfError
from pma_site.directory.gatherings import gatherings_of

from ..forms.network_keeping import SheetForm
from ..models import MemberPage
from ..rendering.showroom_labels import ObjectLabel, lay_out
from .network import MEMBERS, for_keepers, frame

TITLE = "Étiquettes du showroom"


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request):
    """Choose the members, by hand or those of an event (« ?evenement= »), and take the sheets as a PDF."""
    members = list(MemberPage.objects.online().defer("body").order_by(InFrench("title"), "pk"))
    gatherings = gatherings_of([member.organisation_id for member in members])
    chosen = next((each for each in gatherings if each.key == request.GET.get("evenement")), None)
    if request.method == "POST":
        return _sheets(request, members, gatherings)
    among = chosen.organisations if chosen else [member.organisation_id for member in members if member.object_name]
    ticked = [str(member.pk) for member in members if member.organisation_id in among]
    form = SheetForm(members=members, initial={"membres": ticked, "premiere": 1})
    return _page(request, form, ticked, members, gatherings, chosen)


def _page(request, form, ticked, members, gatherings, chosen=None, status=200):
    context = {
        **frame(TITLE, (reverse("network_members"), MEMBERS)),
        "form": form,
        "ticked": ticked,
        "lines": [(member, str(member.pk)) for member in members],
        "gatherings": gatherings,
        "chosen": chosen,
    }
    return TemplateResponse(request, "projects/admin/network_showroom.html", context, status=status)


def _sheets(request, members, gatherings):
    form = SheetForm(request.POST, members=members)
    ticked = request.POST.getlist("membres")
    if not form.is_valid():
        return _page(request, form, ticked, members, gatherings, status=400)
    keys = set(form.cleaned_data["membres"])
    base = settings.WAGTAILADMIN_BASE_URL
    made = [_label(member, base) for member in members if str(member.pk) in keys]
    try:
        pdf = lay_out(made, first=form.cleaned_data["premiere"] or 1, title=TITLE, base=base)
    except PdfError as error:
        form.add_error(None, str(error))
        return _page(request, form, ticked, members, gatherings, status=503)
    response = HttpResponse(pdf.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(TITLE)}.pdf"'
    return response


def _label(member, base):
    credit = member.image.credit if member.image else ""
    address = f"{base}{member.get_url()}"
    return ObjectLabel(
        member.title, member.object_name, member.first_sentence, credit, member.organisation.place, address
    )
