"""How a message is handed over, whatever the relay answers; and that none leaves before somebody said so."""

import datetime
import json
import socket
from contextlib import nullcontext
from email import message_from_bytes
from io import StringIO
from unittest.mock import Mock

import pytest
import requests
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from pma_site.core import mail, relaying
from pma_site.core.mail import Result
from pma_site.settings.transport import FILES, from_environment
from tests import builders
from tests.back_office import signed_in
from tests.relays import CUT, HANG, SMTP_TRANSPORT, lead_to, relay


def letter(to="camille@mairie.example", body="Bonjour,\n.\n..une ligne\nÀ bientôt"):
    return EmailMessage("La lettre", body, "La Lettre <lettre@pma.example>", [to], headers={"Message-ID": "<a.1@b>"})


class Commit:
    """The ledger's last word before the final dot: how often it was asked, and what had left then."""

    def __init__(self, relay=None, answer=True):
        self.relay, self.answer, self.asked, self.taken_before = relay, answer, 0, None

    def __call__(self):
        self.asked += 1
        self.taken_before = len(self.relay.taken) if self.relay else 0
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def over(settings):
    """Hand one message over to a relay that answers so; what is said, and how often the ledger was asked."""

    def hand(message=None, answer=True, **replies):
        with relay(**replies) as listening:
            lead_to(settings, listening)
            backend, commit = get_connection(settings.MAIL_TRANSPORT), Commit(listening, answer)
            try:
                said = relaying.hand_over(backend, message or letter(), commit)
            finally:
                backend.close()
            return said, commit, listening

    return hand


