"""A letter to readers who are made up for a trial, and the relay on this machine that takes it."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from workers import close_connections

SINK = Path(__file__).parent / "sink.py"


@contextmanager
def relay(port, log, mode="plain"):
    """A relay (sink.py) that lives as long as the block; yields its log."""
    command = [sys.executable, str(SINK), str(port), str(log), mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603
        process.stdout.readline()
        try:
            yield log
        finally:
            process.terminate()


def let_letters_leave(user):
    """Have the transport confirmed by `user`, and letters go to domains that in life none may go to."""
    from newsletter import audience
    from pma_site.core import mail

    audience.RESERVED = ()
    mail.confirm(user)


def subscribe(count, domain):
    """Let `count` new people subscribe, whose addresses are of one domain."""
    from django.utils import timezone

    from pma_site.core.mail_addresses import address_hash
    from pma_site.readers.models import Recipient, Subscription

    addresses = [f"r{number}@{domain}" for number in range(count)]
    Recipient.objects.bulk_create(
        (Recipient(email=address, address_hash=address_hash(address)) for address in addresses), batch_size=500
    )
    readers, now = Recipient.objects.filter(email__endswith=f"@{domain}"), timezone.now()
    Subscription.objects.bulk_create((Subscription(recipient=each, confirmed_at=now) for each in readers), 500)


def prepared(issue, user):
    """Test and confirm the sending of an issue to all subscribers; return it: it starts at once."""
    from newsletter import sending
    from pma_site.readers.models import Recipient

    sending.send_test(issue, user)
    everybody = Recipient.objects.filter(subscription__isnull=False).count()
    return sending.prepare(issue, lists=["abonnes"], count=everybody, user=user, delay=timedelta(0))


def settled(sending):
    """Whether nothing of a sending may still leave; a database that restarts is asked again."""
    from django.db import DatabaseError

    try:
        return not sending.deliveries.unfinished().exists()
    except DatabaseError:
        close_connections()
        return False
