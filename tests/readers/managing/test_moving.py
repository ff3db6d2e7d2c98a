"""A reader moves to another address."""

import pytest

from pma_site.readers import leaving, links, subscriptions
from pma_site.readers.choices import LeavingWay
from pma_site.readers.models import Consent, ElectedReader, Notice, Office, Recipient, Refusal, Subscription
from tests import builders
from tests.readers.managing.own_page import ADDRESS, NEW, do, move
from tests.readers.steps import ASKED, FORM, button, delivered, dump, later, receives
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


class TestMoving:
    def test_is_confirmed_at_the_new_address_and_nothing_changes_before(self, client, reader, desk):
        answer = do(client, desk, "adresse", email="Camille@Region.example")
        assert "Un message part vers la nouvelle adresse" in text(answer)
        assert receives() == {ADDRESS}

        [message] = delivered()
        assert message.to == [NEW]
        assert receives() == {ADDRESS}
        # Who presses knows who asked; nobody else learns the address.
        for shown in (message.body, text(client.get(button(message)))):
            assert "ca…@ville.example" in shown
            assert ADDRESS not in shown
        assert text(client.get(button(message))).count("Confirmer ma nouvelle adresse") == 1

        answer = client.post(button(message), follow=True)
        assert "Votre nouvelle adresse est confirmée" in text(answer)
        assert receives() == {NEW}
        assert Subscription.objects.get().commune.name == "Lens"
        # No file brings the former address back.
        assert Refusal.objects.of(ADDRESS).exists()
        assert Consent.objects.filter(recipient__email=NEW, confirmed_at__isnull=False).count() == 2

    def test_leaves_the_link_of_before_nothing_but_to_have_the_new_one_sent_and_to_leave(self, client, reader, desk):
        move(client, desk)
        before = dump()

        page = client.get(desk)
        assert "ca…@region.example" in text(page)
        assert NEW not in page.content.decode()
        for path, values in ((desk, {"faire": "donnees"}), (desk, {"faire": "quitter"}), (f"{desk}effacer/", {})):
            assert client.post(path, values).status_code == 409
        assert dump() == before
        assert client.post(desk, {"faire": "lien"}).status_code == 409  # Written to today.

        with later(days=1):
            assert client.post(desk, {"faire": "lien"}).url == ASKED
            [message] = delivered()
            assert message.to == [NEW]
            assert NEW in text(client.get(button(message)))
            client.post(links.leave_address(reader))
        assert receives() == set()

    def test_its_link_may_be_opened_again(self, client, desk):
        do(client, desk, "adresse", email=NEW)
        link = button(delivered()[0])
        client.post(link)
        before = dump()

        for answer in (client.get(link, follow=True), client.post(link, follow=True)):
            assert "Votre nouvelle adresse est confirmée" in text(answer)
        assert dump() == before

    def test_takes_all_that_a_recipient_is(self, client):
        halls = [builders.office(f"Mairie {name}") for name in ("de Lens", "déléguée")]
        shared = builders.recipient("mairie@lens.example")
        Office.objects.update(recipient=shared)
        ElectedReader.objects.create(person=builders.person(), recipient=shared)

        move(client, links.manage_address(shared), "contact@lens.example")

        there = Recipient.objects.at("contact@lens.example").get()
        assert {office.recipient for office in Office.objects.all()} == {there}
        assert len(halls) == 2
        assert ElectedReader.objects.get().recipient == there
        assert receives() == set()  # Nobody subscribed.

    def test_to_an_address_that_is_known_joins_both(self, client, desk):
        builders.office("Mairie de Lens", email=NEW)
        move(client, desk)

        there = Recipient.objects.at(NEW).get()
        assert receives() == {NEW}
        assert there.offices.count() == 1
        assert Recipient.objects.at(ADDRESS).get().moved_to == there

    def test_to_an_address_that_left_is_its_owners_choice(self, client, desk):
        gone = builders.subscriber(NEW)
        leaving.leave(gone.code, LeavingWay.LINK)

        do(client, desk, "adresse", email=NEW)
        assert receives() == {ADDRESS}
        client.post(button(delivered()[0]))
        assert receives() == {NEW}
        assert not Refusal.objects.of(NEW).exists()

    def test_back_and_forth_leads_to_the_last(self, client, reader, desk):
        move(client, desk)
        with later(days=1):
            move(client, links.manage_address(Recipient.objects.at(NEW).get()), ADDRESS)
        assert receives() == {ADDRESS}
        assert ADDRESS in text(client.get(desk))

    def test_is_refused_by_who_gets_the_message_and_leaves(self, client, desk):
        do(client, desk, "adresse", email=NEW)
        link = button(delivered()[0])
        client.post(links.leave_address(Recipient.objects.at(NEW).get()))

        assert client.post(link).status_code == 410
        assert receives() == {ADDRESS}

    def test_to_an_address_that_left_before_and_leaves_again_ends_as_well(self, client, desk):
        gone = builders.subscriber(NEW)
        with later(days=-2):
            client.post(links.leave_address(gone))
        do(client, desk, "adresse", email=NEW)
        link = button(delivered()[0])
        client.post(links.leave_address(gone))

        assert client.post(link).status_code == 410
        assert receives() == {ADDRESS}

    def test_ends_when_the_reader_leaves_meanwhile(self, client, reader, desk):
        do(client, desk, "adresse", email=NEW)
        link = button(delivered()[0])
        leaving.leave(reader.code, LeavingWay.LINK)

        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410
        assert receives() == set()

    def test_opens_seven_days(self, client, desk):
        do(client, desk, "adresse", email=NEW)
        link = button(delivered()[0])
        with later(days=7, hours=1):
            assert client.post(link).status_code == 410
        assert receives() == {ADDRESS}

    @pytest.mark.parametrize("address", ["", "pas une adresse", ADDRESS.upper(), "x@y\r\nBcc: z@y.example"])
    def test_tells_a_wrong_address_in_words(self, client, desk, address):
        answer = do(client, desk, "adresse", email=address)

        assert answer.status_code == 400
        assert len([error for error in elements(answer, "div") if "error-summary" in error.get("class", "")]) == 1
        assert Notice.objects.count() == 1  # That of the subscription.

    def test_says_the_same_whether_the_new_address_is_known_or_written_to_today(self, client, desk):
        builders.subscriber("connue@ville.example")
        subscriptions.ask("ecrite@ville.example", None, FORM)

        answers = {
            text(do(client, desk, "adresse", email=f"{name}@ville.example")) for name in ("connue", "ecrite", "autre")
        }

        assert len(answers) == 1

    def test_is_tried_a_few_times_a_day(self, client, desk):
        for number in range(5):
            do(client, desk, "adresse", email=f"essai{number}@ville.example")
        assert "Beaucoup de demandes" in text(do(client, desk, "adresse", email=NEW))