class TestOverSmtp:
    def test_what_the_relay_takes_is_accepted_with_its_words(self, over):
        said, commit, relay = over()

        assert said.result == Result.ACCEPTED
        assert said.text == "250 2.0.0 Ok"
        assert (commit.asked, commit.taken_before, len(relay.taken)) == (1, 0, 1)

    def test_it_crosses_the_wire_as_written(self, over):
        _, _, relay = over()

        content = relay.taken[0].original_content
        assert b"\n" not in content.replace(b"\r\n", b"")
        body = message_from_bytes(content).get_payload(decode=True).decode()
        assert body.splitlines() == ["Bonjour,", ".", "..une ligne", "À bientôt"]
        assert "BODY=8BITMIME" in relay.taken[0].mail_options

    def test_lines_of_dots_are_doubled_and_others_left(self):
        message = letter(body=".\n..\na.\n.b").message()

        assert relaying.as_transmitted(message).endswith(b"\r\n\r\n..\r\n...\r\na.\r\n..b\r\n")

    def test_bounces_come_back_where_the_setting_says(self, over, settings):
        assert over()[2].taken[0].mail_from == "lettre@pma.example"

        settings.BOUNCE_ADDRESS = "retours@pma.example"

        assert over()[2].taken[0].mail_from == "retours@pma.example"

    @pytest.mark.parametrize(
        ("replies", "result", "asked"),
        [
            ({"MAIL": "451 4.3.0 Plus tard"}, Result.LATER, 0),
            ({"MAIL": "550 5.7.1 Interdit"}, Result.FAULT, 0),
            ({"MAIL": "552 5.3.4 Trop gros"}, Result.FAULT, 0),
            ({"MAIL": "421 4.3.2 Closing"}, Result.LATER, 0),
            ({"MAIL": "bonjour"}, Result.LATER, 0),
            ({"RCPT": "450 4.2.0 Liste grise"}, Result.LATER, 0),
            ({"RCPT": "550 5.1.1 Inconnu"}, Result.REFUSED, 0),
            ({"RCPT": "550 Inconnu"}, Result.REFUSED, 0),
            ({"RCPT": "501 5.1.3 Bad syntax"}, Result.REFUSED, 0),
            ({"RCPT": "554 5.7.1 Relay access denied"}, Result.FAULT, 0),
            ({"RCPT": "550 5.1.8 Sender address rejected"}, Result.FAULT, 0),
            ({"RCPT": "530 Authentication required"}, Result.FAULT, 0),
            ({"RCPT": "503 Bad sequence"}, Result.FAULT, 0),
            ({"RCPT": "421 Trop de connexions"}, Result.LATER, 0),
            ({"DATA": "451 4.3.0 Plus tard"}, Result.LATER, 0),
            ({"DATA": "554 5.5.1 Non"}, Result.REFUSED, 0),
            ({"DATA": "554 5.7.1 Non"}, Result.FAULT, 0),
            ({"DATA": "250 Comment ?"}, Result.LATER, 0),
            ({"END": "452 4.3.1 Disque plein"}, Result.LATER, 1),
            ({"END": "421 4.3.2 Closing"}, Result.LATER, 1),
            ({"END": "554 5.6.0 Illisible"}, Result.REFUSED, 1),
            ({"END": "554 5.7.1 Indésirable"}, Result.FAULT, 1),
            ({"END": "bonjour"}, Result.UNKNOWN, 1),
            ({"MAIL": CUT}, Result.LATER, 0),
            ({"RCPT": CUT}, Result.LATER, 0),
            ({"END": CUT}, Result.UNKNOWN, 1),
            ({"RCPT": HANG}, Result.LATER, 0),
            ({"END": HANG}, Result.UNKNOWN, 1),
        ],
        ids=lambda value: "-".join(f"{at} {reply}" for at, reply in value.items()) if isinstance(value, dict) else None,
    )
    def test_each_answer_is_understood(self, over, replies, result, asked):
        said, commit, _ = over(**replies)

        assert said.result == result
        assert commit.asked == asked
        assert said.text

    def test_a_cut_before_the_dot_leaves_nothing(self, over):
        said, commit, relay = over(DATA=CUT, message=letter(body="x" * 8_000_000))

        assert said.result == Result.LATER
        assert (commit.asked, relay.taken) == (0, [])

    @pytest.mark.parametrize("answer", [False, OperationalError("la base s’est arrêtée")])
    def test_where_the_ledger_says_no_nothing_leaves_and_the_relay_hears_no_more(self, over, answer):
        refused = isinstance(answer, Exception)
        with pytest.raises(OperationalError) if refused else nullcontext():
            assert over(answer=answer)[0].result == Result.LOST

    def test_one_connection_serves_many_and_survives_a_refusal(self, settings):
        with relay() as listening:
            lead_to(settings, listening)
            backend = get_connection(settings.MAIL_TRANSPORT)
            results = []
            for replies in [{}, {"RCPT": "550 5.1.1 Inconnu"}, {}, {"END": "452 4.3.1 Plein"}, {}]:
                listening.replies = replies
                results.append(relaying.hand_over(backend, letter(), lambda: True).result.name)
            # A message that somebody else holds is left in the middle: the next one needs a new connection.
            listening.replies = {}
            results += [
                relaying.hand_over(backend, letter(), answer).result.name for answer in (lambda: False, lambda: True)
            ]
            backend.close()

        assert results == ["ACCEPTED", "REFUSED", "ACCEPTED", "LATER", "ACCEPTED", "LOST", "ACCEPTED"]
        assert (len(listening.taken), listening.connections) == (4, 2)

    def test_nobody_there_is_for_later(self, settings):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
            said = relaying.hand_over(get_connection(SMTP_TRANSPORT), letter(), lambda: True)

        assert said.result == Result.LATER

    def test_a_relay_that_cannot_speak_as_we_must_is_our_fault(self, over, settings):
        settings.EMAIL_USE_TLS = True
        assert over()[0].result == Result.FAULT

        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = False, "moi", "secret"
        assert over()[0].result == Result.FAULT

    def test_a_domain_of_any_alphabet_is_written_in_ascii(self, over):
        said, _, relay = over(letter("camille@mairie-évreux.example"))

        assert said.result == Result.ACCEPTED
        assert relay.taken[0].rcpt_tos == ["camille@xn--mairie-vreux-heb.example"]
        assert b"To: camille@xn--mairie-vreux-heb.example" in relay.taken[0].original_content

    def test_a_name_of_another_alphabet_is_refused_rather_than_sent_elsewhere(self, over):
        said, commit, relay = over(letter("zoé@mairie.example"))

        assert said.result == Result.REFUSED
        assert (commit.asked, relay.connections) == (0, 0)

    @pytest.mark.parametrize("to", ["mairie", "camille@", "@mairie.example", "@", "a@b@c", "Camille <>"])
    def test_what_is_no_address_is_refused(self, over, to):
        assert over(letter(to))[0].result == Result.REFUSED


class Posted:
    """What a provider's address answers, in the place of the network."""

    def __init__(self, code=201, body=None, error=None):
        self.code, self.body, self.error, self.sent = code, body or {}, error, []

    def __call__(self, method, url, **options):
        self.sent.append(json.loads(options["data"]))
        if self.error:
            raise self.error
        response = requests.Response()
        response.status_code, response.reason = self.code, "Motif"
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps(self.body).encode()
        return response


