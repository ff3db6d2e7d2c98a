"""What a register of processing is made of: periods, purposes, and one line for each kind of data that is kept."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Period:
    """A length of time as laws count it: in days, or in months of the calendar."""

    days: int = 0
    months: int = 0

    def __str__(self):
        if self.days:
            return f"{self.days} jour{'s' * (self.days > 1)}"
        years, months = divmod(self.months, 12)
        return f"{self.months} mois" if months else f"{years} an{'s' * (years > 1)}"

    @property
    def span(self) -> timedelta:
        """A period that is counted in days, as Python adds it to a moment."""
        return timedelta(days=self.days)

    def before(self, end: datetime | date) -> datetime | date:
        """The moment, or the day, this long before `end`; the last day of a month where it has no such day."""
        end = end - timedelta(days=self.days)
        year, month = divmod(end.year * 12 + end.month - 1 - self.months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return end.replace(year=year, month=month + 1, day=min(end.day, last))


# Periods that what readers may still do depends on as well.
CONFIRMATION, AFTER_LEAVING, IMPORTED_ROWS = Period(days=7), Period(days=28), Period(days=90)


@dataclass(frozen=True)
class Processing:
    """A « traitement » of the register (GDPR, article 30): what is done with which people's data, and by what right."""

    name: str
    purpose: str
    basis: str
    people: str
    source: str
    readers: str


class Fate(Enum):
    """What becomes of a row about somebody who asks to be erased."""

    DELETED = "la ligne est supprimée"
    EMPTIED = "la ligne reste, sans ce qui désigne la personne"
    EMPTIED_OR_DELETED = "les coordonnées sont effacées ; la fiche aussi, si elle ne sert à rien d’autre"
    REWRITTEN = "l’adresse est retirée du texte"
    KEPT = "la ligne reste"


@dataclass(frozen=True)
class Rule:
    """A line of the table: one kind of data, in the table of one model (and of `others`, which follow it).

    `holds`, `since_words`, `then` and `why` are read by people. `fields` tell whom a row is about; `owner` is the
    foreign key to another model of the table to whose people the row belongs; `names` are fields that name them.
    `emptied` is what is written when the row outlives the person; `along` what goes with a text that is taken out of
    it. The first line of a model gives its `fate`.
    A period runs from `since` on (a date of the row, or of what it refers to); `rows` says which of the model's rows,
    where it is not all. `act` is the use case that does what is due and returns how many; without it rows are emptied,
    or else deleted. Without a model, `rows` is given the moment before which things are due.
    """

    model: str
    processing: Processing
    holds: str
    fate: Fate | None = None
    others: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    owner: str = ""
    names: tuple[str, ...] = ()
    emptied: Mapping[str, object] = field(default_factory=dict)
    along: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    kept: Period | str = ""
    since: str = ""
    since_words: str = ""
    then: str = ""
    rows: Callable | None = None
    act: str = ""
    why: str = ""

    @property
    def installed(self) -> type[models.Model] | None:
        """Its model; None where it is not installed."""
        return model_named(self.model)

    @property
    def labels(self) -> list[str]:
        """The installed models that it speaks of, those of whole parts included."""
        parts = [model for name in self.others if "." not in name for model in apps.get_app_config(name).get_models()]
        named = [model_named(label) for label in (self.model, *self.others)]
        return [model._meta.label for model in [*filter(None, named), *parts]]

    @property
    def duration(self) -> str:
        """How long, in words: « 28 jours après le départ »."""
        return f"{self.kept} après {self.since_words}" if self.is_timed else self.kept

    @property
    def is_timed(self):
        return isinstance(self.kept, Period)


def model_named(label: str) -> type[models.Model] | None:
    """The model of a label; None where no such one is installed, or where the label is that of a whole part."""
    try:
        return apps.get_model(label) if "." in label else None
    except LookupError:
        return None


_PUBLIC_TASK = "mission d’intérêt public (RGPD, article 6 § 1 e)"
_EDITORS = "l’équipe de rédaction"

