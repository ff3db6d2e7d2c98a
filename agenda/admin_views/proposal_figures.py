"""« Propositions par commune »: what came from each, what became of it, how long it took."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ..proposal_forms.answering import ProposalFilterForm
from ..proposing import figures
from .proposals import above, for_readers, frame


@require_safe
@for_readers
def statistics(request):
    """What came from each commune, and what became of it."""
    form = _of_a_year(request)
    year = form.cleaned_data.get("annee")
    context = {
        **frame("Propositions par commune", above()),
        "form": form,
        "lines": figures.by_commune(year),
        "headers": figures.HEADERS,
        "year": year or "",
    }
    return TemplateResponse(request, "agenda/admin/proposal_figures.html", context)


@require_safe
@for_readers
def statistics_csv(request):
    """The same as a file."""
    year = _of_a_year(request).cleaned_data.get("annee")
    response = HttpResponse(figures.as_csv(year), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="propositions-{year or "toutes"}.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


def _of_a_year(request):
    form = ProposalFilterForm(request.GET, years=figures.years())
    form.is_valid()
    return form
