"""A relay that everybody can see."""

import pytest

from pma_site.core.sender_domain import spf_check
from tests.relays import SMTP_TRANSPORT


@pytest.fixture(autouse=True)
def a_public_relay(settings, monkeypatch):
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST = SMTP_TRANSPORT, "relais.example"
    settings.DEFAULT_FROM_EMAIL, settings.DKIM_SELECTOR = "La Lettre <lettre@pma.example>", "lettre"
    # The networks of examples are nobody's: the relay's is public here.
    monkeypatch.setattr(spf_check, "_is_public", lambda address: address.startswith("203."))
