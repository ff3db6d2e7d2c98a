from django.core.paginator import Paginator
from django.shortcuts import render
from wagtail.models import Page

from pma_site.core.french import stem_words
from pma_site.core.navigation import navigation_for

from .forms import SearchForm

RESULTS_A_PAGE = 20


def search(request):
    """The public pages that hold every word of the query, in any inflection."""
    form = SearchForm(request.GET)
    stems = stem_words(form.cleaned_data["q"]) if form.is_valid() else ""
    results = []
    if stems:
        home = navigation_for(request).home
        pages = Page.objects.descendant_of(home).live().public().select_related("content_type")
        results = pages.search(stems, operator="and")
    context = {
        "title": "Recherche",
        "description": "Chercher dans les lettres, la feuille de route, le label, le réseau, l’agenda et les communes.",
        "form": form,
        "query": form.cleaned_data.get("q", ""),
        "results": Paginator(results, RESULTS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "search/search.html", context, status=200 if form.is_valid() else 400)
