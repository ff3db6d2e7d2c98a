"""Letters of which nobody knows whether they left, and rehearsals."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from newsletter.models import Delivery, Sending
from pma_site.core.choices import OutgoingState
from pma_site.core.mail import fingerprint
from pma_site.core.models import TransportConfirmation
from tests import builders
from tests.back_office import signed_in
from tests.newsletter.sending.relay import Relay, addresses, after_the_delay, launch, states

pytestmark = pytest.mark.django_db


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
    with pytest.raises(CommandError, match="il lui manque 1\xa0lettre que le relais a acceptée\\."):
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
    settings.MAIL_TRANSPORT = "tests.newsletter.sending.relay.Relay"
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    Relay.taken = []
    with after_the_delay():
        call_command("send_due")

    assert Relay.taken == []


def test_addresses_of_demonstration_are_left_out_of_a_real_sending(settings, sender, issue):
    settings.MAIL_TRANSPORT = "tests.newsletter.sending.relay.Relay"
    builders.subscriber("ana@lecteurs.example")
    shown = signed_in(sender).get(reverse("newsletter_send", args=[issue.pk]), {"listes": "abonnes"})

    assert "adresse de démonstration" in shown.content.decode()


def test_a_test_that_was_written_to_a_file_proves_nothing_of_a_relay(sender, issue, settings):
    builders.subscriber()
    client = signed_in(sender)
    client.post(reverse("newsletter_send_test", args=[issue.pk]))
    settings.MAIL_TRANSPORT = "tests.newsletter.sending.relay.Relay"
    TransportConfirmation.objects.create(fingerprint=fingerprint(), description="essai")
    answer = launch(client, issue, count=1, test=False)

    assert answer.status_code == 400
