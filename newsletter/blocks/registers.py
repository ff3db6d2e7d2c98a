"""What an issue shows of the registers: read from them, never typed again."""

from django.utils.functional import cached_property
from wagtail import blocks

from pma_site.core import elements
from pma_site.core.blocks import text
from pma_site.core.blocks.records import PageChooserBlock, RecordChooserBlock
from pma_site.core.french import joined
from pma_site.directory.blocks import ContactsBlock
from pma_site.directory.choices import MandateKind

from .pieces import PieceBlock


class ShowcaseBlock(PieceBlock):
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
        description = "Des membres d’Innov in Artois et l’objet que chacun expose."

    def elements(self, value):
        shown = [elements.text(value["text"])]
        members = [member for member in value["members"] if member]
        shown.append(
            elements.items(
                (member.title, member.url, f"({member.object_name})" if member.object_name else "")
                for member in members
            )
        )
        if value["highlight"]:
            chosen = value["highlight"]
            shown.append(
                elements.highlight("Mention spéciale : ", chosen.title, chosen.url, value["highlight_text"] or "")
            )
        return shown if members else []


class RoadmapAxesBlock(PieceBlock):
    """The axes of a year: ambition, what is to come, whom to ask."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")

    class Meta:
        label = "Axes de la feuille de route"
        preview_value = {"title": "Les axes de l’année"}
        icon = "list-ul"
        description = "Chaque axe de l’année : ambition, actions à venir, contacts. Repris de la feuille de route."

    def elements(self, value):
        roadmap = value["roadmap"]
        return [self._axis(roadmap, axis) for axis in roadmap.axis_rows] if roadmap else []

    def _axis(self, roadmap, axis):
        to_come = [action["title"] for action in axis["to_come"]]
        return elements.group(
            elements.heading(axis["title"], f"{roadmap.url}{axis['slug']}/"),
            elements.text(axis["ambition"]),
            *([elements.label(f"En {roadmap.year} :"), elements.items(to_come)] if to_come else []),
            elements.contacts(axis["contacts"]),
        )

    def counts(self, value):
        return {"axes": len(value["roadmap"].axis_rows)} if value["roadmap"] else {}


class BudgetBlock(PieceBlock):
    """Who pays for a year's roadmap; amounts and total come from its contributions."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)

    class Meta:
        tone = "canopee"
        label = "Budget"
        preview_value = {"title": "Le budget", "text": "<p>Qui finance la feuille de route.</p>"}
        icon = "table"
        description = "Le tableau des contributions de l’année et leur total, calculé."

    def elements(self, value):
        if not value["roadmap"]:
            return []
        amounts = value["roadmap"].budget
        return [elements.text(value["text"]), elements.budget(amounts, "Contributions au budget")]

    def counts(self, value):
        return {"collectivités membres": len(value["roadmap"].budget["members"])} if value["roadmap"] else {}


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


class GovernanceBlock(PieceBlock):
    """Who sits in a body on a given day, from the register of mandates."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    body = RecordChooserBlock("directory.Organisation", label="Instance")
    as_of = blocks.DateBlock(label="À la date du", help_text="Les mandats en cours ce jour-là sont affichés.")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)

    class Meta:
        label = "Gouvernance"
        preview_value = {"title": "Les élus aux manettes", "text": "<p>Qui siège dans l’instance.</p>"}
        icon = "group"
        value_class = GovernanceValue
        description = "L’exécutif et les autres titulaires d’une instance, repris des mandats."

    def elements(self, value):
        shown = [elements.text(value["text"])]
        if value.executive:
            names = [f"{row['name']}, {row['function']}" for row in value.executive]
            shown += [elements.label("L’exécutif"), elements.items(names)]
        if value.members:
            shown += [elements.label("Les autres membres titulaires"), elements.plain(f"{joined(value.members)}.")]
        return shown

    def counts(self, value):
        return {"élus": value.count}


class ActionsDoneValue(blocks.StructValue):
    """The milestones to report, all of them or those of the period."""

    @property
    def milestones(self):
        """Rows (sentence, day) of the milestones marked for the letter, since the chosen day where there is one."""
        rows = getattr(self.get("roadmap"), "milestone_rows", [])
        since = self["since"].isoformat() if self.get("since") else ""
        return [row for row in rows if row["day"] >= since]


class ActionsDoneBlock(PieceBlock):
    """What a year's roadmap has already brought, from its milestones."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    roadmap = PageChooserBlock("projects.RoadmapPage", label="Feuille de route")
    since = blocks.DateBlock(
        label="Depuis le",
        required=False,
        help_text="Seules les étapes datées de ce jour ou d’après sont affichées ; vide : toutes celles de l’année. "
        "On les coche dans « Feuille de route », « Étapes pour la lettre ».",
    )

    class Meta:
        tone = "craie"
        label = "Actions réalisées"
        preview_value = {"title": "Premières actions réalisées"}
        icon = "tick-inverse"
        value_class = ActionsDoneValue
        description = "Les étapes marquées « à mettre dans la lettre » dans la feuille de route."

    def elements(self, value):
        return [elements.items(row["sentence"] for row in value.milestones)]


class CandidatesBlock(PieceBlock):
    """The candidates of a label edition, in their order."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    edition = PageChooserBlock("projects.LabelEditionPage", label="Édition du label")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES, required=False)
    contacts = ContactsBlock()

    class Meta:
        tone = "canal"
        label = "Candidats au label"
        preview_value = {"title": "Les projets candidats", "text": "<p>L’instruction commence.</p>"}
        icon = "list-ol"
        description = "La liste numérotée des projets candidats d’une édition."

    def elements(self, value):
        edition = value["edition"]
        if not edition:
            return []
        rows = [
            (row["title"], f"{edition.url}{row['slug']}/", f"– {row['subject']}" if row["subject"] else "")
            for row in edition.candidate_rows
        ]
        contacts = elements.contacts(filter(None, value["contacts"]))
        return [elements.items(rows, ordered=True), elements.text(value["text"]), contacts]

    def counts(self, value):
        return {"projets candidats": len(value["edition"].candidate_rows)} if value["edition"] else {}
