"""What people and programs do around a subscription: fill in the form, read their messages, press a button."""

import re
from datetime import timedelta

import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from newsletter import delivery
from pma_site.readers import leaving, links, moving, subscriptions
from pma_site.readers.choices import LeavingWay, ReadingList
from pma_site.readers.models import Recipient
from pma_site.territory.models import Commune
from tests import builders
from tests.reading import elements

FORM, ASKED = "/abonnement/", "/abonnement/message-envoye/"
# What the messages lead to, as the test site has it.
LINK = re.compile(r"http://127\.0\.0\.1:8000(/abonnement/[^\s\"<>]+)")


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=True)


def shown(client, wait=10):
    """The hidden fields of the form as a person got it `wait` seconds ago."""
    with later(seconds=-wait):
        page = client.get(FORM)
    return {field["name"]: field.get("value", "") for field in elements(page, "input") if field.get("type") == "hidden"}


def submit(client, email, wait=10, **fields):
    """Fill in the form and send it, `wait` seconds after it was shown."""
    return client.post(FORM, {**shown(client, wait), "email": email, **fields})


def delivered():
    """The messages that the worker hands over now, in order."""
    mail.outbox.clear()
    worker = delivery.Worker(delivery.asked_for())
    worker.relay.pause = 0
    worker.drain()
    return list(mail.outbox)


def paths(message):
    """Every address of the site that a message holds, in either part."""
    html = message.alternatives[0][0]
    return sorted({*LINK.findall(message.body), *LINK.findall(html)})


def button(message):
    """Where the button of a message leads."""
    return LINK.findall(message.body)[0]


def receives():
    """The addresses to which a letter to all subscribers would go now."""
    subscribers = Recipient.objects.on_lists([ReadingList.SUBSCRIBERS]).reachable()
    return set(subscribers.values_list("email", flat=True))


def subscribe(client, email, **fields):
    """Go all the way from the form to the list; return the recipient."""
    submit(client, email, **fields)
    client.post(button(delivered()[-1]))
    return Recipient.objects.at(email).get()


def pages_of_readers():
    """Where the links of readers lead, by what they do: somebody new, a town hall with two offices, one who left."""
    subscriptions.ask("nouvelle@ville.example", None, FORM)
    new = Recipient.objects.at("nouvelle@ville.example").get()
    hall = builders.subscriber("accueil@lecteurs.example")
    place = Commune.objects.first() or builders.commune()
    for name in ("Mairie annexe de Lens", "Mairie annexe du Nord"):
        builders.office(name, recipient=hall, commune=place)
    gone = builders.subscriber("partie@ville.example")
    leaving.leave(gone.code, LeavingWay.LINK)
    moving.move(hall, "contact@lecteurs.example")
    there = Recipient.objects.at("contact@lecteurs.example").get()
    addresses = {
        "confirm": links.confirm_address(new.subscription),
        "confirmed": links.confirm_address(hall.subscription),
        "leave": links.leave_address(hall),
        "gone": links.leave_address(gone),
        "manage": links.manage_address(hall),
        "manage-gone": links.manage_address(gone),
        "erase": f"{links.manage_address(hall)}effacer/",
        "move": links.move_address(there, hall.code),
    }
    return {name: address.removeprefix("http://127.0.0.1:8000") for name, address in addresses.items()}


def dump():
    """Every row of every table, as the database has them now."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            tables[table] = sorted(map(repr, cursor.fetchall()))
    return tables
