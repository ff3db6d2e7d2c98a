"""Which blocks each part of a letter is written with."""

from wagtail import blocks

from pma_site.core.blocks.media import FigureBlock
from pma_site.core.blocks.records import RecordChooserBlock
from pma_site.core.blocks.story import StoryBlock

from .pieces import ReservedBlock
from .registers import (
    ActionsDoneBlock,
    BudgetBlock,
    CandidatesBlock,
    GovernanceBlock,
    RoadmapAxesBlock,
    ShowcaseBlock,
)
from .territory import AgendaBlock, InitiativeBlock, KeyFiguresBlock, MapBlock, ReportBlock
from .texts import CallBlock, CalloutBlock, ContactLineBlock


class CoverStory(StoryBlock):
    """What the front page is written with."""

    callout = CalloutBlock(group="Texte")
    contact_line = ContactLineBlock(group="Texte")
    showcase = ShowcaseBlock(group="Registres")


class FeatureStory(CoverStory):
    """What the feature is written with."""

    roadmap_axes = RoadmapAxesBlock(group="Registres")
    budget = BudgetBlock(group="Registres")
    governance = GovernanceBlock(group="Registres")
    actions_done = ActionsDoneBlock(group="Registres")
    candidates = CandidatesBlock(group="Registres")
    report = ReportBlock(group="Registres")
    map = MapBlock(group="Registres")
    call = CallBlock(group="Registres")


class TerritoryStory(blocks.StreamBlock):
    """What the last page is written with."""

    initiative = InitiativeBlock()
    figure = FigureBlock()
    map = MapBlock()
    key_figures = KeyFiguresBlock()
    agenda = AgendaBlock()
    call = CallBlock()
    callout = CalloutBlock()


class CoverBlock(CoverStory):
    """« La une »."""

    reserved = ReservedBlock(CoverStory(), group="Sorties")


class FeatureBlock(FeatureStory):
    """« Le dossier »."""

    reserved = ReservedBlock(FeatureStory(), group="Sorties")


class TerritoryBlock(TerritoryStory):
    """« Le territoire »: page 4 of the letter."""

    reserved = ReservedBlock(TerritoryStory())


class CommitteeStream(blocks.StreamBlock):
    """The editorial committee, in the order of the masthead."""

    person = RecordChooserBlock(
        "directory.Person", label="Personne", icon="user", description="Un membre du comité, par son nom."
    )
