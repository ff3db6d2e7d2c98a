"""The register of processing (GDPR, article 30), written from the table that the nights apply."""

from dataclasses import dataclass

from django.utils import timezone

from .french import day
from .models import SiteSettings
from .processing import Processing, Rule
from .retention_rules import RULES

SECURITY = (
    "Site et administration en HTTPS ; un compte par personne, droits par groupe, mots de passe hachés ; journal de ce"
    " qui est changé ; liens signés ; refus gardés sous forme d’empreintes à clé ; aucun pixel, aucun lien suivi, aucun"
    " service tiers dans les pages ; durées de conservation appliquées chaque nuit."
)
TRANSFERS = "Aucun transfert hors de l’Union européenne par le site lui-même."


@dataclass(frozen=True)
class Entry:
    """A « traitement » with its lines that are in force on this site."""

    number: int
    processing: Processing
    rules: list[Rule]


@dataclass(frozen=True)
class Register:
    """Who answers for the data, who watches over it, and everything that is done with it."""

    publisher: SiteSettings
    made_on: str
    entries: list[Entry]

    @property
    def officer(self) -> str:
        return self.publisher.data_protection_officer or "à renseigner dans Paramètres, Éditeur du site"


def register() -> Register:
    """Return the register as it stands today."""
    by_processing: dict[Processing, list[Rule]] = {}
    for rule in RULES:
        if rule.labels or not rule.model:
            by_processing.setdefault(rule.processing, []).append(rule)
    entries = [Entry(number, *entry) for number, entry in enumerate(by_processing.items(), 1)]
    return Register(SiteSettings.published_for(), day(timezone.localdate()), entries)


def as_markdown(register: Register) -> str:
    """Return a register as text that is read as it is, or laid out by any tool that knows Markdown."""
    publisher = register.publisher
    place = " ".join(filter(None, [publisher.street, publisher.postal_code, publisher.city]))
    lines = [
        "# Registre des activités de traitement",
        "",
        f"Établi le {register.made_on} d’après le code du site (RGPD, article 30).",
        "",
        f"- Responsable : {', '.join(filter(None, [publisher.publisher, place, publisher.contact_email]))}",
        f"- Délégué à la protection des données : {register.officer}",
        f"- Transferts : {TRANSFERS}",
        f"- Sécurité : {SECURITY}",
    ]
    for entry in register.entries:
        lines += ["", f"## {entry.number}. {entry.processing.name}", "", *_described(entry.processing), ""]
        lines += ["| données | tables | conservation | ensuite | si la personne demande l’effacement |"]
        lines += ["|---|---|---|---|---|"]
        lines += [_line(rule) for rule in entry.rules]
    return "\n".join(lines) + "\n"


def _described(processing):
    return [
        f"- Finalité : {processing.purpose}",
        f"- Base légale : {processing.basis}",
        f"- Personnes : {processing.people}",
        f"- Origine : {processing.source}",
        f"- Qui les lit : {processing.readers}",
    ]


def _line(rule):
    fate = rule.fate.value if rule.fate else ""
    said = f"{fate} : {rule.why}" if fate and rule.why else fate
    cells = [rule.holds, ", ".join(rule.labels), rule.duration, rule.then, said]
    return f"| {' | '.join(cell or '–' for cell in cells)} |"
