"""A proposal as its sender rereads it and as the team reads it: what was said, under the names of the form."""

from dataclasses import dataclass, field

from pma_site.core.french import NBSP

from ..models import Proposal
from ..proposal_forms.steps import STEPS


@dataclass
class Section:
    """What a step says: pairs of a label and what stands there, of which a text may have lines."""

    step: str
    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    is_complete: bool = True


# The form speaks to its sender: « Vous ».
_FOR_TEAM = {"vous": "Qui propose"}


def sections(
    proposal: Proposal, images=(), missing: set[str] = frozenset(), *, for_team: bool = False
) -> list[Section]:
    """Return what a proposal and its `images` say, step by step; the steps `missing` are still to be filled in.

    `for_team` says whom the titles speak to.
    """
    said = {
        "quoi": [
            ("Titre", proposal.title),
            ("Thème", proposal.get_theme_display()),
            ("Présentation", proposal.body),
        ],
        "quand": [
            ("Dates", "\n".join(slot.in_words for slot in proposal.event_slots)),
            ("En plus, ou à défaut de date", proposal.repeats),
        ],
        "ou": [
            ("Commune", _town(proposal)),
            ("Lieu", proposal.venue_name),
            ("Adresse", proposal.street),
            ("En ligne", proposal.online_url),
        ],
        "comment": [
            ("Entrée", proposal.get_entry_display()),
            ("Tarifs", proposal.prices),
            ("Page d’inscription", proposal.registration_url),
            ("Inscription par courriel", proposal.registration_email),
            ("Inscription par téléphone", proposal.registration_phone),
            ("Pour qui", proposal.get_audience_display()),
            ("Organisé par", proposal.organiser_name),
            ("Contact pour le public", proposal.contact),
            ("Site de l’événement", proposal.website),
        ],
        "images": [
            (f"Image {image.place + 1}", " – ".join(filter(None, [image.alt, image.credit and f"© {image.credit}"])))
            for image in images
        ],
        "vous": [
            ("Nom", proposal.sender_name),
            ("Fonction", proposal.sender_role),
            ("Organisme", proposal.sender_organisation),
            ("Adresse électronique", proposal.sender_email),
            ("Téléphone", proposal.sender_phone),
            ("Mot pour l’équipe", proposal.note),
        ],
    }
    titles = {step: title for step, (title, _form) in STEPS.items()} | (_FOR_TEAM if for_team else {})
    return [
        Section(step, title, [row for row in said[step] if row[1]] if step not in missing else [], step not in missing)
        for step, title in titles.items()
    ]


def _town(proposal):
    if proposal.commune:
        return proposal.commune.name
    return f"{proposal.outside_place}{NBSP}(hors du territoire)" if proposal.outside_place else ""
