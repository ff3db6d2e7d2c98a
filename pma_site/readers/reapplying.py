"""What readers said after the backup that a site was restored from, applied again from the journal of refusals."""

import re
from collections.abc import Iterable

from django.db import transaction

from pma_site.core import wiping
from pma_site.core.french import counted
from pma_site.core.mail_addresses import address_hash
from pma_site.core.personal_data import searched_models, texts_of
from pma_site.core.refusals import Refused

from . import journal, leaving, privacy
from .choices import LeavingWay, ReadingState
from .models import Recipient, Refusal

# What may be an address, in any text: it is one of those looked for only if its hash is.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def reapply(lines: Iterable[journal.Line]) -> list[str]:
    """Let leave again who left, and erase again who was erased; return in French how many, and what is left to do."""
    standing = journal.standing(lines)
    erased = {line.address_hash for line in standing.values() if line.way == LeavingWay.ERASURE}
    left = [line for line in standing.values() if line.way not in (LeavingWay.ERASURE, journal.RETURN)]
    with journal.silent():
        for line in left:
            _leave(line)
        words = _erase(erased, {line.address_hash: line for line in standing.values()}) if erased else []
    if not standing:
        return ["Aucun refus ni effacement depuis la sauvegarde."]
    plural = "s" * (len(left) + len(erased) > 1)
    counts = f"{len(left)} refus et {counted(len(erased), 'effacement')} appliqué{plural} de nouveau."
    return [f"Depuis la sauvegarde : {counts}", *words]


@transaction.atomic
def _leave(line):
    _refuse(line)
    recipient = Recipient.objects.filter(address_hash=line.address_hash).first()
    if recipient:
        leaving.hold_back([recipient], "A refusé depuis la sauvegarde dont le site a été restauré.")
        Recipient.objects.filter(pk=recipient.pk).update(state=ReadingState.LEFT, left_at=line.at)


def _refuse(line):
    Refusal.objects.update_or_create(address_hash=line.address_hash, defaults={"way": line.way, "made_at": line.at})


def _erase(hashes, lines):
    words, tables = [], set()
    for address in sorted(addresses_of(hashes)):
        try:
            done = privacy.erase_person(address, wipe=False)
        except Refused as refusal:
            words.append(f"À voir : une personne effacée depuis n’a pas pu l’être de nouveau. {refusal}")
            continue
        tables |= done.tables
        words += [f"À voir : {place.what} ; {place.why}. {place.address}".rstrip() for place in done.left]
    for each in hashes:
        _refuse(lines[each])
    if tables and (unwiped := wiping.wipe(tables)):
        words.append(unwiped)
    return words


def addresses_of(hashes: set[str]) -> set[str]:
    """Return the addresses, among all that stand in the database, whose keyed hash is one of `hashes`."""
    found, seen = set(), set()
    for model in searched_models():
        for _key, texts in texts_of(model):
            for address in {match for text in texts.values() for match in _ADDRESS.findall(text)} - seen:
                seen.add(address)
                if address_hash(address) in hashes:
                    found.add(address)
    return found
