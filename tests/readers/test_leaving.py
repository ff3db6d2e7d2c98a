"""Leaving: by the button of a mail program or by that of a page, for ever; and changing one's mind."""

import logging
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from pma_site.core import outbox
from pma_site.core.choices import OutgoingState
from pma_site.core.mail import transport
from pma_site.readers import leaving, links, moving, notices, subscriptions
from pma_site.readers.choices import LeavingWay, ReadingState
from pma_site.readers.models import Consent, Notice, Recipient, Refusal
from tests import builders
from tests.reading import elements, text

from .steps import ASKED, FORM, button, delivered, dump, later, receives, submit, subscribe

pytestmark = pytest.mark.django_db

ADDRESS = "camille.durand@ville.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reader():
    return builders.subscriber(ADDRESS)


@pytest.fixture
def link(reader):
    return links.leave_address(reader)


def hidden(page):
    return {field["name"]: field["value"] for field in elements(page, "input") if field.get("type") == "hidden"}


class TestTheButtonOfAMailProgram:
    """RFC 8058: one POST, without cookie, login or page between."""

    @pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", ""])
    def test_unsubscribes_at_once_however_it_is_posted(self, reader, link, content_type):
        strict = Client(enforce_csrf_checks=True)
        body = "List-Unsubscribe=One-Click"
        if content_type.startswith("multipart"):
            content_type += "; boundary=b"
            body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'

        answer = strict.post(link, body, content_type=content_type)

        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        assert receives() == set()
        way = LeavingWay.ONE_CLICK if content_type else LeavingWay.LINK
        assert Refusal.objects.of(ADDRESS).get().way == way

    def test_may_be_pressed_again_and_again_for_ever(self, client, reader, link):
        client.post(link, ONE_CLICK)
        left = dump()

        with later(days=2000):
            assert client.post(link, ONE_CLICK).status_code == 200
        assert dump() == left

    def test_is_answered_even_once_the_reader_is_forgotten(self, client, reader, link):
        leaving.erase(reader)
        assert client.post(link, ONE_CLICK).status_code == 200
        Recipient.objects.all().delete()
        assert client.post(link, ONE_CLICK).status_code == 200
        assert "Vous ne recevrez plus la lettre" in text(client.get(link))

    def test_stands_in_every_message_with_its_address_and_its_sorting(self, client):
        submit(client, ADDRESS)
        [message] = delivered()

        link = links.leave_address(Recipient.objects.get())
        assert message.extra_headers["List-Unsubscribe"].startswith(f"<{link}>, <mailto:")
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message.extra_headers["List-Id"] == "La Lettre aux maires <lettre.127.0.0.1>"
        assert link in message.body

    def test_its_mail_goes_to_a_bare_address(self, settings, client):
        settings.UNSUBSCRIBE_ADDRESS = "La Lettre <sortir+lettre@pma.example>"
        submit(client, ADDRESS)
        [message] = delivered()

        token = links.leave_address(Recipient.objects.get()).rstrip("/").rpartition("/")[2]
        mailto = message.extra_headers["List-Unsubscribe"].partition(", ")[2]
        assert mailto == f"<mailto:sortir%2Blettre@pma.example?subject=D%C3%A9sabonnement%20{token}>"

    def test_ends_a_sign_up_that_its_owner_never_made(self, client):
        submit(client, ADDRESS)
        [message] = delivered()

        client.post(links.leave_address(Recipient.objects.get()), ONE_CLICK)

        assert Recipient.objects.get().state == ReadingState.LEFT
        assert not Consent.objects.exists()
        assert client.post(button(message)).status_code == 410
        assert receives() == set()


class TestThePage:
    def test_shows_one_button_and_changes_nothing_before_it_is_pressed(self, client, reader, link):
        before = dump()
        page = client.get(link)

        assert [button["class"] for button in elements(page, "button") if "button" in button["class"].split()] == [
            "button"
        ]
        assert "ca…@ville.example" in text(page)
        assert ADDRESS not in page.content.decode()
        assert dump() == before

        assert "Plus rien ne partira" in text(client.post(link))
        assert receives() == set()
        assert "Plus rien ne partira" in text(client.get(link))
        assert Refusal.objects.get().way == LeavingWay.LINK

    def test_tells_a_town_hall_that_the_post_goes_on(self, client):
        hall = builders.office("Mairie de Lens", email="mairie@lens.example")

        assert "L’envoi par la poste continue : Mairie de Lens." in text(
            client.get(links.leave_address(hall.recipient))
        )

    def test_follows_who_moved(self, client, reader, link):
        moving.move(reader, "camille@region.example")
        client.post(button(delivered()[0]))
        assert receives() == {"camille@region.example"}

        client.post(link)

        assert receives() == set()
        assert Refusal.objects.count() == 2


