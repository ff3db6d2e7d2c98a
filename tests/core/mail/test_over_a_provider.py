"""How a message is handed over to a provider, whatever it answers."""

import json

import pytest
import requests
from django.core.mail import get_connection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from pma_site.core import mail, relaying
from pma_site.core.mail import Result
from pma_site.settings.transport import from_environment
from tests.core.mail.messages import Commit, letter


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
