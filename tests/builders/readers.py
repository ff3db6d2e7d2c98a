"""Who reads the letter: people, town halls with their mayors, and what is written to them."""

import datetime

from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.readers.choices import NoticeKind
from pma_site.readers.models import Notice, Office, OfficeMandate, Recipient, Subscription, Tester
from tests.builders import counting
from tests.builders.registers import commune, person


def recipient(email=None, **fields):
    return Recipient.objects.create(email=email or f"personne{next(counting.numbers)}@lecteurs.example", **fields)


def subscriber(email=None, **fields):
    """Somebody who subscribed and confirmed."""
    reader = recipient(email, **fields)
    Subscription.objects.create(recipient=reader, confirmed_at=timezone.now())
    return reader


def office(name=None, email="", **fields):
    """A town hall with an address; with an e-mail where one is given."""
    place = fields.pop("commune", None) or commune()
    defaults = {
        "name": name or f"Mairie n° {next(counting.numbers)}",
        "street": "1 place de la Mairie",
        "postal_code": "62300",
        "city": place.name,
    }
    if "recipient" not in fields:
        defaults["recipient"] = recipient(email) if email else None
    return Office.objects.create(commune=place, **{**defaults, **fields})


def tester(name="Camille Test", email=None):
    return Tester.objects.create(name=name, recipient=recipient(email))


def town_hall(town=None, email="", **fields):
    """The town hall of a commune of its own, named after it."""
    place = fields.pop("commune", None) or commune(town or f"Commune {next(counting.numbers)}")
    return office(f"Mairie de {place.name}", email, commune=place, **fields)


def mayor(of, name="Camille Exemple", **fields):
    """The mandate of somebody who heads a town hall."""
    defaults = {
        "person": fields.pop("person", None) or person(name),
        "form_of_address": "madame-la-maire",
        "start": datetime.date(2020, 5, 25),
    }
    return OfficeMandate.objects.create(office=of, **{**defaults, **fields})


def notice(to=None, sent=None, **fields):
    """A message to a reader; the relay took it at `sent`, where that is given."""
    to = to or recipient()
    if sent:
        fields = {"state": OutgoingState.ACCEPTED, "settled_at": sent, **fields}
    # One that counts for no day's limit: a mailbox gets one message a day.
    return Notice.objects.create(**{"recipient": to, "kind": NoticeKind.MANAGE, "mailbox_hash": "", **fields})
