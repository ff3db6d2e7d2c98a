"""The town halls of the demonstration: one for each commune, its address and its e-mail made up, nobody's real name."""

import csv
from collections import Counter
from datetime import date

from django.utils.text import slugify
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from pma_site.core.mail_addresses import address_hash
from pma_site.home.models import LoadedContent
from pma_site.readers.choices import FormOfAddress, PostalReturn
from pma_site.readers.importing.communes import town_hall_of
from pma_site.readers.models import Office, OfficeMandate, Recipient
from pma_site.readers.namesakes import Directory, newcomer
from pma_site.territory.loading import DEFAULT_FILE
from pma_site.territory.models import Commune

from .records import CREATED, KEPT, SKIPPED, Kind

# Nobody takes these for the mayor of a real commune.
MAYORS = {
    "62001": ("Camille", "Exemple", FormOfAddress.MADAME_LA_MAIRE),
    "62003": ("Dominique", "Exemple", FormOfAddress.MONSIEUR_LE_MAIRE),
    "62019": ("Claude", "Spécimen", FormOfAddress.MADAME_LE_MAIRE),
    "62119": ("Alix", "Spécimen", FormOfAddress.MONSIEUR_LE_MAIRE),
    "62498": ("Andrea", "Fictive", FormOfAddress.MADAME_LA_MAIRE),
}
SINCE = date(2026, 3, 23)
RETURNED = {"62028": PostalReturn.INCOMPLETE, "62349": PostalReturn.UNKNOWN}


def rows() -> list[dict]:
    """Return what is made up of each town hall, in the order of the communes; some have no e-mail, some no post."""
    with DEFAULT_FILE.open(encoding="utf-8-sig", newline="") as file:
        communes = list(csv.DictReader(file))
    return [
        {
            "key": commune["insee_code"],
            "name": town_hall_of(commune["name"]),
            "city": commune["name"],
            "postal_code": commune["postal_codes"].partition("|")[0],
            # One in eleven has no address, one in fifteen wants paper only, one in nine the e-mail only.
            "email": "" if number % 11 == 5 else f"mairie@{slugify(commune['name'])}.example",
            "by_email": number % 15 != 7,
            "by_post": number % 9 != 4,
        }
        for number, commune in enumerate(communes)
    ]


class OfficeKind(Kind):
    """The town halls: all at once, for there are as many as communes."""

    def load_all(self, rows, ledger):
        """Bring in the town halls that were never loaded; say what became of how many."""
        communes = Commune.objects.in_bulk([row["key"] for row in rows], field_name="insee_code")
        taken = {office.name: office for office in Office.objects.all()}
        known = [row for row in rows if row["key"] in communes]
        new = [row for row in known if row["name"] not in taken]
        recipients = _recipients({row["email"] for row in new if row["email"]})
        made = Office.objects.bulk_create(_office(row, communes[row["key"]], recipients) for row in new)
        offices = taken | {office.name: office for office in made}
        _seat_mayors({row["key"]: offices[row["name"]] for row in new})
        # What saving one by one would have done.
        get_search_backend().add_bulk(Office, made)
        for office in made:
            ReferenceIndex.create_or_update_for_object(office)
        LoadedContent.objects.bulk_create(
            LoadedContent(key=self.key(row), object_id=str(offices[row["name"]].pk)) for row in known
        )
        return Counter({CREATED: len(new), KEPT: len(known) - len(new), SKIPPED: len(rows) - len(known)})


KINDS = [OfficeKind("office", "Mairies", Office)]


def _office(row, commune, recipients):
    fields = {name: value for name, value in row.items() if name not in ("key", "email")}
    reason = RETURNED.get(row["key"], "")
    return Office(
        **fields,
        commune=commune,
        street="1 place de la Mairie",
        recipient=recipients.get(row["email"]),
        postal_return=reason,
        returned_on=date(2026, 6, 2) if reason else None,
    )


def _recipients(addresses):
    """Return the recipient at each address, made where there is none."""
    hashes = {address_hash(address): address for address in addresses}
    there = set(Recipient.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True))
    Recipient.objects.bulk_create(
        Recipient(email=address, address_hash=digest) for digest, address in hashes.items() if digest not in there
    )
    return {hashes[one.address_hash]: one for one in Recipient.objects.filter(address_hash__in=hashes)}


def _seat_mayors(offices):
    directory = Directory()
    for insee_code, (first_name, last_name, form_of_address) in MAYORS.items():
        if office := offices.get(insee_code):
            person = next(iter(directory.eligible(first_name, last_name, office.pk)), None)
            if person is None:
                person = newcomer(first_name, last_name)
                person.save()
            OfficeMandate.objects.create(office=office, person=person, form_of_address=form_of_address, start=SINCE)
