"""What the site knows of a person: which tables, texts and files speak of them."""

from dataclasses import dataclass

from django.db import models
from wagtail.log_actions import log
from wagtail.models import Site

from pma_site.core.erasure import Place, places_of, places_of_private
from pma_site.core.mail_addresses import address_hash, is_address
from pma_site.core.personal_data import Found, look_for, name_of
from pma_site.core.processing import Fate, Rule
from pma_site.core.refusals import Refused
from pma_site.core.traces import Wanted

from .forms.privacy import NO_ADDRESS
from .models import Recipient

# Where Wagtail keeps the sizes that it makes of images.
SIZES = "images/"


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
        """The files of the site itself: the sizes made of an image are counted apart."""
        return [file for file in self._read if not file.name.startswith(SIZES)]

    @property
    def _read(self):
        """Private files are told by what they were sent with (`mentions`)."""
        return [file for file in self.found.files if not file.unread and not file.is_private]

    @property
    def sizes(self):
        """How many sizes made of images bear the person's name, or hold their address."""
        return sum(file.name.startswith(SIZES) for file in self._read)

    @property
    def unread(self):
        return [file for file in self.found.files if file.unread and not file.is_private]

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


def known_of(address: str, *, name: str = "", seconds: float | None = None) -> Knowledge:
    """Return all that the site knows of an address, and where the name is read; files are read for `seconds` at most.

    Raises Refused for what is no address.
    """
    found = look_for(Wanted(checked(address), names_of(name)), seconds=seconds)
    return Knowledge(
        found,
        [Table(rule, name_of(rows.model), rows, rows.count()) for rule, rows in found.records()],
        [*places_of(found.texts_to_read, "l’adresse s’y lit"), *places_of_private(found.files)],
        list(places_of(found.named, "le nom s’y lit")),
        other_addresses(address),
    )


def other_addresses(address: str) -> list[str]:
    """Return the other addresses of a person that are still known: those they moved from and to."""
    known = [recipient.email for recipient in same_person(address) if recipient.email]
    return [each for each in known if address_hash(each) != address_hash(address)]


def same_person(address: str) -> list[Recipient]:
    """The recipient at an address, and those at the addresses that its owner moved from and to."""
    recipient = Recipient.objects.at(address).first()
    return recipient.same_person if recipient else []


def checked(address: str) -> str:
    """Return an address as it is. Raises Refused for what is none."""
    if not is_address(address):
        raise Refused(NO_ADDRESS)
    return address


def names_of(name: str) -> list[str]:
    """The names to look for: none for a single word, which would be found everywhere."""
    return [name] if len(name.split()) > 1 else []


def note(action: str, address: str, user) -> None:
    """Write in the history of the site that a right was used: by whom, never of whom but for the start of a hash."""
    log(
        instance=Site.objects.get(is_default_site=True),
        action=f"readers.privacy.{action}",
        user=user,
        title="Données personnelles",
        data={"empreinte": address_hash(address)[:12]},
    )