SUBSCRIBERS = Processing(
    "Abonnement à la lettre",
    "Envoyer La Lettre aux maires aux personnes qui la demandent, et pouvoir prouver qu’elles l’ont demandée.",
    "consentement (RGPD, article 6 § 1 a), retiré d’un geste depuis chaque message",
    "personnes abonnées",
    "la personne elle-même, par la page d’abonnement",
    "les personnes chargées de la diffusion",
)
OFFICES = Processing(
    "Registre des mairies et des élus destinataires",
    "Adresser la lettre aux 150 mairies et aux élus du Pôle, par la poste ou par courriel.",
    _PUBLIC_TASK,
    "maires, élus, collègues de la liste de test",
    "les mairies et les intercommunalités ; fichiers importés par l’équipe",
    "les personnes chargées de la diffusion ; l’imprimeur ou le routeur, pour les étiquettes",
)
CONTRIBUTIONS = Processing(
    "Propositions et réponses aux appels",
    "Examiner les événements que les mairies et le public proposent et les réponses aux appels, et leur répondre.",
    _PUBLIC_TASK,
    "maires, agents, associations, personnes qui envoient une proposition ou une réponse",
    "la personne elle-même, par un formulaire du site",
    "l’équipe de l’agenda et la direction de publication",
)
NETWORK = Processing(
    "Contacts des membres d’Innov in Artois",
    "Faire confirmer ou corriger une fois par an la fiche de chaque membre du réseau, et lui répondre.",
    _PUBLIC_TASK,
    "contacts des organisations membres du réseau",
    "la personne elle-même, ou son organisation",
    "les personnes chargées du réseau ; rien n’est publié",
)
APPLICATIONS = Processing(
    "Candidatures au Label Euralens",
    "Recevoir les dossiers de candidature, les instruire en comités, répondre à qui candidate.",
    _PUBLIC_TASK,
    "associations, communes, entreprises, habitantes et habitants qui candidatent ; personnes que leur dossier nomme",
    "la personne elle-même, par un formulaire du site",
    "l’équipe du label et les membres de ses comités",
)
SENDINGS = Processing(
    "Envois et retours",
    "Envoyer chaque numéro une fois et une seule, savoir ce qui est parti, ne plus écrire aux adresses mortes.",
    _PUBLIC_TASK,
    "destinataires de la lettre",
    "le site, et les réponses des serveurs de messagerie",
    "les personnes chargées de la diffusion ; le relais de messagerie, pour l’envoi",
)
REFUSALS = Processing(
    "Respect des refus",
    "Ne plus jamais écrire à qui ne le veut plus, même si un fichier ramène son adresse.",
    "obligation légale (RGPD, articles 6 § 1 c et 21)",
    "personnes qui se sont désabonnées, opposées ou fait effacer",
    "la personne elle-même",
    "personne : le site compare des empreintes",
)
PROOFREADING = Processing(
    "Relecture sans compte",
    "Faire relire un numéro avant sa parution et garder son bon à tirer.",
    _PUBLIC_TASK,
    "relectrices et relecteurs invités",
    "l’équipe, et la personne elle-même",
    _EDITORS,
)
DIRECTORY = Processing(
    "Annuaire public",
    "Dire qui exerce quelle fonction au Pôle et chez ses partenaires, et comment joindre les services.",
    _PUBLIC_TASK,
    "élus, agents, contacts des partenaires",
    "délibérations, organisations partenaires",
    "le public, pour ce qui est publié",
)
ACCOUNTS = Processing(
    "Comptes de l’administration",
    "Donner à chacun ses droits, et savoir qui a fait quoi.",
    _PUBLIC_TASK,
    "membres de l’équipe",
    "l’équipe",
    "les administrateurs du site",
)
CONTENT = Processing(
    "Personnes citées ou photographiées",
    "Informer les élus et le public de la vie du territoire.",
    f"{_PUBLIC_TASK} ; liberté d’informer (article 17 § 3 a)",
    "personnes citées, autrices et auteurs de photographies",
    "la rédaction",
    "le public, pour ce qui est publié ; l’équipe, pour les brouillons",
)
