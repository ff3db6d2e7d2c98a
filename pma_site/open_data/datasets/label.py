"""The candidates of the Label Euralens, with the result that everybody may know, and no other."""

from datetime import datetime

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.utils import timezone

from pma_site.core.rows import JSONRows
from projects.models import CandidateCommune, CandidateHolder, CandidatePage, LabelEditionPage, label_catalogue

from ..declaring import Dataset
from ..fields import Field, Kind
from .instants import last_published, latest


def online_candidates() -> QuerySet:
    """The published candidates with their holders, communes and the year of their edition, the latest edition first."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - CandidatePage.steplen)
    year = Subquery(LabelEditionPage.objects.order_by().filter(path=above).values("year")[:1])
    links = {"candidate": OuterRef("pk")}
    holders = CandidateHolder.objects.filter(**links).order_by("sort_order", "pk")
    communes = CandidateCommune.objects.filter(**links).order_by("sort_order", "pk")
    candidates = CandidatePage.objects.online().select_related(None).select_related("result__edition").defer("body")
    # Read with each row: lists of a page of Wagtail would hold it in memory until they are swept out.
    read = candidates.annotate(
        edition_year=year,
        holder_rows=JSONRows(holders, name="organisation__name"),
        commune_rows=JSONRows(
            communes,
            code_insee="commune__insee_code",
            nom="commune__name",
            longitude="commune__longitude",
            latitude="commune__latitude",
        ),
    )
    return read.order_by(F("edition_year").desc(nulls_last=True), "number", "pk")


def next_announcement() -> datetime | None:
    """The next instant at which results become public."""
    return first_announcement(label_catalogue.next_release())


def first_announcement(release: datetime | None) -> datetime | None:
    """The next instant at which results become public, where `release` is that of the first one which is prepared.

    That of an edition counts before any result is prepared: how long caches keep an answer tells nobody that one is.
    """
    editions = LabelEditionPage.objects.online().filter(results_at__gt=timezone.now()).order_by()
    fixed = editions.aggregate(next=Min("results_at"))["next"]
    return min(filter(None, [fixed, release]), default=None)


def _last_change():
    return latest(last_published(CandidatePage.objects.online()), CandidatePage.objects.latest_release())


def _places(candidate):
    known = [row for row in candidate.commune_rows if row["longitude"] is not None]
    return [(row["longitude"], row["latitude"]) for row in known]


LABEL = Dataset(
    name="label",
    title="Candidats et lauréats du Label Euralens",
    summary="Les projets candidats de toutes les éditions : objet, porteurs, communes, avancement, résultat annoncé.",
    look="label",
    theme="REGI",
    frequency="IRREG",
    keywords=("Label Euralens", "projets", "candidats", "lauréats"),
    source="Pôle Métropolitain de l’Artois",
    fields=(
        Field(
            "identifiant",
            Kind.TEXT,
            "Identifiant permanent du projet (UUID).",
            "0b0c8a4e-5d0f-4f5e-9d2f-3a1f6a7a1c11",
            lambda page: str(page.translation_key),
        ),
        Field("edition", Kind.YEAR, "L’année de l’édition.", "2023", lambda page: page.edition_year),
        Field("numero", Kind.INTEGER, "Sa place dans la liste de l’édition.", "7", lambda page: page.number),
        Field("titre", Kind.TEXT, "Le nom du projet.", "Jardin partagé du 11/19", lambda page: page.title),
        Field("objet", Kind.TEXT, "Le projet en une ou deux phrases.", "Un jardin…", lambda page: page.subject),
        Field(
            "resume", Kind.TEXT, "Ce que la page en dit d’abord.", "Au pied du terril…", lambda page: page.standfirst
        ),
        Field(
            "avancement",
            Kind.TEXT,
            "« en cours de définition », « en cours de réalisation », « réalisé », ou vide s’il n’est pas connu.",
            "en cours de réalisation",
            lambda page: page.get_state_display(),
        ),
        Field(
            "porteurs",
            Kind.TEXTS,
            "Les organisations qui portent le projet.",
            "Ville de Lens",
            lambda page: [row["name"] for row in page.holder_rows],
        ),
        Field(
            "communes",
            Kind.PLACES,
            "Les communes du projet.",
            "62498 Lens",
            lambda page: [{"code_insee": row["code_insee"], "nom": row["nom"]} for row in page.commune_rows],
        ),
        Field(
            "perimetre",
            Kind.TEXT,
            "Le territoire du projet quand il dépasse une commune.",
            "tout l’Artois",
            lambda page: page.area,
        ),
        Field(
            "resultat",
            Kind.TEXT,
            "Le résultat annoncé, dans les mots de l’édition ; « Candidat » tant que rien n’est annoncé.",
            "Lauréat",
            lambda page: page.public_status,
        ),
        Field(
            "annonce_le",
            Kind.MOMENT,
            "L’instant de l’annonce de ce résultat ; vide tant que rien n’est annoncé.",
            "2023-06-21T11:00:00+02:00",
            lambda page: page.announced_at if page.public_result else None,
        ),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page du projet.",
            "https://lettre.example/label-euralens/2023/jardin/",
            lambda page: page.url,
        ),
    ),
    key="translation_key",
    rows=online_candidates,
    is_kept=True,
    updated=_last_change,
    place=_places,
    turns=next_announcement,
)
