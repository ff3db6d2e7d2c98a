"""The parts of a letter. Blocks that show a register name it; the templates ask the room that keeps it."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.blocks import text
from pma_site.core.blocks.links import LinkBlock
from pma_site.core.blocks.media import FigureBlock
from pma_site.core.blocks.prices import PriceLineBlock
from pma_site.core.blocks.records import (
    DescribedImageBlock,
    PageChooserBlock,
    PreviewMixin,
    RecordChooserBlock,
    RecordListBlock,
)
from pma_site.core.blocks.story import StoryBlock
from pma_site.directory.blocks import ContactsBlock
from pma_site.directory.choices import MandateKind


def _refuse(field, message):
    raise StructBlockValidationError(block_errors={field: ValidationError(message)})


class CalloutBlock(PreviewMixin, text.CalloutBlock):
    """A box with the people to write to."""

    contacts = ContactsBlock(help_text="Les personnes à qui écrire, facultatif.")

    class Meta:
        template = "newsletter/blocks/callout.html"


class ContactLineBlock(PreviewMixin, blocks.StructBlock):
    """« Contact : … » at the end of an article."""

    contacts = ContactsBlock(min_num=1)

    class Meta:
        label = "Ligne de contact"
        icon = "mail"
        template = "newsletter/blocks/contact_line.html"
        description = "Les personnes à qui écrire, en fin d’article."


class ShowcaseBlock(PreviewMixin, blocks.StructBlock):
    """Members of the network with the object each one showed."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)
    members = blocks.ListBlock(PageChooserBlock("projects.MemberPage", label="Membre"), label="Membres", min_num=1)
    highlight = PageChooserBlock("projects.MemberPage", label="Mention spéciale", required=False)
    highlight_text = blocks.CharBlock(label="Motif de la mention", max_length=250, required=False)

    class Meta:
        label = "Vitrine du réseau"
        preview_value = {
            "title": "Un showroom des innovations",
            "text": "<p>Chaque membre expose un objet.</p>",
            "highlight_text": "pour sa médaille",
        }
        icon = "pick"
        template = "newsletter/blocks/showcase.html"
        description = "Des membres d’Innov in Artois et l’objet que chacun expose."


class RoadmapAxesBlock(PreviewMixin, blocks.StructBlock):
    """The axes of a year: ambition, what is to come, whom to ask."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")

    class Meta:
        label = "Axes de la feuille de route"
        preview_value = {"title": "Les axes de l’année"}
        icon = "list-ul"
        template = "newsletter/blocks/roadmap_axes.html"
        description = "Chaque axe de l’année : ambition, actions à venir, contacts. Repris de la feuille de route."


class BudgetBlock(PreviewMixin, blocks.StructBlock):
    """Who pays for a year's roadmap; amounts and total come from its contributions."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)

    class Meta:
        label = "Budget"
        preview_value = {"title": "Le budget", "text": "<p>Qui finance la feuille de route.</p>"}
        icon = "table"
        template = "newsletter/blocks/budget.html"
        description = "Le tableau des contributions de l’année et leur total, calculé."


class GovernanceValue(blocks.StructValue):
    """The members of a body on the chosen day."""

    @cached_property
    def _rows(self):
        day = self["as_of"].isoformat() if self.get("as_of") else ""
        rows = getattr(self.get("body"), "mandate_rows", [])
        return [row for row in rows if (row["start"] or "") <= day and (row["end"] is None or day <= row["end"])]

    @property
    def executive(self):
        return [row for row in self._rows if row["kind"] == MandateKind.EXECUTIVE]

    @property
    def members(self):
        """Names of the seated members outside the executive."""
        return [row["name"] for row in self._rows if row["kind"] == MandateKind.FULL_MEMBER]

    @property
    def count(self):
        return len(self._rows)


class GovernanceBlock(PreviewMixin, blocks.StructBlock):
    """Who sits in a body on a given day, from the register of mandates."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    body = RecordChooserBlock("directory.Organisation", label="Instance")
    as_of = blocks.DateBlock(label="À la date du", help_text="Les mandats en cours ce jour-là sont affichés.")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)

    class Meta:
        label = "Gouvernance"
        preview_value = {"title": "Les élus aux manettes", "text": "<p>Qui siège dans l’instance.</p>"}
        icon = "group"
        template = "newsletter/blocks/governance.html"
        value_class = GovernanceValue
        description = "L’exécutif et les autres titulaires d’une instance, repris des mandats."


class ActionsDoneValue(blocks.StructValue):
    """The milestones to report, all of them or those of the period."""

    @property
    def milestones(self):
        """Rows (sentence, day) of the milestones marked for the letter, since the chosen day where there is one."""
        rows = getattr(self.get("roadmap"), "milestone_rows", [])
        since = self["since"].isoformat() if self.get("since") else ""
        return [row for row in rows if row["day"] >= since]


class ActionsDoneBlock(PreviewMixin, blocks.StructBlock):
    """What a year's roadmap has already brought, from its milestones."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")
    since = blocks.DateBlock(
        label="Depuis le",
        required=False,
        help_text="Seules les étapes datées de ce jour ou d’après sont affichées ; vide : toutes celles de l’année.",
    )

    class Meta:
        label = "Actions réalisées"
        preview_value = {"title": "Premières actions réalisées"}
        icon = "tick-inverse"
        template = "newsletter/blocks/actions_done.html"
        value_class = ActionsDoneValue
        description = "Les étapes marquées « à mettre dans la lettre » dans la feuille de route."


