"""Sending an issue to its readers: through the screens of the admin, and by the worker that drains the ledger."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter import audience, delivery, mailing
from newsletter.models import Delivery, Dispatch, Sending
from pma_site.core import outbox
from pma_site.core.choices import OutgoingState
from pma_site.core.mail import fingerprint
from pma_site.core.models import TransportConfirmation
from pma_site.page_cache.writes import is_public
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Office, Recipient, Refusal, Subscription
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in

pytestmark = pytest.mark.django_db


class Relay:
    """Stands where a real relay would: keeps what it takes, and answers each address as it is told to."""

    taken = []
    answers = {}

    def __init__(self, **options):
        self.fail_silently = False

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        for message in messages:
            answer = Relay.answers.get(message.to[0])
            if answer:
                raise answer
            Relay.taken.append(message)
        return len(messages)


@pytest.fixture
def relay(settings):
    """A confirmed transport by which messages leave the machine."""
    settings.MAIL_TRANSPORT = "tests.newsletter.test_sending.Relay"
    Relay.taken, Relay.answers = [], {}
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    audience.RESERVED, kept = (), audience.RESERVED
    yield Relay
    audience.RESERVED = kept


@pytest.fixture
def sender():
    return builders.account("Diffusion")


@pytest.fixture
def issue():
    return builders.issue(title="Le numéro de juin")


def launch(client, issue, lists=("abonnes",), count=None, test=True):
    """Go through the screen of the sending: the test, the lists, the number; return the answer."""
    address = reverse("newsletter_send", args=[issue.pk])
    if test:
        client.post(reverse("newsletter_send_test", args=[issue.pk]))
    if count is None:
        count = len(client.get(address, {"listes": lists}).context["readers"].chosen)
    return client.post(address, {"listes": lists, "nombre": count}, follow=True)


def after_the_delay():
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=True)


def addresses(messages):
    return sorted(message.to[0] for message in messages)


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


def test_an_uncertain_letter_is_decided_by_hand(relay, sender, issue):
    reader = builders.subscriber()
    relay.answers = {reader.email: OSError("coupé")}
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        call_command("send_due")
        relay.answers = {}
        call_command("send_due")
        assert len(relay.taken) == 1

        client.post(reverse("newsletter_settle_delivery", args=[Delivery.objects.get().pk]), {"partie": "0"})
        call_command("send_due")

    assert len(relay.taken) == 2
    assert Delivery.objects.get().state == OutgoingState.ACCEPTED


@pytest.mark.parametrize("answer", [{}, {"partie": ""}, {"partie": "2"}])
def test_without_a_clear_decision_an_uncertain_letter_stays_where_it_is(relay, sender, issue, answer):
    reader = builders.subscriber()
    relay.answers = {reader.email: OSError("coupé")}
    client = signed_in(sender)
    launch(client, issue)
    with after_the_delay():
        call_command("send_due")
        address = reverse("newsletter_settle_delivery", args=[Delivery.objects.get().pk])
        assert client.post(address, answer).status_code == 400

    assert Delivery.objects.get().state == OutgoingState.UNKNOWN


@pytest.fixture
def interrupted(relay, sender, issue):
    """A sending whose relay took one letter and hung up on two others."""
    taken, *lost = [builders.subscriber() for _ in range(3)]
    relay.answers = {reader.email: OSError("coupé") for reader in lost}
    launch(signed_in(sender), issue)
    with after_the_delay():
        call_command("send_due")
    relay.answers = {}
    return Sending.objects.get()


def journal(folder, *lines):
    file = folder / "mail.log"
    file.write_text("\n".join(lines))
    return str(file)


def states():
    return [each.state for each in Delivery.objects.order_by("pk")]


def test_the_log_of_the_relay_settles_what_was_uncertain(interrupted, tmp_path):
    taken, first, second = Delivery.objects.order_by("pk")
    log = journal(
        tmp_path,
        f"message-id={taken.message_id} accepted",
        f"Nov 28 postfix/cleanup[1]: 4ABCDEF012: message-id={first.message_id}",
        "Nov 28 postfix/smtp[2]: 4ABCDEF012: to=<x@lecteurs.example>, status=sent (250 ok)",
        f"Nov 28 postfix/cleanup[1]: 4FFFFFF012: message-id={second.message_id}",
        "Nov 28 postfix/cleanup[1]: 4FFFFFF012: message-id=<autre@ailleurs.example>",
        "Nov 28 postfix/smtp[2]: 4FFFFFF012: to=<y@lecteurs.example>, status=sent (250 ok)",
    )

    call_command("settle_from_log", str(interrupted.pk), log)
    assert states() == ["accepte", "accepte", "incertain"]
    call_command("settle_from_log", str(interrupted.pk), log, "--complet")
    assert states() == ["accepte", "accepte", "a-envoyer"]
    with after_the_delay():
        call_command("send_due")
    assert states() == ["accepte", "accepte", "accepte"]


def test_a_log_that_misses_what_the_relay_took_is_not_believed_to_be_complete(interrupted, tmp_path):
    with pytest.raises(CommandError, match="pas complet"):
        call_command("settle_from_log", str(interrupted.pk), journal(tmp_path, "un autre jour"), "--complet")

    assert states() == ["accepte", "incertain", "incertain"]


def test_messages_written_to_files_are_a_rehearsal(sender, issue):
    builders.subscriber("ana@lecteurs.example")
    client = signed_in(sender)
    page = client.get(reverse("newsletter_send", args=[issue.pk])).content.decode()
    assert "Aucun message ne quitte cette machine" in page

    launch(client, issue)
    with after_the_delay():
        call_command("send_due")

    assert "ana@lecteurs.example" in addresses(mail.outbox)
    assert not issue.versions.exists()
    launch(client, issue)
    assert Delivery.objects.filter(recipient__email="ana@lecteurs.example").count() == 2


def test_a_rehearsal_never_leaves_the_machine_afterwards(sender, issue, settings):
    builders.subscriber()
    launch(signed_in(sender), issue)
    settings.MAIL_TRANSPORT = "tests.newsletter.test_sending.Relay"
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    Relay.taken = []
    with after_the_delay():
        call_command("send_due")

    assert Relay.taken == []


def test_addresses_of_demonstration_are_left_out_of_a_real_sending(settings, sender, issue):
    settings.MAIL_TRANSPORT = "tests.newsletter.test_sending.Relay"
    builders.subscriber("ana@lecteurs.example")
    shown = signed_in(sender).get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"})

    assert "adresse de démonstration" in shown.content.decode()


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


def test_a_test_that_was_written_to_a_file_proves_nothing_of_a_relay(sender, issue, settings):
    builders.subscriber()
    client = signed_in(sender)
    client.post(reverse("newsletter_send_test", args=[issue.pk]))
    settings.MAIL_TRANSPORT = "tests.newsletter.test_sending.Relay"
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    answer = launch(client, issue, count=1, test=False)

    assert answer.status_code == 400


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
