"""Sending an issue to its readers: who gets it, and what must come before."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter import mailing
from newsletter.models import Delivery, Sending
from pma_site.core.choices import OutgoingState
from pma_site.page_cache.writes import is_public
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Office, Recipient, Refusal, Subscription
from tests import builders
from tests.back_office import messages, signed_in
from tests.newsletter.sending.relay import addresses, after_the_delay, launch, states
from tests.reading import text

pytestmark = pytest.mark.django_db


def test_an_issue_reaches_each_reader_of_its_lists_once(relay, sender, issue):
    builders.subscriber("ana@lecteurs.example")
    builders.office("Mairie de Lens", "mairie@lens.example")
    builders.office("Mairie déléguée", recipient=Recipient.objects.get(email="ana@lecteurs.example"))
    client = signed_in(sender)

    launch(client, issue, ["abonnes", "mairies"])
    with after_the_delay():
        call_command("send_due")
        call_command("send_due")

    tests, letters = relay.taken[:1], relay.taken[1:]
    assert addresses(tests) == [sender.email]
    assert addresses(letters) == ["ana@lecteurs.example", "mairie@lens.example"]
    assert Sending.objects.get().finished_at
    assert issue.versions.get().dispatches.get().channel == "courriel"


def test_a_wrong_count_is_refused_with_the_right_one(relay, sender, issue):
    builders.subscriber("ana@lecteurs.example")

    answer = text(launch(signed_in(sender), issue, count=7))

    assert "Vous avez tapé 7, mais il partirait 1 lettre." in answer.replace("\u00a0", " ")
    assert not Sending.objects.exists()


def test_a_letter_carries_its_readers_own_way_to_leave(relay, sender, issue):
    reader = builders.subscriber("ana@lecteurs.example")
    launch(signed_in(sender), issue)
    with after_the_delay():
        call_command("send_due")

    letter = relay.taken[-1]
    leave = re.search(r"<(https?://[^>]+)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert reader.code in leave
    assert letter.body.count(leave) == 1
    assert letter.alternatives[0].content.count(leave) == 1
    assert mailing.LEAVE_MARK not in letter.body + letter.alternatives[0].content
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(letter.message().as_bytes()) < 90_000


def test_pages_are_made_anew_no_more_often_for_many_letters(relay, sender, issue):
    client, public = signed_in(sender), []
    for each, count in ((issue, 1), (builders.issue(), 4)):
        readers = [builders.subscriber() for _ in range(count)]
        relay.answers = {readers[-1].email: OSError("coupé")}
        launch(client, each)
        with after_the_delay(), CaptureQueriesContext(connection) as asked:
            call_command("send_due")
        public.append([query["sql"] for query in asked if is_public(query["sql"])])

    assert Delivery.objects.filter(state=OutgoingState.UNKNOWN).count() == 2
    assert Delivery.objects.filter(state=OutgoingState.ACCEPTED).count() == 4
    assert len(public[1]) == len(public[0])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReadingState.LEFT, "ne veut plus recevoir la lettre"),
        (ReadingState.SUSPENDED, "adresse suspendue"),
        (ReadingState.PENDING, "n’a pas confirmé"),
    ],
)
def test_who_does_not_get_it_is_counted_with_the_reason(relay, sender, issue, state, words):
    builders.subscriber()
    builders.subscriber(state=state, left_at=timezone.now())
    shown = signed_in(sender).get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"})

    assert '<strong class="sending-count__number">1</strong>' in shown.content.decode()
    assert words in shown.content.decode()


def test_who_counts_without_a_list_is_told_to_choose_one(relay, sender, issue):
    address = reverse("newsletter_send", args=[issue.pk])
    client = signed_in(sender)
    assert "Choisissez au moins une liste." not in client.get(address).content.decode()
    shown = client.get(address, {"compter": "1"})

    assert shown.status_code == 400
    assert "Choisissez au moins une liste." in shown.content.decode()


def test_a_refusal_weighs_more_than_any_list(relay, sender, issue):
    reader = builders.subscriber()
    Refusal.objects.create(address_hash=reader.address_hash, way="lien")
    shown = signed_in(sender).get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"})

    assert "ne veut plus recevoir la lettre" in shown.content.decode()


def test_who_got_it_once_is_left_out_of_the_next_sending(relay, sender, issue):
    builders.subscriber("ana@lecteurs.example")
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        call_command("send_due")
    builders.subscriber("brice@lecteurs.example")

    launch(client, issue)
    with after_the_delay():
        call_command("send_due")

    assert addresses(relay.taken).count("ana@lecteurs.example") == 1
    assert addresses(relay.taken).count("brice@lecteurs.example") == 1


@pytest.mark.parametrize("count", ["", "2", "beaucoup", "-1", "9" * 30])
def test_a_wrong_number_sends_nothing_and_keeps_the_lists(relay, sender, issue, count):
    builders.subscriber()
    client = signed_in(sender)
    launch(client, issue, count="0")
    answer = launch(client, issue, count=count, test=False)

    assert answer.status_code == 400
    assert 'value="abonnes" checked' in answer.content.decode()
    assert not Sending.objects.exists()


def test_nothing_leaves_before_a_test_of_this_very_content(relay, sender, issue):
    builders.subscriber()
    client = signed_in(sender)
    answer = launch(client, issue, test=False)
    assert "Envoyez-vous d’abord un essai" in answer.content.decode()

    client.post(reverse("newsletter_send_test", args=[issue.pk]))
    issue.title = "Un autre titre"
    issue.save_revision().publish()

    assert launch(client, issue, test=False).status_code == 400
    assert not Sending.objects.exists()


def test_a_test_that_the_relay_does_not_take_is_none(relay, sender, issue):
    relay.answers[sender.email] = OSError("relais fermé")
    client = signed_in(sender)
    answer = client.post(reverse("newsletter_send_test", args=[issue.pk]), follow=True)

    assert any("n’est pas parti" in said for said in messages(answer))
    assert launch(client, issue, test=False, count=1).status_code == 400


def test_a_reader_who_moves_meanwhile_gets_one_letter_at_the_new_address(relay, sender, issue):
    first, second = builders.subscriber(), builders.subscriber()
    launch(signed_in(sender), issue)
    there = builders.recipient("nouvelle@lecteurs.example")
    Subscription.objects.filter(recipient=first).update(recipient=there)
    Recipient.objects.filter(pk__in=[first.pk, second.pk]).update(
        state=ReadingState.LEFT, left_at=timezone.now(), moved_to=there
    )
    with after_the_delay():
        call_command("send_due")

    assert addresses(relay.taken[1:]) == ["nouvelle@lecteurs.example"]
    assert sorted(states()) == ["accepte", "retenu"]


def test_an_address_that_is_entered_anew_gets_no_second_letter(relay, sender, issue):
    builders.subscriber("ana@lecteurs.example")
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        call_command("send_due")
    Recipient.objects.all().delete()
    builders.subscriber("ana@lecteurs.example")
    page = client.get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"})

    assert page.context["readers"].chosen == []


def test_who_is_taken_off_the_list_meanwhile_gets_nothing(relay, sender, issue):
    hall = builders.office("Mairie de Lens", "mairie@lens.example")
    launch(signed_in(sender), issue, ["mairies"])
    Office.objects.filter(pk=hall.pk).update(by_email=False)
    with after_the_delay():
        call_command("send_due")

    assert states() == ["retenu"]


def test_a_draft_that_says_the_same_is_no_change_that_readers_will_miss(sender, issue):
    writer, address = builders.account("Rédaction"), reverse("newsletter_send", args=[issue.pk])
    issue.save_revision(user=writer).publish()
    issue.refresh_from_db()
    # As the form does by itself, where somebody goes back in the browser after the publication.
    issue.save_revision(user=writer)
    shown = signed_in(sender).get(address).content.decode()
    assert "Des modifications ne sont pas en ligne" not in shown

    issue.title = "Retouché"
    issue.save_revision(user=writer)

    assert "Des modifications ne sont pas en ligne" in signed_in(sender).get(address).content.decode()