class CandidatesBlock(PreviewMixin, blocks.StructBlock):
    """The candidates of a label edition, in their order."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    edition = PageChooserBlock("projects.LabelEditionPage", label="Édition du label")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)
    contacts = ContactsBlock()

    class Meta:
        label = "Candidats au label"
        preview_value = {"title": "Les projets candidats", "text": "<p>L’instruction commence.</p>"}
        icon = "list-ol"
        template = "newsletter/blocks/candidates.html"
        description = "La liste numérotée des projets candidats d’une édition."


class ReportBlock(PreviewMixin, blocks.StructBlock):
    """What came out of a past event."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    event = PageChooserBlock("agenda.EventPage", label="Événement", required=False)
    image = DescribedImageBlock(label="Image", required=False)
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    contacts = ContactsBlock()

    class Meta:
        label = "Retour sur un événement"
        preview_value = {"title": "Retour sur une journée", "text": "<p>Ce qu’il faut en retenir.</p>"}
        icon = "history"
        template = "newsletter/blocks/report.html"
        description = "Le compte rendu d’une journée passée, avec son contact."


class InitiativeBlock(PreviewMixin, blocks.StructBlock):
    """A local initiative: a short article with what one needs to go there."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    image = DescribedImageBlock(label="Image", required=False)
    caption = blocks.CharBlock(label="Légende", max_length=250, required=False)
    practical = blocks.TextBlock(
        label="Infos pratiques",
        required=False,
        help_text="Dates, lieu, conditions : une information par ligne.",
    )
    prices = blocks.ListBlock(PriceLineBlock(), label="Tarifs", default=[])
    link = LinkBlock(label="Lien", required=False)
    event = PageChooserBlock("agenda.EventPage", label="Événement de l’agenda", required=False)
    commune = RecordChooserBlock("territory.Commune", label="Commune", required=False)

    class Meta:
        label = "Initiative"
        preview_value = {
            "title": "Bivouaquez !",
            "text": "<p>Un festival dans la Chaîne des parcs.</p>",
            "caption": "La légende",
            "practical": "Du 25 au 27 août",
            "prices": [{"label": "La journée", "amount": 35}],
            "link": {"label": "La programmation", "url": "https://www.example.org/"},
        }
        icon = "pin"
        template = "newsletter/blocks/initiative.html"
        description = "Un court article sur une initiative locale, avec dates, tarifs et lien."


class KeyFiguresBlock(PreviewMixin, blocks.StructBlock):
    """Figures printed large, each with its caption and source."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Chiffres-clés")
    figures = RecordListBlock(
        RecordChooserBlock("newsletter.IndicatorValue", label="Chiffre"), label="Chiffres", min_num=1
    )

    class Meta:
        label = "Chiffres-clés"
        preview_value = {"title": "Chiffres-clés"}
        icon = "order"
        template = "newsletter/blocks/key_figures.html"
        description = "De un à six chiffres, imprimés en grand avec leur source."


class AgendaBlock(PreviewMixin, blocks.StructBlock):
    """Dates to note: chosen events, all those between two dates, or both."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Agenda")
    events = RecordListBlock(
        PageChooserBlock("agenda.EventPage", label="Événement"), label="Événements choisis", default=[]
    )
    start = blocks.DateBlock(label="Tous les événements du", required=False)
    end = blocks.DateBlock(label="au", required=False)

    class Meta:
        label = "Agenda"
        icon = "date"
        template = "newsletter/blocks/agenda.html"
        description = "Des événements choisis un à un, ou tous ceux d’une période."
        preview_value = {"title": "Agenda"}

    def clean(self, value):
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if bool(result["start"]) != bool(result["end"]):
            _refuse("end" if result["start"] else "start", "Indiquez le début et la fin de la période.")
        if result["start"] and result["end"] < result["start"]:
            _refuse("end", "La fin de la période précède son début.")
        if not result["events"] and not result["start"]:
            _refuse("start", "Choisissez des événements ou une période.")
        return result


class CallBlock(PreviewMixin, blocks.StructBlock):
    """A call to mayors: a question, and to whom to answer."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Appel aux maires")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    contacts = ContactsBlock(min_num=1)

    class Meta:
        label = "Appel aux maires"
        preview_value = {"title": "Appel aux maires", "text": "<p>Votre commune organise un événement ?</p>"}
        icon = "comment"
        template = "newsletter/blocks/call.html"
        description = "Une question posée aux maires, avec la personne à qui répondre."


class CoverBlock(StoryBlock):
    """« La une »."""

    callout = CalloutBlock(group="Texte")
    contact_line = ContactLineBlock(group="Texte")
    showcase = ShowcaseBlock(group="Registres")


class FeatureBlock(CoverBlock):
    """« Le dossier »."""

    roadmap_axes = RoadmapAxesBlock(group="Registres")
    budget = BudgetBlock(group="Registres")
    governance = GovernanceBlock(group="Registres")
    actions_done = ActionsDoneBlock(group="Registres")
    candidates = CandidatesBlock(group="Registres")
    report = ReportBlock(group="Registres")
    call = CallBlock(group="Registres")


class TerritoryBlock(blocks.StreamBlock):
    """« Le territoire »: page 4 of the letter."""

    initiative = InitiativeBlock()
    figure = FigureBlock()
    key_figures = KeyFiguresBlock()
    agenda = AgendaBlock()
    call = CallBlock()
    callout = CalloutBlock()


class CommitteeStream(blocks.StreamBlock):
    """The editorial committee, in the order of the masthead."""

    person = RecordChooserBlock(
        "directory.Person", label="Personne", icon="user", description="Un membre du comité, par son nom."
    )
