"""`manage.py read_mailbox`, before a real mailbox: IMAP over TLS, each message once, whatever breaks."""

from contextlib import contextmanager, nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pma_site.readers import collecting, mailbox
from pma_site.readers.choices import ReadingState, ReturnEffect
from pma_site.readers.models import MailboxReading, Recipient, Return
from tests import builders
from tests.readers.imap_server import Box, certificate, serving
from tests.readers.returns.coming_back import DAY, NOW, came_back

HANDLED, IGNORED, TO_READ = "Trait&AOk-", "Ignor&AOk-", "&AMA- lire"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("imap"))


@pytest.fixture
def served(settings, monkeypatch, pem):
    """Let the site read a box, whose certificate it trusts."""

    @contextmanager
    def serve(box, trusted=True):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        settings.MAILBOX_HOST, settings.MAILBOX_USER, settings.MAILBOX_PASSWORD = (
            "localhost",
            "retours@pma.example",
            "secret",
        )
        with serving(box, pem) as port:
            settings.MAILBOX_PORT = port
            yield

    return serve


def run(**options):
    said = StringIO()
    call_command("read_mailbox", stdout=said, stderr=said, **options)
    return said.getvalue()


def post():
    """One message of each sort, as they may lie in the box."""
    names = ("postfix", "orange_policy", "away", "postfix_delayed", "person", "unsubscribe")
    return [came_back(name, builders.notice(sent=NOW)) for name in names]


def in_folders(box):
    return {name: sorted(held) for name, held in box.folders.items() if held}


class TestReading:
    def test_each_message_is_taken_in_and_put_away(self, served):
        builders.account("Direction de publication", email="direction@pma.example")
        box = Box(*post())

        with served(box):
            said = run()

        assert said.splitlines()[0] == (
            "6 messages lus. Adresse en échec, à suivre : 1 ; refus de principe, l’équipe est prévenue : 1"
            " ; désabonnement : 1 ; échec passager, sans suite : 1 ; réponse automatique : 1"
            " ; à lire par une personne : 1."
        )
        assert "Refus de principe signalés à direction@pma.example." in said
        assert in_folders(box) == {HANDLED: [1, 2, 6], IGNORED: [3, 4], TO_READ: [5]}
        assert MailboxReading.objects.get().succeeded_at >= NOW

    def test_an_empty_box_is_said_and_remembered(self, served):
        with served(Box()):
            assert run() == "Aucun message à lire dans la boîte des retours.\n"
            run()

        assert MailboxReading.objects.count() == 1

    def test_a_long_box_is_read_in_several_times(self, served):
        box = Box(*post())

        with served(box):
            assert run(limit=4).startswith("4 messages lus.")
            assert run(limit=4).startswith("2 messages lus.")

        assert Return.objects.count() == 6

    @pytest.mark.parametrize("limit", [0, -1])
    def test_a_limit_that_means_nothing_is_refused(self, limit):
        with pytest.raises(CommandError):
            run(limit=limit)

    @pytest.mark.parametrize("able", ["", "UIDPLUS"])
    def test_servers_that_move_nothing_copy(self, served, able):
        box = Box(*post()[:1], able=able)

        with served(box):
            run()
            assert run() == "Aucun message à lire dans la boîte des retours.\n"

        assert box.folders[HANDLED].keys() == {1}
        # Without UIDPLUS, what somebody else marked would go with it: it stays, read and marked.
        assert ("INBOX" in in_folders(box)) == (box.deleted == {1}) == (not able)

    def test_folders_are_made_where_the_server_wants_them(self, served):
        box = Box(*post()[:1], prefix="INBOX.")

        with served(box):
            run()

        assert in_folders(box) == {f"INBOX.{HANDLED}": [1]}

    def test_where_no_folder_can_be_made_messages_are_marked_as_read(self, served):
        box = Box(*post()[:2], makes_folders=False)

        with served(box):
            run()

        assert (in_folders(box), box.read) == ({"INBOX": [1, 2]}, {1, 2})

    def test_a_huge_message_is_read_at_its_beginning(self, served, monkeypatch):
        raw = came_back("postfix", builders.notice(sent=NOW)) + b"x" * 3_000_000
        box = Box(raw)

        with served(box):
            run()

        assert Return.objects.get().effect == ReturnEffect.NOTED


