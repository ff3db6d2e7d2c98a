"""What is written on this machine, and that nothing leaves it before somebody said so."""

import datetime
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.mail import get_connection
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pma_site.core import mail, relaying
from pma_site.core.mail import Result
from pma_site.settings.transport import FILES
from tests import builders
from tests.back_office import signed_in
from tests.core.mail.messages import letter
from tests.relays import SMTP_TRANSPORT, lead_to, relay


class TestOnThisMachine:
    def test_what_is_written_here_is_never_said_to_have_left(self, settings, tmp_path):
        settings.MAIL_TRANSPORT, settings.EMAIL_FILE_PATH = FILES, tmp_path

        said = relaying.hand_over(get_connection(FILES), letter(), lambda: True)

        assert said == mail.Answer(Result.ACCEPTED, "écrit sur cette machine")
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_disk_that_says_no_is_our_fault(self, settings, tmp_path, monkeypatch):
        settings.MAIL_TRANSPORT, settings.EMAIL_FILE_PATH = FILES, tmp_path
        monkeypatch.setattr("django.core.mail.backends.filebased.EmailBackend.open", Mock(side_effect=OSError(28)))

        assert relaying.hand_over(get_connection(FILES), letter(), lambda: True).result == Result.FAULT


@pytest.mark.django_db
class TestTheGuard:
    """Whatever the site writes by Django's ordinary means: a new password, a link for a proof-reader, an alert."""

    @pytest.fixture
    def written(self, settings, tmp_path):
        settings.EMAIL_FILE_PATH = tmp_path
        return lambda: "".join(file.read_text() for file in tmp_path.iterdir())

    def write_all(self):
        account = builders.account("Direction de publication", email="direction@pma.example")
        Client().post(reverse("wagtailadmin_password_reset"), {"email": account.email})
        fields = {"reader": "Alix", "email": "alix@relecture.example", "ends_on": timezone.localdate()}
        signed_in(account).post(reverse("newsletter_proofs", args=[builders.issue().pk]), fields)
        blocked = builders.issue(number=900)
        blocked.number = builders.issue(number=901).number
        blocked.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1), clean=False)
        with pytest.raises(CommandError):
            call_command("publish_due", stdout=StringIO(), stderr=StringIO())

    def test_nothing_reaches_the_relay_before_an_administrator_said_so(self, settings, written, caplog):
        with relay() as listening:
            lead_to(settings, listening)
            self.write_all()

        assert (listening.connections, listening.taken) == (0, [])
        for address in ("alix@relecture.example", "direction@pma.example"):
            assert f"To: {address}" in written()
        # Of what failed the team is told once messages may leave: nobody looks for it in a file.
        assert written().count("Message-ID:") == 2
        assert "Transport non confirmé" in caplog.text

    def test_afterwards_everything_does(self, settings, written):
        with relay() as listening:
            lead_to(settings, listening)
            mail.confirm(builders.administrator())
            self.write_all()

        reached = sorted(address for envelope in listening.taken for address in envelope.rcpt_tos)
        assert reached == ["alix@relecture.example", "direction@pma.example", "direction@pma.example"]
        assert written() == ""

    @pytest.mark.parametrize("change", [{"EMAIL_HOST": "autre.example"}, {"DEFAULT_FROM_EMAIL": "autre@pma.example"}])
    def test_another_transport_is_to_be_confirmed_again(self, settings, change):
        settings.MAIL_TRANSPORT = SMTP_TRANSPORT
        mail.confirm(builders.administrator())
        assert mail.is_confirmed()

        for name, value in change.items():
            setattr(settings, name, value)

        assert not mail.is_confirmed()
        with pytest.raises(mail.TransportNotConfirmedError):
            mail.transport()
