"""« Étiquettes »: what is needed to post an issue to the town halls."""

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from pma_site.core.pdf import PdfError
from pma_site.core.spreadsheets import write_csv

from .. import exporting, links
from ..choices import ImportKind
from ..forms.labels import IssueForm, LabelOrder, LabelsForm
from ..models import Office
from ..rendering.labels import SHEETS, Label, lay_out
from .screens import for_viewers, frame

TITLE = "Étiquettes"
ORDERS = {
    LabelOrder.EPCI: ["commune__epci__name", "commune__spelling", "name", "pk"],
    LabelOrder.COMMUNE: ["commune__spelling", "name", "pk"],
    LabelOrder.POSTAL_CODE: ["postal_code", "commune__spelling", "name", "pk"],
}
COLUMNS = ["Code", "Commune", "Intercommunalité", "Forme d’appel", "Prénom", "Nom", "Mairie", "Complément", "Voie"]
COLUMNS += ["Code postal", "Ville"]


@for_viewers
def labels(request):
    """How many letters to post, to whom, and the form that makes their labels."""
    issue = IssueForm(request.GET)
    if not issue.is_valid():
        return _page(request, _form(request, request.GET), 400)
    return _page(request, _form(request, initial={"lettre": issue.cleaned_data["lettre"]}))


@for_viewers
def labels_pdf(request):
    """The sheets, as a PDF; the code on them opens the page of a town hall, so that only its keepers print it."""
    form = _form(request, request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _page(request, form, 400)
    said = form.cleaned_data
    made = [
        Label(office.envelope, office.reference, links.office_address(office) if said.get("code") else "")
        for office in Office.objects.by_post().with_mayors().order_by(*ORDERS[said["ordre"]])
    ]
    title = f"Étiquettes {said['lettre']}".strip()
    try:
        base = settings.WAGTAILADMIN_BASE_URL
        pdf = lay_out(made, SHEETS[said["format"]], first=said["premiere"], title=title, base=base)
    except PdfError as error:
        form.add_error(None, str(error))
        return _page(request, form, 503)
    return _file(pdf.content, "application/pdf", title, "pdf")


@for_viewers
@require_POST
def labels_csv(request):
    """The same addresses as a table, for a mail merge or a printer; who took it is kept."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    offices = Office.objects.by_post().with_mayors().order_by(*ORDERS[form.cleaned_data["ordre"]])
    title = f"Adresses {form.cleaned_data['lettre']}".strip()
    rows = [_row(office) for office in offices]
    exporting.note(ImportKind.OFFICES, "csv", len(rows), request.user)
    return _file(write_csv(COLUMNS, rows), "text/csv; charset=utf-8", title, "csv")


def _form(request, data=None, **more):
    form = LabelsForm(data, **more)
    if not request.user.has_perm("readers.change_office"):
        del form.fields["code"]
    return form


def _row(office):
    mandate = office.current_mandate
    mayor = ["", "", ""]
    if mandate:
        mayor = [mandate.get_form_of_address_display(), mandate.person.first_name, mandate.person.last_name]
    place = [office.complement, office.street, office.postal_code, office.town]
    return [office.reference, office.commune.name, str(office.commune.epci), *mayor, office.name, *place]


def _file(content, kind, title, extension):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(title)}.{extension}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request, form, status=200):
    rows = [_counted(row) for row in Office.objects.counted_by_epci()]
    context = {
        **frame(TITLE, "tag"),
        "form": form,
        "media": form.media,
        "rows": rows,
        "total": {name: sum(row[name] for row in rows) for name in rows[0] if name != "epci"} if rows else None,
        "by_email_only": Office.objects.by_email_only().select_related("commune", "recipient").in_order(),
    }
    return TemplateResponse(request, "readers/admin/labels.html", context, status=status)


def _counted(row):
    """Turn counts that overlap into ones that add up."""
    return {
        "epci": row["epci"],
        "offices": row["offices"],
        "post": row["posted"] - row["both"],
        "email": row["emailed"] - row["both"],
        "both": row["both"],
        "none": row["offices"] - row["posted"] - row["emailed"] + row["both"],
        "returned": row["returned"],
        "posted": row["posted"],
    }
