"""The rights of a person over what is kept of them: to know (GDPR, article 15), to object (21), to be erased (17)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from pma_site.core import wiping
from pma_site.core.erasing import erase
from pma_site.core.erasure import Erasure, Place, places_of
from pma_site.core.mail_addresses import address_hash, canonical, is_address
from pma_site.core.models import SiteSettings
from pma_site.core.personal_data import Found, look_for, name_of
from pma_site.core.processing import Fate, Processing, Rule
from pma_site.core.refusals import Refused
from pma_site.core.retention_rules import RULES
from pma_site.core.traces import Wanted

from . import subscriptions
from .choices import LeavingWay
from .forms.privacy import NO_ADDRESS
from .models import Recipient

# What a row says of the machinery, and of no one to whom it would mean something.
_MACHINERY = re.compile(r"(?:^|_)(?:id|pk|code|claim|lease_until|password|fingerprint|hash|sha256|ptr)$")
# Where Wagtail keeps the sizes that it makes of images.
SIZES = "images/"
OBJECTED = "La personne s’est opposée à tout envoi."
NOT_ERASED = "elle ne s’efface pas. Changez-la d’abord dans les réglages."
RIGHTS = (
    "Rectification, effacement, opposition et limitation (RGPD, articles 16 à 21) ; réclamation auprès de la CNIL"
    " (cnil.fr)."
)


@dataclass(frozen=True)
class Table:
    """What one table knows of a person."""

    rule: Rule
    name: str
    rows: models.QuerySet
    count: int

    @property
    def fate(self) -> str:
        """What becomes of it on erasure, in words."""
        return f"{self.rule.fate.value}{f' : {self.rule.why}' if self.rule.why else ''}"


@dataclass(frozen=True)
class Knowledge:
    """All that the site knows of a person, as it is shown before it is exported or erased."""

    found: Found
    tables: list[Table]
    mentions: list[Place]
    named: list[Place]
    others: list[str]

    @property
    def is_empty(self):
        return self.found.is_empty and not self.named

    @property
    def files(self):
        """The files themselves: the sizes made of an image are counted apart."""
        return [file for file in self.found.files if not file.unread and not file.name.startswith(SIZES)]

    @property
    def sizes(self):
        """How many sizes made of images bear the person's name, or hold their address."""
        return sum(not file.unread and file.name.startswith(SIZES) for file in self.found.files)

    @property
    def unread(self):
        return [file for file in self.found.files if file.unread]

    @property
    def in_words(self) -> list[str]:
        """What is known, a line a table and a place."""
        said = [f"autre adresse de la personne : {other}." for other in self.others]
        said += [f"{table.name} : {table.count} ({table.rule.holds}) ; {table.fate}." for table in self.tables]
        said += [f"{place.what} : {place.why}. {place.address}".rstrip() for place in [*self.mentions, *self.named]]
        said += [f"fichier « {file.name} »." for file in self.files]
        if self.found.messages:
            said.append(f"messages écrits dans des fichiers : {self.found.messages}.")
        return said or ["Rien n’est connu de cette adresse."]

    @property
    def still_there(self) -> list[str]:
        """The tables that hold what an erasure takes away."""
        models = [rows.model for rule, rows in self.found.records() if rule.fate != Fate.KEPT]
        models += [mention.model for mention in self.found.mentions if not mention.is_in_names_only]
        names = set(map(name_of, models))
        return sorted(names | ({"messages écrits dans des fichiers"} if self.found.messages else set()))


@dataclass(frozen=True)
class Objection:
    """What an opposition came to: whether the address was known, whether it had left already, what was held back."""

    known: bool
    already: bool
    withheld: int

    @property
    def in_words(self) -> str:
        """What was done, for who asked for it."""
        if self.already:
            return "Cette personne ne recevait déjà plus rien : son refus est gardé."
        if not self.known:
            return "Cette adresse n’était pas connue : son refus est gardé, aucun fichier importé ne la fera revenir."
        plural = self.withheld > 1
        held = (
            f" {self.withheld} message{'s' * plural} en attente {'sont' if plural else 'est'} retenu{'s' * plural}."
            if self.withheld
            else ""
        )
        return f"C’est noté : plus rien ne partira à cette adresse, et son refus est gardé.{held}"


