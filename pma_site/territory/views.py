from django.shortcuts import get_object_or_404, redirect, render

from pma_site.core.french import spelling_key

from .forms import CommuneFilterForm
from .models import Commune, Epci


def commune_list(request):
    """The communes of the territory, by name and intercommunality."""
    form = CommuneFilterForm(request.GET, epcis=Epci.objects.all())
    # The map needs them all, and the territory has no more than 150.
    territory = list(Commune.objects.select_related("epci"))
    communes = territory
    if form.is_valid():
        name, epci = spelling_key(form.cleaned_data["nom"]), form.cleaned_data["epci"]
        communes = [
            commune
            for commune in territory
            if name in commune.spelling and (epci is None or commune.epci_id == epci.pk)
        ]
    return render(
        request,
        "territory/commune_list.html",
        {
            "title": "Communes",
            "look": "communes",
            "description": "Les communes du Pôle Métropolitain de l’Artois, par nom et par intercommunalité.",
            "form": form,
            "communes": communes,
            "territory": territory,
        },
        status=200 if form.is_valid() else 400,
    )


def commune(request, insee_code, slug):
    """One commune and, by the rooms' template tags, everything the site knows of it."""
    found = get_object_or_404(Commune.objects.select_related("epci"), insee_code=insee_code)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return render(
        request,
        "territory/commune.html",
        {
            "title": found.name,
            "look": "communes",
            "description": f"{found.name} ({found.epci}) : événements, candidats au label, membres du réseau, lettres.",
            "commune": found,
        },
    )
