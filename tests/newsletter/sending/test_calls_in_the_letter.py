"""A call in a letter: on its page, in its e-mail, on paper; and the links that a town hall alone has."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from newsletter import mailing, readiness, rendering
from newsletter.blocks.texts import CallBlock
from newsletter.composition import start_issue
from newsletter.models import IssuePage, Sending
from pma_site.contributions.models import Call
from pma_site.core import pdf, pdf_pages
from pma_site.core.models import SiteSettings
from tests import builders, contents
from tests.back_office import signed_in
from tests.reading import elements, text
from tests.reading import links as links_in

from .relay import after_the_delay, launch

pytestmark = pytest.mark.django_db

BASE = "http://testserver"


@pytest.fixture
def call():
    return builders.call(
        title="Club des élus", slug="club", question="<p>En êtes-vous ?</p>", closes_at=builders.local(2090, 7, 1)
    )


def block(call=None, **value):
    given = {"title": "", "text": "", "call": call and call.pk, "event": False, "contacts": [], **value}
    return ("call", given)


def issue_with(*blocks, **fields):
    made = builders.issue(**fields)
    made.territory = contents.raw(list(blocks))
    made.save_revision().publish()
    return IssuePage.objects.get(pk=made.pk)


def letter_of(issue):  # noqa: F811
    return issue.letter(SiteSettings.published_for())


def only_spaces(words):
    return " ".join(words.split())


class TestWhatItShows:
    def test_on_its_page_in_its_email_and_in_plain_text(self, client, call):
        shown = issue_with(block(call))
        letter = letter_of(shown)
        page, email = client.get(shown.url), rendering.email_html(letter, BASE)

        for html, address in ((page, "/appels/club/"), (email, f"{BASE}/appels/club/")):
            assert "Club des élus" in text(html)
            assert "En êtes-vous ?" in text(html)
            assert "Répondre jusqu’au 30 juin 2090" in text(html)
            assert address in links_in(html)
        plain = rendering.email_text(letter, BASE)
        assert "Répondre jusqu’au 30 juin 2090" in only_spaces(plain)
        assert f"{BASE}/appels/club/\n" in plain

    @pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
    def test_on_paper_with_the_address_to_type_and_a_code(self, call):
        letter = letter_of(issue_with(block(call)))
        assert "Code QR vers testserver/appels/club" in rendering.print_html(letter, BASE)
        paper = rendering.lay_out(letter, BASE).content
        assert "testserver/appels/club" in pdf_pages.words(paper)
        assert f"{BASE}/appels/club/" in pdf_pages.links(paper)

    def test_what_is_written_in_the_block_comes_first(self, client, call):
        page = text(client.get(issue_with(block(call, title="Appel aux maires", text="<p>Venez.</p>")).url))
        assert "Appel aux maires" in page
        assert "Venez." in page
        assert "En êtes-vous ?" not in page

    def test_it_may_lead_to_the_proposing_of_an_event(self, client):
        shown = issue_with(block(title="Vos événements", text="<p>Lesquels ?</p>", event=True))
        assert "/proposer-un-evenement/" in links_in(client.get(shown.url))
        assert f"{BASE}/proposer-un-evenement/" in links_in(rendering.email_html(letter_of(shown), BASE))

    def test_a_call_of_before_stays_as_it_was(self, client):
        person = builders.person(email="elodie@pma.example")
        shown = issue_with(("call", {"title": "Appel", "text": "<p>Écrivez.</p>", "contacts": [person.pk]}))
        assert "elodie@pma.example" in text(client.get(shown.url))

    @pytest.mark.parametrize(
        ("value", "field"),
        [
            ({"title": "Appel", "text": "<p>?</p>"}, "call"),
            ({"title": "", "text": "<p>?</p>", "event": True}, "title"),
            ({"title": "Appel", "text": "", "event": True}, "text"),
        ],
    )
    def test_it_says_what_it_lacks(self, value, field):
        call_block = CallBlock()
        with pytest.raises(Exception) as refusal:  # noqa: PT011 - Wagtail's own error, with an error a field
            call_block.clean(call_block.to_python({"call": None, "contacts": [], "event": False, **value}))
        assert list(refusal.value.block_errors) == [field]

    def test_it_does_not_lead_to_two_forms(self, call):
        call_block = CallBlock()
        with pytest.raises(Exception) as refusal:  # noqa: PT011
            call_block.clean(call_block.to_python(block(call, event=True)[1]))
        assert list(refusal.value.block_errors) == ["event"]


class TestOnceItIsOver:
    def test_the_page_says_so_and_what_was_sent_does_not_change(self, client, call, relay, sender):  # noqa: F811
        shown = issue_with(block(call))
        builders.subscriber("ana@lecteurs.example")
        launch(signed_in(sender), shown)
        with after_the_delay():
            call_command("send_due")
        sent = relay.taken[-1]
        Call.objects.update(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1))

        page = client.get(shown.url)

        assert "Cet appel ne reçoit plus de réponses." in text(page)
        assert "/appels/club/" not in links_in(page)
        assert "Répondre jusqu’au 30 juin 2090" in text(sent.alternatives[0].content)
        assert "Répondre jusqu’au 30 juin 2090" in text(client.get(f"{shown.url}courriel/"))
        # Put off, it is open again, and the page says until when.
        Call.objects.update(closes_at=builders.local(2091, 1, 1))
        assert "Répondre jusqu’au 31 décembre 2090" in text(client.get(shown.url))

    def test_at_the_very_second(self, client):
        closing = timezone.now().replace(microsecond=0) + timedelta(days=1)
        shown = issue_with(block(builders.call(slug="club", closes_at=closing)))
        with time_machine.travel(closing - timedelta(seconds=1), tick=False):
            assert "/appels/club/" in links_in(client.get(shown.url))
        with time_machine.travel(closing, tick=False):
            assert "/appels/club/" not in links_in(client.get(shown.url))

    def test_whoever_checks_the_letter_is_told(self, call):
        shown = issue_with(block(call))
        names = {result.check.name for result in readiness.report_on(readiness.subject_of(shown), False).warnings}
        assert "Appels ouverts" not in names
        Call.objects.update(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now())
        names = {result.check.name for result in readiness.report_on(readiness.subject_of(shown), False).warnings}
        assert "Appels ouverts" in names
        Call.objects.update(is_online=False)
        names = {result.check.name for result in readiness.report_on(readiness.subject_of(shown), False).blocking}
        assert "Liens vers le site" in names

    def test_the_next_issue_does_not_ask_it_again(self, call, sender):  # noqa: F811
        issue_with(block(call), number=1)
        month = timezone.localdate().replace(day=1)
        assert "call" in [child.block_type for child in start_issue(sender, 2, month).territory]
        Call.objects.update(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now())
        assert "call" not in [child.block_type for child in start_issue(sender, 3, month).territory]


class TestTheLinksOfATownHall:
    @pytest.fixture
    def letters(self, call, relay, sender):  # noqa: F811
        """What each reader got of an issue that leads to a call and to the proposing of an event."""
        event = block(title="Vos événements", text='<p><a href="/proposer-un-evenement/">Ici</a></p>', event=True)
        shown = issue_with(block(call), event)
        builders.office("Mairie de Lens", "mairie@lens.example", commune=builders.commune("Lens"))
        builders.office("Mairie de Liévin", "mairie@lievin.example", commune=builders.commune("Liévin"))
        shared = builders.office("Mairie d’Avion", "deux@mairies.example", commune=builders.commune("Avion"))
        builders.office("Mairie annexe", recipient=shared.recipient)
        builders.subscriber("ana@lecteurs.example")
        launch(signed_in(sender), shown, ["abonnes", "mairies"])
        with after_the_delay():
            call_command("send_due")
        return {message.to[0]: message for message in relay.taken}

    @staticmethod
    def inviting(message):
        """The addresses of forms in a message, in HTML and in text."""
        both = message.alternatives[0].content + message.body
        return set(re.findall(r"http\S+?/(?:appels/club|proposer-un-evenement)/[^\s\"<>)]*", both))

    def test_are_in_its_own_letter_only(self, letters, client):
        own = {}
        for name in ("lens", "lievin"):
            addresses = self.inviting(letters[f"mairie@{name}.example"])
            assert len(addresses) == 2
            assert all("/?mairie=" in address for address in addresses)
            own[name] = {address.partition("?")[2] for address in addresses}
            assert len(own[name]) == 1
        assert own["lens"] != own["lievin"]
        [query] = own["lens"]
        page = client.get(f"/appels/club/?{query}")
        assert [option for option in elements(page, "option") if "selected" in option]
        assert "Lens" in text(page)

    def test_are_in_no_other_letter_nor_on_the_page(self, letters, client):
        for address in ("ana@lecteurs.example", "deux@mairies.example"):
            assert not any("?" in found for found in self.inviting(letters[address]))
        kept, shown = Sending.objects.get(), IssuePage.objects.get()
        everywhere = [message.alternatives[0].content + message.body for message in letters.values()]
        everywhere += [client.get(shown.url).content.decode(), client.get(f"{shown.url}courriel/").content.decode()]
        assert not any(mailing.INVITATION_MARK in shown for shown in everywhere)
        assert not any("?mairie=" in words for words in (kept.html, kept.text, *everywhere[-2:]))
        assert not any("?mairie=" in str(version.content) for version in shown.versions.all())

    def test_weigh_next_to_nothing(self, letters):
        sizes = {address: len(message.message().as_bytes()) for address, message in letters.items()}
        assert sizes["mairie@lens.example"] - sizes["ana@lecteurs.example"] < 500

    def test_a_letter_that_was_frozen_before_still_leaves(self):
        composed = mailing.Composed("Lettre", f"<p>{mailing.LEAVE_MARK}</p>", mailing.LEAVE_MARK)
        assert composed.for_reader("https://x.example/", "mairie=1") == (
            "https://x.example/",
            "<p>https://x.example/</p>",
        )


def test_an_editor_writes_one_in_the_form(call):
    editor = signed_in(builders.account("Rédaction"))
    chosen = editor.get(reverse(Call.snippet_viewset.chooser_viewset.get_url_name("choose")))
    assert "Club des élus" in chosen.json()["html"]