NOBODY = requests.ConnectionError(MaxRetryError(None, "/", NewConnectionError(None, "refused")))
HUNG_UP = requests.ConnectionError(ProtocolError("Connection aborted."))


class TestOverAProvider:
    @pytest.fixture
    def post(self, settings, monkeypatch):
        def hand(name="brevo", message=None, answer=True, **answers):
            chosen = {"EMAIL_PROVIDER": name, "EMAIL_API_KEY": "clef", "EMAIL_API_ID": "compte"}
            for key, value in from_environment(chosen).items():
                setattr(settings, key, value)
            posted, commit = Posted(**answers), Commit(answer=answer)
            monkeypatch.setattr(requests.Session, "request", posted)
            return relaying.hand_over(get_connection(settings.MAIL_TRANSPORT), message or letter(), commit), posted

        return hand

    def test_what_it_takes_is_accepted_with_its_name_for_it(self, post):
        said, posted = post(body={"messageId": "<42@brevo.example>"})

        assert said == mail.Answer(Result.ACCEPTED, "accepté par le prestataire : <42@brevo.example>")
        # Its webhook will say which message an event is about.
        assert json.loads(posted.sent[0]["headers"]["X-Mailin-custom"]) == {"message": "<a.1@b>"}

    @pytest.mark.parametrize("name", ["brevo", "mailjet", "scaleway"])
    def test_each_provider_can_be_spoken_to(self, post, name):
        bodies = {
            "brevo": {"messageId": "1"},
            "mailjet": {
                "Messages": [{"Status": "success", "To": [{"Email": "camille@mairie.example", "MessageID": 1}]}]
            },
            "scaleway": {"emails": [{"mail_rcpt": "camille@mairie.example", "id": "1", "status": "new"}]},
        }

        said, posted = post(name, body=bodies[name])

        assert said.result == Result.ACCEPTED
        assert len(posted.sent) == 1

    @pytest.mark.parametrize(
        ("answers", "result"),
        [
            ({"code": 400, "body": {"message": "email is not valid in to"}}, Result.REFUSED),
            ({"code": 400, "body": {"message": "camille@mairie.example is blocked"}}, Result.REFUSED),
            ({"code": 400, "body": {"message": "Sender is invalid / inactive"}}, Result.FAULT),
            ({"code": 401, "body": {"message": "Key not found"}}, Result.FAULT),
            ({"code": 402, "body": {"message": "Not enough credits"}}, Result.FAULT),
            ({"code": 429, "body": {}}, Result.LATER),
            ({"code": 500, "body": {}}, Result.UNKNOWN),
            ({"error": requests.ConnectTimeout()}, Result.LATER),
            ({"error": NOBODY}, Result.LATER),
            ({"error": HUNG_UP}, Result.UNKNOWN),
            ({"error": requests.ReadTimeout()}, Result.UNKNOWN),
        ],
    )
    def test_each_answer_is_understood(self, post, answers, result):
        assert post(**answers)[0].result == result

    def test_a_message_that_it_took_the_call_for_but_refused_is_not_accepted(self, post):
        refused = {
            "Messages": [{"Status": "error", "Errors": [{"ErrorMessage": "x", "ErrorRelatedTo": ["To[0].Email"]}]}]
        }
        barred = {"Messages": [{"Status": "error", "Errors": [{"ErrorMessage": "Sender not validated"}]}]}

        assert post("mailjet", code=400, body=refused)[0].result == Result.REFUSED
        assert post("mailjet", code=400, body=barred)[0].result == Result.FAULT

    def test_where_the_ledger_says_no_it_is_not_called(self, post):
        said, posted = post(answer=False)

        assert said.result == Result.LOST
        assert posted.sent == []


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


class TestMessageIds:
    def test_ours_lead_back_to_their_row(self):
        given = mail.message_id("delivery", 42)

        assert mail.row_of(given) == ("delivery", 42)
        assert mail.row_of(f"  {given.strip('<>')} ") == ("delivery", 42)

    @pytest.mark.parametrize("change", [("delivery.42", "delivery.43"), ("delivery", "notice"), ("@", "@x.")])
    def test_a_forged_one_leads_nowhere(self, change):
        assert mail.row_of(mail.message_id("delivery", 42).replace(*change)) is None

    @pytest.mark.parametrize(
        "text", ["", "<x@y>", f"<a.٤٢.{'0' * 24}@é>", f"<a.1.{'0' * 24}@é>", f"<a.{'9' * 99}.{'0' * 24}@b>"]
    )
    def test_whatever_stands_there_is_read(self, text):
        assert mail.row_of(text) is None


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
        assert written().count("Message-ID:") == 3
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
