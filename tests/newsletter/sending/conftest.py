"""A relay, a sender and an issue to send."""

import pytest

from newsletter import audience
from pma_site.core.mail import fingerprint
from pma_site.core.models import TransportConfirmation
from tests import builders
from tests.newsletter.sending.relay import Relay


@pytest.fixture
def relay(settings):
    """A confirmed transport by which messages leave the machine."""
    settings.MAIL_TRANSPORT = "tests.newsletter.sending.relay.Relay"
    Relay.taken, Relay.answers = [], {}
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    audience.RESERVED, kept = (), audience.RESERVED
    yield Relay
    audience.RESERVED = kept


@pytest.fixture
def sender():
    return builders.account("Diffusion")


@pytest.fixture
def issue():
    return builders.issue(title="Le numéro de juin")