def known_of(address: str, *, name: str = "", seconds: float | None = None) -> Knowledge:
    """Return all that the site knows of an address, and where the name is read; files are read for `seconds` at most.

    Raises Refused for what is no address.
    """
    found = look_for(Wanted(_checked(address), _names(name)), seconds=seconds)
    return Knowledge(
        found,
        [Table(rule, name_of(rows.model), rows, rows.count()) for rule, rows in found.records()],
        list(places_of(found.texts_to_read, "l’adresse s’y lit")),
        list(places_of(found.named, "le nom s’y lit")),
        other_addresses(address),
    )


def export_person(
    address: str, *, name: str = "", for_team: bool = True, seconds: float | None = None, user=None
) -> dict:
    """Return all that the site knows of an address, ready for JSON: each table with its purpose and its period.

    What is written for the person themselves (not `for_team`) does not say in which drafts they are cited. Raises
    Refused for what is no address.
    """
    knowledge = known_of(address, name=name, seconds=seconds)
    elsewhere = [known_of(other, seconds=seconds) for other in knowledge.others]
    tables = [table for known in (knowledge, *elsewhere) for table in known.tables]
    export = {
        "adresse": canonical(address),
        "autres adresses": knowledge.others,
        "établi le": timezone.localtime().isoformat(timespec="seconds"),
        "données": _exported(tables),
        "messages écrits dans des fichiers": knowledge.found.messages,
        "vos droits": RIGHTS,
    }
    if for_team:
        export["textes où l’adresse se lit"] = [_said(place) for place in knowledge.mentions]
        export["textes où le nom se lit"] = [_said(place) for place in knowledge.named]
        export["fichiers"] = [file.name for file in knowledge.found.files if not file.unread]
        export["fichiers non lus"] = [f"{file.name} ({file.unread})" for file in knowledge.unread]
    _note("export", address, user)
    return export


def download(recipient: Recipient) -> dict:
    """Return what every table holds of a reader by their address and its former ones, ready for JSON.

    It is what the holder of a link takes away (GDPR, articles 15 and 20): nothing is searched for in texts and files.
    """
    same = [each.pk for each in recipient.same_person]
    tables = []
    for rule in (rule for rule in RULES if rule.fate and rule.installed):
        if rule.installed is Recipient or rule.owner == "recipient":
            key = "pk__in" if rule.installed is Recipient else "recipient__in"
            rows = rule.installed._base_manager.filter(**{key: same})
            tables.append(Table(rule, name_of(rows.model), rows, rows.count()))
    return {
        "adresse": recipient.email,
        "établi le": timezone.localtime().isoformat(timespec="seconds"),
        "données": _exported([table for table in tables if table.count]),
        "vos droits": RIGHTS,
    }


def object_person(address: str, *, user=None) -> Objection:
    """Write to an address no more, whatever list it is on and whichever file brings it back; hold back what is waiting.

    Raises Refused for what is no address. Done twice, it changes nothing the second time.
    """
    _checked(address)
    with transaction.atomic():
        same = _same_person(address)
        withheld = subscriptions.hold_back(same, OBJECTED)
        ended = [was for _, was in (subscriptions.leave(each.code, LeavingWay.OBJECTION) for each in same) if was]
        for each in (address, *other_addresses(address)):
            subscriptions.refuse(each, LeavingWay.OBJECTION)
        _note("objection", address, user)
    return Objection(bool(same), bool(same) and not ended, withheld)


