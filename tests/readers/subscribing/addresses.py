"""An address that asks for the letter, that left it, that was forgotten."""

from pma_site.readers import leaving
from pma_site.readers.choices import LeavingWay
from pma_site.readers.models import Recipient
from tests import builders

ADDRESS = "camille.durand@ville.example"


def unsubscribed(email):
    reader = builders.subscriber(email)
    leaving.leave(reader.code, LeavingWay.LINK)
    return reader


def forgotten(email):
    reader = unsubscribed(email)
    Recipient.objects.update(email="")
    return reader
