from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from pma_site.core.shelf_life import reading

from . import facts
from .communes import commune_key, communes_asked, communes_near
from .forms import CommuneFilterForm
from .models import Commune, Epci, whole_territory


@reading(*CommuneFilterForm.base_fields)
def commune_list(request):
    """The communes of the territory, by name and intercommunality."""
    form = CommuneFilterForm(request.GET, epcis=Epci.objects.all())
    # The map needs them all, and the territory has no more than 150.
    territory = whole_territory()
    communes, near = territory, []
    if form.is_valid():
        name, epci = form.cleaned_data["nom"], form.cleaned_data["epci"]
        communes = [
            commune for commune in communes_asked(name, territory) if epci is None or commune.epci_id == epci.pk
        ]
        # Those of all intercommunalities: who takes the wrong one is helped too.
        near = [] if communes else communes_near(commune_key(name), territory)
    return render(
        request,
        "territory/commune_list.html",
        {
            "title": "Communes",
            "look": "communes",
            "description": "Les communes du Pôle Métropolitain de l’Artois, par nom et par intercommunalité.",
            "form": form,
            "communes": communes,
            "near": near,
            "territory": territory,
            "epcis": _totals(territory),
        },
        status=200 if form.is_valid() else 400,
    )


def _totals(communes):
    """The intercommunalities of communes, with how many communes and people each has."""
    totals = {}
    for commune in communes:
        total = totals.setdefault(commune.epci_id, {"epci": commune.epci, "communes": 0, "population": 0})
        total["communes"] += 1
        total["population"] += commune.population
    return sorted(totals.values(), key=lambda total: total["epci"].name)


@reading()
def commune(request, insee_code, slug):
    """One commune and, by the rooms' template tags, everything the site knows of it."""
    communes = facts.communes.annotate(Commune.objects.select_related("epci"))
    found = get_object_or_404(communes, insee_code=insee_code)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return render(
        request,
        "territory/commune.html",
        {
            "title": found.name,
            "look": "communes",
            "description": f"{found.name}, {found.epci.name} : mairie, événements, candidats au label, "
            "membres du réseau, chiffres et lettres.",
            "commune": found,
            "territory": whole_territory(),
            "known": facts.communes.of(found),
            "news": reverse("territory:commune_news", args=[found.insee_code, found.slug]),
            "calendar": f"{reverse('agenda:calendar')}?commune={found.insee_code}",
            "subscription": f"{reverse('agenda:subscribe')}?commune={found.insee_code}",
        },
    )


@reading()
def epci(request, siren, slug):
    """One intercommunality: its communes, who sits for it, what happens there."""
    found = get_object_or_404(facts.epcis.annotate(Epci.objects.all()), siren=siren)
    if slug != found.slug:
        return redirect(found, permanent=True)
    territory = whole_territory()
    communes = [commune for commune in territory if commune.epci_id == found.pk]
    known = facts.epcis.of(found)
    delegates = ", ses délégués" if known.get("delegates") else ""
    return render(
        request,
        "territory/epci.html",
        {
            "title": found.short_name,
            "look": "communes",
            "description": f"{found} : ses communes, sa population{delegates} et ses événements.",
            "epci": found,
            "communes": communes,
            "territory": territory,
            "population": sum(commune.population for commune in communes),
            "known": known,
            "news": reverse("territory:epci_news", args=[found.siren, found.slug]),
            "subscription": f"{reverse('agenda:subscribe')}?epci={found.siren}",
        },
    )