class TestNothingMoreLeaves:
    def test_what_waited_is_withheld_and_what_was_taken_too(self, client):
        with later(days=-1):
            subscriptions.ask(ADDRESS, None, FORM)
        taken = outbox.take(Notice.objects.all())
        reader = Recipient.objects.get()
        leaving.leave(reader.code, LeavingWay.LINK)

        assert outbox.send(taken, transport(), notices.compose).result.name == "LOST"
        assert Notice.objects.get().state == OutgoingState.WITHHELD
        assert delivered() == []

    def test_a_message_that_its_reader_asked_for_before_leaving_is_withheld(self, client, reader):
        subscriptions.ask(ADDRESS, None, FORM)
        leaving.leave(reader.code, LeavingWay.LINK)

        assert delivered() == []
        assert Notice.objects.get().answer == "Désabonnement."


class TestChangingOnesMind:
    def test_a_leaving_by_mistake_is_taken_back_within_the_hour(self, client, reader, link):
        before = dump()
        page = client.post(link)
        [form] = [form for form in elements(page, "form") if form.get("action", "").endswith("/revenir/")]

        answer = client.post(form["action"], hidden(page), follow=True)

        assert "vous recevez toujours la lettre" in text(answer)
        assert dump() == before

    def test_later_the_owner_of_the_address_is_asked(self, client, reader, link):
        page = client.post(link)
        with later(hours=2):
            back = f"{link}revenir/"
            assert client.post(back, hidden(page)).url == ASKED
            assert receives() == set()
            client.post(button(delivered()[0]))
        assert receives() == {ADDRESS}
        assert not Refusal.objects.exists()

    def test_who_has_the_letter_from_somebody_else_brings_nobody_back(self, client, reader, link):
        with later(days=-1):
            undo = hidden(client.post(link))
        stranger = Client()
        for values in (
            {},
            undo,
            {"undo": "x"},
            {
                "undo": links.token_to_come_back(
                    builders.subscriber(state=ReadingState.LEFT, left_at=timezone.now()), ReadingState.ACTIVE
                )
            },
        ):
            stranger.post(f"{link}revenir/", values)
        assert ADDRESS not in receives()

    def test_it_says_when_no_message_leaves_today(self, client):
        reader = subscribe(client, ADDRESS)
        link = links.leave_address(reader)
        client.post(link)

        answer = client.post(f"{link}revenir/")

        assert answer.status_code == 409
        assert "déjà écrit aujourd’hui" in text(answer)

    def test_a_leaving_that_was_followed_by_another_is_not_taken_back(self, client, reader, link):
        page = client.post(link)
        leaving.erase(reader)

        answer = client.post(f"{link}revenir/", hidden(page))

        assert answer.status_code == 409
        assert Refusal.objects.exists()

    @pytest.mark.parametrize("way", [LeavingWay.COMPLAINT, LeavingWay.OBJECTION])
    def test_a_complaint_that_follows_is_not_taken_back(self, client, reader, link, way):
        page = client.post(link)
        leaving.leave(reader.code, way)

        answer = client.post(f"{link}revenir/", hidden(page))

        assert answer.status_code == 409
        assert receives() == set()
        assert Refusal.objects.get().way == way

    def test_no_link_stands_in_a_log(self, client, link):
        token = link.rstrip("/").rpartition("/")[2]
        handler = next(each for each in logging.getLogger().handlers if each.get_name() == "console")
        written = StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(handler, "stream", written)
            for address in (f"{link}revenir/", f"{link}x/"):
                client.get(address)

        assert "/abonnement/quitter/…/" in written.getvalue()
        assert token not in written.getvalue()

    def test_only_a_post_does(self, client, link):
        assert client.get(f"{link}revenir/").status_code == 405