def erase_person(
    address: str, *, name: str = "", seconds: float | None = None, wipe: bool = True, user=None
) -> Erasure:
    """Erase all that the site knows of an address; what it cannot or must not erase is told.

    The addresses that they moved from and to go as well. A refusal stays, as a keyed hash, and so does what an elected
    member does in public (article 17 § 3 a): only their address goes. Without `wipe` the room that deleted rows leave
    in the database is left for the night. Raises Refused for what is no address, for one of the publisher's own and
    for that of an account in use. Done twice, it finds nothing more.
    """
    may_be_erased(address)
    others = other_addresses(address)

    def first():
        same = _same_person(address)
        subscriptions.hold_back(same, subscriptions.ERASED)
        for each in (address, *others):
            subscriptions.refuse(each, LeavingWay.ERASURE)
        # Of a former address that was erased only the hash is left.
        Recipient.objects.filter(pk__in=[recipient.pk for recipient in same if not recipient.email]).delete()
        _note("erasure", address, user)

    done = Erasure()
    for place, each in enumerate([*others, address]):
        wanted = Wanted(each, _names(name) if each == address else ())
        done.add(erase(wanted, first=first if place == 0 else lambda: None, seconds=seconds, wipe=False))
    if wipe:
        done.wiping = wiping.wipe(done.tables)
    return done


def may_be_erased(address: str) -> None:
    """Let pass what may be erased.

    Raises Refused for what is no address, and for one by which the site itself works: every page, message and account
    would lose it.
    """
    for each in (_checked(address), *other_addresses(address)):
        if address_hash(each) in map(address_hash, _own_addresses()):
            raise Refused(f"{each} est une adresse du site lui-même (contact, expéditeur, retours) : {NOT_ERASED}")
        accounts = get_user_model().objects.filter(is_active=True).exclude(email="").values_list("email", flat=True)
        if address_hash(each) in map(address_hash, accounts):
            raise Refused(f"{each} est l’adresse d’un compte en service : désactivez ou supprimez d’abord ce compte.")


def _own_addresses():
    written = [
        *SiteSettings.objects.values_list("contact_email", flat=True),
        settings.DEFAULT_FROM_EMAIL,
        settings.UNSUBSCRIBE_ADDRESS,
        settings.BOUNCE_ADDRESS,
    ]
    return [bare for bare in (parseaddr(each)[1] for each in written) if bare]


def _same_person(address):
    """The recipient at an address, and those at the addresses that its owner moved from and to."""
    recipient = Recipient.objects.at(address).first()
    return recipient.same_person if recipient else []


def other_addresses(address: str) -> list[str]:
    """Return the other addresses of a person that are still known: those they moved from and to."""
    known = [recipient.email for recipient in _same_person(address) if recipient.email]
    return [each for each in known if address_hash(each) != address_hash(address)]


def _checked(address):
    if not is_address(address):
        raise Refused(NO_ADDRESS)
    return address


def _names(name):
    # A single word would be found everywhere.
    return [name] if len(name.split()) > 1 else []


def _note(action, address, user):
    """Write in the history of the site that a right was used: by whom, never of whom but for the start of a hash."""
    log(
        instance=Site.objects.get(is_default_site=True),
        action=f"readers.privacy.{action}",
        user=user,
        title="Données personnelles",
        data={"empreinte": address_hash(address)[:12]},
    )


def _exported(tables):
    by_processing: dict[Processing, list[Table]] = {}
    for table in tables:
        by_processing.setdefault(table.rule.processing, []).append(table)
    return [_processed(processing, tables) for processing, tables in by_processing.items()]


def _processed(processing, tables):
    return {
        "traitement": processing.name,
        "finalité": processing.purpose,
        "base légale": processing.basis,
        "origine": processing.source,
        "qui le lit": processing.readers,
        "tables": [
            {
                "table": table.name,
                "contenu": table.rule.holds,
                "conservation": table.rule.duration,
                "lignes": [_row(row) for row in table.rows],
            }
            for table in tables
        ],
    }


def _said(place):
    return {"où": place.what, "lien": place.address}


def _row(row):
    """A row as its person reads it: no machinery, and no name of who worked on it."""
    team = get_user_model()
    return {
        str(column.verbose_name): _value(row, column)
        for column in row._meta.concrete_fields
        if not _MACHINERY.search(column.name) and (column.related_model is not team or isinstance(row, team))
    }


def _value(row, column):
    if column.is_relation:
        target = getattr(row, column.name)
        return None if target is None else str(target)
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    value = getattr(row, column.name)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)
