"""« Données ouvertes »: the page of all datasets, one of each, the documentation of the API, and the catalogue."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

from pma_site.core.french import day
from pma_site.core.licence import LICENCE, LICENCE_ADDRESS, open_to_all
from pma_site.core.models import SiteSettings
from pma_site.core.shelf_life import reading

from .. import dcat
from ..api.endpoints import documented_types
from ..datasets import BY_NAME, DATASETS
from ..declaring import CSV, JSON, Dataset, Format
from ..describing import data_catalogue, described_dataset
from ..feeds import FEEDS
from ..validators import facts_of
from .files import base_of

_TITLE = "Données ouvertes"
_DESCRIBED = (
    "L’agenda, le label, le réseau, la feuille de route, les chiffres et les communes de l’Artois, à télécharger et à "
    "réutiliser librement."
)


@dataclass(frozen=True)
class File:
    """A file of a dataset: its form and its full address."""

    format: Format
    address: str


@dataclass(frozen=True)
class Entry:
    """A dataset as pages and catalogues show it: its page, its files, its records, when they last changed."""

    dataset: Dataset
    address: str
    files: list[File]
    total: int
    updated: date | datetime | None

    @property
    def updated_in_words(self) -> str:
        """« 21 juin 2023 », or nothing where it is not known."""
        return day(self.updated) if self.updated else ""


def entry_of(request, dataset: Dataset) -> Entry:
    """A dataset with its addresses on the site that is asked."""
    files = []
    for file in dataset.formats:
        place = dataset.json_at if file is JSON and dataset.json_at else ""
        path = reverse(place) if place else reverse(f"open_data:{file.name}", args=[dataset.name])
        files.append(File(file, request.build_absolute_uri(path)))
    address = request.build_absolute_uri(reverse("open_data:dataset", args=[dataset.name]))
    facts = facts_of(dataset)
    return Entry(dataset, address, files, facts.count, facts.updated)


@require_safe
@reading()
def index(request):
    """All datasets, their licence, the API, the news feeds."""
    context = {
        "title": _TITLE,
        "description": _DESCRIBED,
        "datasets": DATASETS,
        "feeds": FEEDS.values(),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "structured": data_catalogue(request, DATASETS),
    }
    return render(request, "open_data/index.html", context)


@require_safe
@reading()
def dataset(request, name):
    """One dataset: what it is, its files, each of its fields."""
    if name not in BY_NAME:
        raise Http404("no such dataset")
    declared = BY_NAME[name]
    entry = entry_of(request, declared)
    publisher = SiteSettings.published_for(request)
    context = {
        "title": declared.title,
        "look": declared.look,
        "description": declared.summary,
        "parent_url": reverse("open_data:index"),
        "parent_title": _TITLE,
        "entry": entry,
        "contact": publisher.contact_email,
        "office_address": next(file.address for file in entry.files if file.format is CSV) + "?tableur=1",
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "structured": described_dataset(request, entry, publisher),
    }
    return render(request, "open_data/dataset.html", context)


@require_safe
@reading()
def api(request):
    """How the API is asked, and what it answers."""
    context = {
        "title": "L’API",
        "description": "Interroger les pages et les données du site par un programme : adresses, paramètres, champs.",
        "parent_url": reverse("open_data:index"),
        "parent_title": _TITLE,
        "root": request.build_absolute_uri(reverse("api:pages:listing")),
        "types": documented_types(),
        "datasets": DATASETS,
    }
    return render(request, "open_data/api.html", context)


@require_safe
def catalogue(request):
    """« catalogue.jsonld »: what portals of open data harvest."""
    here = request.build_absolute_uri(reverse("open_data:index"))
    entries = [entry_of(request, dataset) for dataset in DATASETS]
    said = dcat.catalogue(base_of(request), here, SiteSettings.published_for(request), entries)
    return document(request, said, "application/ld+json")


def document(request, said: dict, kind: str) -> HttpResponse:
    """Answer with a document that is small enough to be its own mark."""
    response = HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type=kind)
    set_response_etag(response)
    return open_to_all(get_conditional_response(request, etag=response["ETag"], response=response))
