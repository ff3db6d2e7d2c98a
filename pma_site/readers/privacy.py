"""The rights of a person over what is kept of them: to object (GDPR, article 21), to be erased (17).

To know it (15) stands in `access`.
"""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from pma_site.core import wiping
from pma_site.core.erasing import erase
from pma_site.core.erasure import Erasure
from pma_site.core.mail_addresses import address_hash
from pma_site.core.models import SiteSettings
from pma_site.core.refusals import Refused
from pma_site.core.traces import Wanted

from . import leaving
from .choices import LeavingWay
from .knowledge import checked, names_of, note, other_addresses, same_person
from .models import Recipient

OBJECTED = "La personne s’est opposée à tout envoi."
NOT_ERASED = "elle ne s’efface pas. Changez-la d’abord dans les réglages."


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


def object_person(address: str, *, user=None) -> Objection:
    """Write to an address no more, whatever list it is on and whichever file brings it back; hold back what is waiting.

    Raises Refused for what is no address. Done twice, it changes nothing the second time.
    """
    checked(address)
    with transaction.atomic():
        same = same_person(address)
        withheld = leaving.hold_back(same, OBJECTED)
        ended = [was for _, was in (leaving.leave(each.code, LeavingWay.OBJECTION) for each in same) if was]
        for each in (address, *other_addresses(address)):
            leaving.refuse(each, LeavingWay.OBJECTION)
        note("objection", address, user)
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
        same = same_person(address)
        leaving.hold_back(same, leaving.ERASED)
        for each in (address, *others):
            leaving.refuse(each, LeavingWay.ERASURE)
        # Of a former address that was erased only the hash is left.
        Recipient.objects.filter(pk__in=[recipient.pk for recipient in same if not recipient.email]).delete()
        note("erasure", address, user)

    done = Erasure()
    for place, each in enumerate([*others, address]):
        wanted = Wanted(each, names_of(name) if each == address else ())
        done.add(erase(wanted, first=first if place == 0 else lambda: None, seconds=seconds, wipe=False))
    if wipe:
        done.wiping = wiping.wipe(done.tables)
    return done


def may_be_erased(address: str) -> None:
    """Let pass what may be erased.

    Raises Refused for what is no address, and for one by which the site itself works: every page, message and account
    would lose it.
    """
    for each in (checked(address), *other_addresses(address)):
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
