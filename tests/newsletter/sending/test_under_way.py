"""A sending under way: taken back, paused, refused, watched."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from newsletter import delivery
from newsletter.models import Delivery, Dispatch, Sending
from pma_site.core import outbox
from pma_site.core.choices import OutgoingState
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Recipient
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.newsletter.sending.relay import after_the_delay, launch, states

pytestmark = pytest.mark.django_db


def test_a_second_start_says_who_came_first(relay, sender, issue):
    builders.subscriber()
    launch(signed_in(sender), issue)
    other = signed_in(builders.account("Diffusion", first_name="Paul", last_name="Martin"))
    answer = launch(other, issue, count=1, test=False)

    assert f"déjà lancé par {sender.get_full_name()}" in answer.content.decode()
    assert Delivery.objects.count() == 1


def test_a_sending_is_taken_back_within_ten_minutes(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    assert issue.versions.exists()

    act(client, "retirer")
    with after_the_delay():
        call_command("send_due")

    assert len(relay.taken) == 1
    assert not issue.versions.exists()
    assert launch(client, issue).redirect_chain


def test_a_sending_that_started_is_taken_back_no_more(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        assert "ne se retire plus" in act(client, "retirer")[0]
        call_command("send_due")

    assert len(relay.taken) == 2


def act(client, action):
    address = reverse("newsletter_sending_act", args=[Sending.objects.latest("pk").pk, action])
    return messages(client.post(address, follow=True))


def test_who_leaves_during_the_sending_gets_nothing(relay, sender, issue):
    reader = builders.subscriber()
    launch(signed_in(sender), issue)
    Recipient.objects.filter(pk=reader.pk).update(state=ReadingState.LEFT, left_at=timezone.now())
    with after_the_delay():
        call_command("send_due")

    assert len(relay.taken) == 1
    assert Delivery.objects.get().state == OutgoingState.WITHHELD
    assert not issue.versions.exists()


def test_a_pause_holds_and_one_click_resumes(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    act(client, "pause")
    with after_the_delay():
        call_command("send_due")
        assert len(relay.taken) == 1
        act(client, "reprendre")
        call_command("send_due")

    assert len(relay.taken) == 2


def test_failures_in_a_row_pause_the_sending(relay, sender, issue, settings):
    settings.SENDING_FAILURES = 3
    readers = [builders.subscriber() for _ in range(5)]
    relay.answers = {reader.email: OSError("coupé") for reader in readers}
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        call_command("send_due")
        page = client.get(reverse("newsletter_sending", args=[Sending.objects.get().pk])).content.decode()

    assert Delivery.objects.filter(state=OutgoingState.UNKNOWN).count() == 3
    assert "Trop d’échecs de suite" in page
    assert "Incertaines\u00a0: 3" in page


@pytest.mark.parametrize("role", ["Rédaction", "Direction de publication", "Agenda"])
def test_sending_is_a_right_of_its_own(role, issue):
    client = signed_in(builders.account(role))

    assert "Lecteurs" not in menu(client)
    assert is_refused(client, reverse("newsletter_sendings"))
    assert is_refused(client, reverse("newsletter_send", args=[issue.pk]))
    assert is_refused(client, reverse("newsletter_send_test", args=[issue.pk]), {})


def test_the_role_that_sends_finds_its_way(sender, issue):
    client = signed_in(sender)

    assert "Envois" in menu(client)
    assert reverse("newsletter_send", args=[issue.pk]) in client.get(reverse("newsletter_sendings")).content.decode()


def test_the_progress_costs_the_same_for_many(relay, sender, issue, django_assert_max_num_queries):
    for _ in range(30):
        builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    address = reverse("newsletter_sending", args=[Sending.objects.get().pk])

    with django_assert_max_num_queries(14):
        client.get(address, {"partie": "1"})


def test_an_issue_that_is_being_sent_does_not_change(relay, sender, issue):
    builders.subscriber()
    launch(signed_in(sender), issue)
    administrator = signed_in(builders.administrator())
    page = administrator.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()

    assert "rectificatif" in page


def refuse_all(relay):
    """A relay whose policy lets nobody through; it says so of each message."""
    from anymail.exceptions import AnymailRecipientsRefused

    relay.answers = {reader.email: AnymailRecipientsRefused() for reader in Recipient.objects.all()}


def test_a_sending_that_was_refused_altogether_is_taken_up_again_whole(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    refuse_all(relay)
    with after_the_delay():
        call_command("send_due")
        assert (states(), Dispatch.objects.count()) == (["refuse"], 0)
        # Twice, as an operator does who has not found the reason yet.
        act(client, "reessayer")
        call_command("send_due")
        relay.answers = {}
        act(client, "reessayer")
        call_command("send_due")

    assert states() == ["accepte"]
    assert Dispatch.objects.get().version.issue == issue


def test_what_was_refused_is_not_said_to_be_received(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    refuse_all(relay)
    with after_the_delay():
        call_command("send_due")
    page = client.get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"}).content.decode()

    assert "refusée ou incertaine dans un envoi précédent" in page
    assert "a déjà reçu" not in page


def test_one_message_that_cannot_be_written_stops_no_other(relay, sender, issue, monkeypatch):
    readers = [builders.subscriber() for _ in range(3)]
    launch(signed_in(sender), issue)
    write = delivery.message_for

    def fail_once(composed, recipient, **options):
        if recipient == readers[0]:
            raise ValueError("impossible")
        return write(composed, recipient, **options)

    monkeypatch.setattr(delivery, "message_for", fail_once)
    with after_the_delay():
        call_command("send_due")

    assert states() == ["a-envoyer", "accepte", "accepte"]


def test_an_issue_on_its_way_is_neither_rectified_nor_taken_offline(relay, sender, issue):
    builders.subscriber()
    launch(signed_in(sender), issue)
    director = signed_in(builders.account("Direction de publication"))
    director.post(reverse("wagtailadmin_pages:unpublish", args=[issue.pk]))
    issue.refresh_from_db()

    assert issue.live
    assert "envoi de ce numéro est en cours" in " ".join(messages(director.get("/admin/")))


def test_a_second_test_is_another_message(relay, sender, issue):
    client = signed_in(sender)
    for _ in range(2):
        client.post(reverse("newsletter_send_test", args=[issue.pk]))

    assert len({message.extra_headers["Message-ID"] for message in relay.taken}) == 2


def test_a_sending_stays_readable_once_who_launched_it_is_gone(relay, sender, issue):
    builders.subscriber()
    launch(signed_in(sender), issue)
    sender.delete()
    page = signed_in(builders.account("Diffusion")).get(reverse("newsletter_sending", args=[Sending.objects.get().pk]))

    assert "un compte supprimé" in page.content.decode()


@pytest.mark.parametrize("address", ["lettres/{}/envoyer/", "lecteurs/envois/{}/", "lecteurs/remises/{}/"])
def test_a_key_that_no_row_has_leads_nowhere(sender, address):
    assert signed_in(sender).get(f"/admin/{address.format('9' * 40)}").status_code in (302, 404)


def test_a_letter_that_a_dead_worker_held_is_given_up_with_the_rest(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        outbox.take(Delivery.objects.leaving())
        act(client, "pause")
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=20), tick=True):
        act(client, "arreter")

    assert states() == ["retenu"]
    assert Sending.objects.get().finished_at
