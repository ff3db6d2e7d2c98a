"""Messages that come back."""

import datetime
from pathlib import Path

from django.utils import timezone

from pma_site.core import mail
from pma_site.readers import links
from pma_site.readers.models import Recipient

MAILS = Path(__file__).parent.parent / "mails"
DAY = datetime.timedelta(days=1)
NOW = timezone.now()


def came_back(name, notice, address=None):
    """The message of `mails/` of that name, about a message of ours, as the network brings it."""
    token = links.leave_address(notice.recipient).rstrip("/").rpartition("/")[2]
    address = address or notice.recipient.email
    places = {
        "MESSAGE-ID": mail.message_id(notice._meta.model_name, notice.pk),
        "XTEXT": address.replace("+", "+2B"),
        "ADDRESS": address,
        "TOKEN": token,
    }
    raw = (MAILS / f"{name}.eml").read_bytes()
    for place, value in places.items():
        raw = raw.replace(place.encode(), value.encode())
    return raw.replace(b"\n", b"\r\n")


def state_of(reader):
    return Recipient.objects.get(pk=reader.pk).state
