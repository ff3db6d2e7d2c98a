from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pma_site.core.shelf_life import reading
from pma_site.territory.models import Commune

from .forms import SearchForm
from .results import results_of
from .searching import Answer, search

RESULTS_A_PAGE = 20


@require_safe
@reading(*SearchForm.base_fields, "page")
def results(request):
    """What the site has about some words, best first, by section, year and commune."""
    form = SearchForm(request.GET)
    typed = form.cleaned_data.get("q", "") if form.is_valid() else ""
    answer = search(typed, form.filters, _page_number(request), RESULTS_A_PAGE) if typed else Answer()
    found = Paginator(range(answer.total), RESULTS_A_PAGE).get_page(answer.page)
    context = {
        "title": "Recherche",
        "description": "Chercher dans les lettres, la feuille de route, le label, le réseau, l’agenda et les communes.",
        "form": form,
        "query": typed.strip(),
        "answer": answer,
        "found": found,
        "results": results_of(answer.entries, answer.forms, request) if answer.entries else [],
        "chosen": [],
    }
    if form.is_valid():
        names = _names_of(answer.counts["commune"], form.filters["commune"])
        form.offer(answer.counts, names)
        context["chosen"] = [
            {
                "label": form.fields[name].label,
                "words": form.words_of(name, value, names),
                "address": _without(request, name),
            }
            for name, value in form.filters.items()
            if value
        ]
    return render(request, "search/search.html", context, status=200 if form.is_valid() else 400)


def _page_number(request):
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1


def _without(request, name):
    """The address of the same search without one of its filters."""
    asked = request.GET.copy()
    for gone in (name, "page"):
        asked.pop(gone, None)
    return f"?{asked.urlencode()}"


def _names_of(counted, chosen):
    codes = {*counted, *filter(None, [chosen])}
    if not codes:
        return {}
    return {commune.insee_code: commune.name for commune in Commune.in_memory() if commune.insee_code in codes}
