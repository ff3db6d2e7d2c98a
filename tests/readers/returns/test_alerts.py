"""When the team is told of returns."""

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.management import call_command

from pma_site.core import mail
from pma_site.readers.alerting import alert
from pma_site.readers.models import Return
from pma_site.readers.returns import take_in
from tests import builders
from tests.readers.returns.coming_back import DAY, NOW, came_back

pytestmark = pytest.mark.django_db


class TestAlerts:
    @pytest.fixture
    def team(self):
        builders.account("Direction de publication", email="direction@pma.example")

    def test_refusals_of_principle_are_told_once_a_day_while_nothing_changes(self, team):
        for name in ("orange_policy", "orange_policy", "gmail_policy"):
            take_in(came_back(name, builders.notice(sent=NOW)))

        assert alert().told == ["direction@pma.example"]
        assert alert().told == []
        with time_machine.travel(NOW + DAY / 2):
            take_in(came_back("orange_policy", builders.notice(sent=NOW)))
            assert alert().told == []
        with time_machine.travel(NOW + DAY * 1.1):
            assert alert().told == ["direction@pma.example"]
            assert alert().told == []

        first, second = outgoing.outbox
        assert first.subject == "La Lettre aux maires\u00a0: 3 messages refusés par principe"
        assert "2 fois, chez lecteurs.example (code 5.2.0)" in first.body
        assert "Mail rejete. Mail rejected. OFR_506" in first.body
        assert "/admin/lecteurs/messagerie/" in first.body
        assert second.subject == "La Lettre aux maires\u00a0: 1 message refusé par principe"

    def test_another_refusal_is_told_at_once(self, team):
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))
        alert()
        take_in(came_back("gmail_policy", builders.notice(sent=NOW)))

        assert alert().told == ["direction@pma.example"]

    def test_before_the_transport_is_confirmed_nobody_is_told_and_that_is_said(self, team, monkeypatch, capsys):
        monkeypatch.setattr(mail, "is_local", lambda: False)
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))

        call_command("read_mailbox")

        said = capsys.readouterr()
        assert "n’est pas confirmé" in said.err
        assert "signalés" not in said.out
        assert Return.objects.untold().count() == 1

    def test_nobody_to_tell_is_said(self, capsys):
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))

        call_command("read_mailbox")

        said = capsys.readouterr()
        assert "Aucune boîte des retours n’est réglée (MAILBOX_HOST) : rien à lire." in said.out
        assert "Personne à prévenir" in said.err
        assert Return.objects.untold().count() == 1