class TestWhatBreaks:
    def test_half_a_sign_stops_no_other_message(self, served):
        half = came_back("postfix", builders.notice(sent=NOW)).replace(
            b"Diagnostic-Code: smtp; 550 5.1.1", b"Diagnostic-Code: smtp; 550 5.1.1 =?utf-7?Q?+2AA-?="
        )
        box = Box(half, *post()[:1])

        with served(box):
            assert run().startswith("2 messages lus.")

        assert in_folders(box) == {HANDLED: [1, 2]}
        assert Return.objects.filter(diagnostic__contains="?").exists()

    def test_what_cannot_be_taken_in_waits_for_a_person(self, served, monkeypatch):
        box, take_in = Box(*post()[:2]), collecting.take_in

        def fail_once(raw):
            monkeypatch.setattr(collecting, "take_in", take_in)
            raise ValueError("imprévu")

        monkeypatch.setattr(collecting, "take_in", fail_once)
        with served(box):
            assert run().startswith("2 messages lus.")

        assert in_folders(box) == {TO_READ: [1], HANDLED: [2]}

    @pytest.mark.parametrize("at", ["UID MOVE", "CREATE", "UID FETCH", "UID SEARCH"])
    def test_a_cut_at_any_moment_counts_no_message_twice(self, served, at):
        reader = builders.recipient()
        box = Box(*[came_back("postfix", builders.notice(reader, sent=NOW - days * DAY)) for days in (3, 2, 1)])
        box.cut = at

        with served(box):
            with pytest.raises(CommandError, match="La boîte des retours n’a pas été lue"):
                run()
            run()

        assert Return.objects.count() == 3
        assert in_folders(box) == {HANDLED: [1, 2, 3]}
        assert Recipient.objects.get(pk=reader.pk).state == ReadingState.ACTIVE

    def test_a_process_that_dies_before_a_message_is_put_away_counts_it_once(self, served, monkeypatch):
        reader = builders.recipient()
        box = Box(*[came_back("postfix", builders.notice(reader, sent=NOW - days * DAY)) for days in (30, 1)])

        def die(self, uid, folder):
            raise KeyboardInterrupt

        with served(box):
            with monkeypatch.context() as dying:
                dying.setattr(mailbox.Mailbox, "put_away", die)
                with pytest.raises(KeyboardInterrupt):
                    run()
            assert "déjà pris en compte : 1" in run()

        assert Return.objects.count() == 2
        assert Recipient.objects.get(pk=reader.pk).state == ReadingState.SUSPENDED

    def test_two_at_once_are_one(self, served, monkeypatch):
        monkeypatch.setattr(collecting, "exclusive", lambda name: nullcontext(False))

        with served(Box(*post())):
            assert run() == "Une autre lecture est en cours : rien n’a été fait.\n"
        assert not Return.objects.exists()

    def test_a_wrong_password_is_said_and_shown(self, served):
        with served(Box(password="autre")), pytest.raises(CommandError, match="refuse le nom ou le mot de passe"):
            run()

        reading = MailboxReading.objects.get()
        assert (reading.succeeded_at, reading.tried_at >= NOW) == (None, True)
        assert "no such account" in reading.fault

    def test_a_server_that_is_not_who_it_says_is_told_nothing(self, served, caplog):
        box = Box(*post()[:1])

        with served(box, trusted=False), pytest.raises(CommandError, match="La connexion n’est pas sûre"):
            run()

        assert not Return.objects.exists()

    def test_nobody_there_is_said(self, settings):
        settings.MAILBOX_HOST, settings.MAILBOX_PORT = "127.0.0.1", 1

        with pytest.raises(CommandError, match="Le serveur de la boîte ne répond pas"):
            run()

    def test_a_fault_is_forgotten_once_it_is_mended(self, served):
        MailboxReading.objects.create(pk=1, tried_at=timezone.now(), fault="En panne")

        with served(Box()):
            run()

        assert MailboxReading.objects.get().fault == ""
