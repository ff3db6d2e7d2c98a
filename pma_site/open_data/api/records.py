"""What the API says of each type of page besides its title: its public fields, those of a dataset where it has one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from agenda.models import AgendaIndexPage, EventPage
from newsletter.models import ArchivedIssuePage, IssueIndexPage, IssuePage
from pma_site.core.fields import plain_words
from pma_site.home.models import HomePage, StandardPage
from projects.models import (
    AxisPage,
    CandidatePage,
    LabelEditionPage,
    LabelIndexPage,
    MemberPage,
    NetworkIndexPage,
    RoadmapIndexPage,
    RoadmapPage,
)

from ..datasets import AGENDA, LABEL, LETTERS, NETWORK
from ..datasets.label import online_candidates
from ..datasets.network import online_members
from ..fields import Field, Kind


@dataclass(frozen=True)
class PageRecord:
    """The public fields of a type of page; `pages` come with all that is read, `of` leads from one to its record."""

    fields: tuple[Field, ...]
    pages: Callable[[], QuerySet]
    of: Callable[[Any], Any] = lambda page: page
    # Whether only what is written into pages changes which of them there are (open_data.kept).
    is_kept: bool = True


_INTRODUCTION = Field(
    "introduction", Kind.TEXT, "Sa présentation.", "Chaque année…", lambda p: plain_words(p.introduction)
)
_YEAR = Field("annee", Kind.YEAR, "L’année.", "2023", lambda page: page.year)


def _plain(model, *fields):
    return PageRecord(fields, lambda: model.objects.all())


# A type of page that is not here is not in the API.
RECORDS = {
    HomePage: _plain(HomePage, _INTRODUCTION),
    StandardPage: _plain(StandardPage),
    IssueIndexPage: _plain(IssueIndexPage, _INTRODUCTION),
    IssuePage: _plain(IssuePage, *LETTERS.fields),
    ArchivedIssuePage: _plain(ArchivedIssuePage, *LETTERS.fields),
    RoadmapIndexPage: _plain(RoadmapIndexPage, _INTRODUCTION),
    RoadmapPage: _plain(
        RoadmapPage,
        _YEAR,
        Field("fil_rouge", Kind.TEXT, "L’idée qui relie les axes.", "l’écotransition", lambda p: p.guiding_thread),
        _INTRODUCTION,
    ),
    AxisPage: _plain(
        AxisPage,
        Field("ambition", Kind.TEXT, "Ce que l’axe veut obtenir.", "Réussir…", lambda p: plain_words(p.ambition)),
    ),
    LabelIndexPage: _plain(LabelIndexPage, _INTRODUCTION),
    LabelEditionPage: _plain(LabelEditionPage, _YEAR, _INTRODUCTION),
    CandidatePage: PageRecord(LABEL.fields, online_candidates),
    NetworkIndexPage: _plain(NetworkIndexPage, _INTRODUCTION),
    MemberPage: PageRecord(NETWORK.fields, online_members),
    AgendaIndexPage: _plain(AgendaIndexPage, _INTRODUCTION),
    EventPage: PageRecord(
        AGENDA.fields,
        lambda: EventPage.objects.filter(public_record__isnull=False).select_related("public_record"),
        lambda page: page.public_record,
        # The agenda keeps those records, which an update of it makes anew.
        is_kept=False,
    ),
}


def name_of(model) -> str:
    """« projects.MemberPage », as Wagtail names types."""
    return f"{model._meta.app_label}.{model.__name__}"


TYPES = {name_of(model): model for model in RECORDS}
