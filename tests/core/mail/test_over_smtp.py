"""How a message is handed over to a relay, whatever it answers."""

import socket
from contextlib import nullcontext
from email import message_from_bytes

import pytest
from django.core.mail import get_connection
from django.db import OperationalError

from pma_site.core import relaying
from pma_site.core.mail import Result
from tests.core.mail.messages import Commit, letter
from tests.relays import CUT, HANG, SMTP_TRANSPORT, lead_to, relay


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
