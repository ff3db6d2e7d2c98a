"""The messages that answer readers: what is in them, and that opening what they lead to changes nothing."""

import re
from email import message_from_bytes, policy

import pytest

from pma_site.core.mail import message_id
from pma_site.core.outbox import Withheld
from pma_site.readers import leaving, links, moving, notices, subscriptions
from pma_site.readers.choices import LeavingWay, NoticeKind, ReadingState
from pma_site.readers.models import Notice, Recipient
from tests import builders
from tests.reading import text

from .steps import FORM, delivered, dump, later, paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def messages(client):
    """One message of each kind, by kind."""
    subscriptions.ask("nouvelle@ville.example", None, FORM)
    ana = builders.subscriber("ana@ville.example")
    subscriptions.ask("ana@ville.example", None, FORM)
    subscriptions.send_manage_link(builders.subscriber("bea@ville.example"))
    moving.move(ana, "ana@region.example")
    builders.office("Mairie de Lens", email="mairie@lens.example")
    subscriptions.ask("mairie@lens.example", None, FORM)
    by_address = {message.to[0]: message for message in delivered()}
    kinds = {notice.kind: by_address[notice.recipient.email] for notice in Notice.objects.order_by("-pk")}
    assert set(kinds) == set(NoticeKind)
    return {**kinds, "mairie": by_address["mairie@lens.example"]}


def test_each_is_whole_and_for_its_reader_alone(messages):
    for message in messages.values():
        raw = message.message().as_bytes()
        parsed = message_from_bytes(raw, policy=policy.default)
        plain, html = (parsed.get_body(kind).get_content() for kind in (("plain",), ("html",)))
        notice = Notice.objects.get(recipient__email=parsed["To"])

        assert len(raw) < 90_000
        assert parsed["Message-ID"] == message_id("notice", notice.pk)
        assert parsed["From"] == "La Lettre aux maires <lettre@pma.example>"
        assert parsed["Date"]
        assert parsed["Auto-Submitted"] == "auto-generated"
        assert links.leave_address(notice.recipient) in parsed["List-Unsubscribe"].replace(" ", "")
        assert re.findall("<[a-z]", plain) == []
        # The same in both parts, and nothing of another site: no picture, no font, no link that is followed up.
        said = [" ".join(words.split()) for words in plain.partition("\n--\n")[0].split("\n\n")]
        assert [words for words in said if "http" not in words and words not in text(html)] == []
        addresses = re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?([^\"')>\s]+)", html)
        assert addresses
        assert {address for address in addresses if not address.startswith("http://127.0.0.1:8000/")} == set()
        assert "<img" not in html


def test_opening_what_they_lead_to_changes_nothing(messages, client):
    before = dump()
    for message in messages.values():
        assert paths(message)
        for path in paths(message):
            for ask in (client.get, client.head, client.options):
                answer = ask(path, follow=True)
                assert answer.status_code in (200, 405), path
                assert not answer.cookies
    assert dump() == before


@pytest.mark.parametrize("kind", NoticeKind)
def test_none_is_written_that_has_lost_its_sense(messages, kind):
    notice = Notice.objects.filter(kind=kind).last()

    with later(days=8), pytest.raises(Withheld):
        notices.compose(notice)
    if kind != NoticeKind.MOVE:
        leaving.leave(notice.recipient.code, LeavingWay.LINK)
    else:
        Recipient.objects.at("ana@ville.example").update(state=ReadingState.SUSPENDED)
        assert notices.compose(notice)
        leaving.leave(Recipient.objects.at("ana@ville.example").get().code, LeavingWay.LINK)
    with pytest.raises(Withheld):
        notices.compose(notice)
    Recipient.objects.update(email="")
    with pytest.raises(Withheld):
        notices.compose(notice)


def test_a_confirmation_that_was_given_meanwhile_is_not_asked_again():
    subscriptions.ask("nouvelle@ville.example", None, FORM)
    notice = Notice.objects.get()
    subscriptions.confirm(notice.recipient.code)

    with pytest.raises(Withheld):
        notices.compose(notice)
    assert delivered() == []


def test_the_same_notice_is_the_same_message_at_each_attempt():
    subscriptions.ask("nouvelle@ville.example", None, FORM)
    notice = Notice.objects.get()

    first, second = (notices.compose(notice) for _ in range(2))

    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
