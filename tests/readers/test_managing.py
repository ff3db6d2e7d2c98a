"""The page behind a reader's own link: seeing, changing, moving, leaving, taking away, erasing."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.refusals import Refused
from pma_site.readers import leaving, links, subscriptions
from pma_site.readers.choices import ImportKind, LeavingWay, ReadingState, RowVerdict
from pma_site.readers.models import Consent, ElectedReader, ImportRun, Notice, Office, Recipient, Refusal, Subscription
from pma_site.readers.wording import CONSENT
from tests import builders
from tests.reading import elements, text

from . import somebody
from .steps import ASKED, FORM, button, delivered, dump, later, receives, subscribe

pytestmark = pytest.mark.django_db

ADDRESS, NEW = "camille.durand@ville.example", "camille@region.example"


@pytest.fixture
def reader(client):
    with later(days=-1):
        return subscribe(client, ADDRESS, commune=builders.commune("Lens").insee_code)


@pytest.fixture
def desk(reader):
    return links.manage_address(reader)


def do(client, desk, what, **fields):
    return client.post(desk, {"faire": what, **fields}, follow=True)


def move(client, desk, address=NEW):
    """Ask for another address, and confirm from the message that goes there."""
    do(client, desk, "adresse", email=address)
    [message] = delivered()
    assert message.to == [address]
    return client.post(button(message), follow=True)


def test_it_shows_what_is_kept(client, desk):
    page = text(client.get(desk))

    for words in (ADDRESS, "La lettre y est envoyée.", "Confirmé le", "commune : Lens"):
        assert words in page


def test_the_commune_is_changed_or_taken_away(client, desk):
    avion = builders.commune("Avion")

    assert "Votre commune est enregistrée." in text(do(client, desk, "commune", commune=avion.insee_code))
    assert Subscription.objects.get().commune == avion
    do(client, desk, "commune", commune="")
    assert Subscription.objects.get().commune is None
    assert do(client, desk, "commune", commune="99999").status_code == 400


@pytest.mark.parametrize("what", ["", "rien", "envoi", "__init__", "\0"])
def test_what_is_not_offered_changes_nothing(client, desk, what):
    before = dump()

    assert do(client, desk, what, mairie="1").status_code in (400, 409)
    assert dump() == before


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


class TestTownHalls:
    def test_choose_for_each_between_post_and_e_mail(self, client):
        shared = builders.recipient("mairie@lens.example")
        lens, deputy = (builders.office(name, recipient=shared) for name in ("Mairie de Lens", "Mairie déléguée"))
        desk = links.manage_address(shared)
        assert len(elements(client.get(desk), "fieldset")) == 2

        do(client, desk, "envoi", mairie=lens.pk, **{f"mairie-{lens.pk}-by_email": "on"})

        lens.refresh_from_db()
        deputy.refresh_from_db()
        assert (lens.takes_post, lens.by_email) == (False, True)
        assert (deputy.takes_post, deputy.by_email) == (True, True)
        # The team sees it, no file undoes it (Office.post_stopped_on), and the town hall may come back to it.
        assert not Office.objects.by_post().filter(pk=lens.pk).exists()
        do(client, desk, "envoi", mairie=lens.pk, **{f"mairie-{lens.pk}-by_post": "on"})
        lens.refresh_from_db()
        assert (lens.takes_post, lens.by_email) == (True, False)

    def test_that_left_by_e_mail_keep_their_page_for_the_post(self, client):
        hall = builders.office("Mairie de Lens", email="mairie@lens.example")
        desk = links.manage_address(hall.recipient)
        do(client, desk, "quitter")

        do(client, desk, "envoi", mairie=hall.pk, **{f"mairie-{hall.pk}-by_email": "on"})

        hall.refresh_from_db()
        assert (hall.takes_post, hall.by_email) == (False, True)
        assert hall.recipient.state == ReadingState.LEFT

    def test_never_change_one_of_another_address(self, client, desk):
        other = builders.office("Mairie de Lens", email="mairie@lens.example")

        answer = do(client, desk, "envoi", mairie=other.pk)

        assert answer.status_code == 409
        other.refresh_from_db()
        assert other.takes_post
        with pytest.raises(Refused):
            subscriptions.choose_channels(Recipient.objects.at(ADDRESS).get(), other, by_post=False)


class TestLeaving:
    def test_is_one_button_and_coming_back_a_message(self, client, desk):
        assert "vous ne recevrez plus la lettre" in text(do(client, desk, "quitter"))
        assert receives() == set()
        assert Refusal.objects.get().way == LeavingWay.MANAGE

        gone = client.get(desk)
        assert client.post(desk, {"faire": "revenir"}).url == ASKED
        client.post(button(delivered()[0]))
        assert receives() == {ADDRESS}
        # What was agreed to was shown, on the page that the proof names without anybody's link.
        assert CONSENT.text in text(gone)
        assert Consent.objects.last().page == "/abonnement/gerer/…/"

    def test_a_suspended_address_may_move_or_confirm_again(self, client, reader, desk):
        Recipient.objects.update(state=ReadingState.SUSPENDED)

        assert "Envoi suspendu" in text(client.get(desk))
        move(client, desk)
        assert receives() == {NEW}


class TestOnesData:
    def test_is_downloaded_in_words(self, client, reader, desk):
        somebody.sent(builders.issue(), reader)
        answer = client.post(desk, {"faire": "donnees"})

        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "no-store, private"
        kept = json.loads(answer.content)
        assert kept["adresse"] == ADDRESS
        tables = {part["table"]: part["lignes"] for entry in kept["données"] for part in entry["tables"]}
        assert tables["abonnements"][0]["commune"] == "Lens"
        assert [consent["page"] for consent in tables["preuves de consentement"]] == [FORM]
        assert len(tables["messages"]) == 1
        assert [line["adresse électronique"] for line in tables["remises"]] == [ADDRESS]

    def test_is_erased_by_one_button(self, client, desk):
        before = dump()
        page = client.get(f"{desk}effacer/")
        assert text(page).count("Cela ne s’annule pas.") == 1
        assert dump() == before

        assert "C’est fait" in text(client.post(f"{desk}effacer/"))

        everything = json.dumps(dump()).casefold()
        assert "camille" not in everything
        assert not Consent.objects.exists()
        assert receives() == set()
        assert Refusal.objects.of(ADDRESS).get().way == LeavingWay.ERASURE
        # The links stay good: nothing comes, and the page says so.
        assert "effacée" in text(client.get(desk))

    def test_is_erased_wherever_the_address_is_kept(self, client, reader, desk):
        letter = somebody.sent(builders.issue(), reader)
        letter.sending.deliveries.update(answer="", return_reason="", state=OutgoingState.READY)
        hall = builders.office("Mairie de Lens")
        Office.objects.filter(pk=hall.pk).update(wished_email=ADDRESS, wished_at=timezone.now())
        run = ImportRun.objects.create(kind=ImportKind.SUBSCRIBERS, read_as="CSV", file_name="a.csv")
        run.rows.create(line=2, cells=["x", ADDRESS.upper()], verdict=RowVerdict.CREATED)
        run.rows.create(line=3, cells=["x", "autre@ville.example"], verdict=RowVerdict.CREATED)

        client.post(f"{desk}effacer/")

        letter.refresh_from_db()
        assert (letter.recipient, letter.email, letter.address_hash) == (None, "", "")
        assert letter.state == OutgoingState.WITHHELD
        assert Office.objects.get(pk=hall.pk).wished_email == ""
        assert [row.cells for row in run.rows.order_by("line")] == [[], ["x", "autre@ville.example"]]

    def test_is_erased_at_every_address_of_before(self, client, reader, desk):
        move(client, desk)
        move(client, links.manage_address(Recipient.objects.at(NEW).get()), "derniere@region.example")
        client.post(f"{links.manage_address(Recipient.objects.at('derniere@region.example').get())}effacer/")

        assert set(Recipient.objects.values_list("email", flat=True)) == {""}

    def test_an_erased_address_that_somebody_types_is_erased_again(self, client, desk):
        client.post(f"{desk}effacer/")
        with later(days=1):
            subscriptions.ask(ADDRESS, None, FORM)
        assert Recipient.objects.at(ADDRESS).get().email == ADDRESS

        with later(days=9):
            call_command("apply_retention", stdout=StringIO(), stderr=StringIO())
        assert Recipient.objects.at(ADDRESS).get().email == ""

    def test_is_erased_at_former_addresses_too(self, client, desk):
        move(client, desk)
        client.post(f"{links.manage_address(Recipient.objects.at(NEW).get())}effacer/")

        everything = json.dumps(dump()).casefold()
        assert "camille" not in everything

    def test_a_person_who_was_erased_may_subscribe_again(self, client, reader, desk):
        old = links.leave_address(reader)
        client.post(f"{desk}effacer/")
        subscribe(client, ADDRESS)
        assert receives() == {ADDRESS}

        # The links of before still end all sending.
        client.post(old)
        assert receives() == set()


def test_it_costs_the_same_however_many_offices_share_an_address(client, django_assert_max_num_queries):
    shared = builders.recipient("mairie@lens.example")
    for _ in range(12):
        builders.office(recipient=shared)

    with django_assert_max_num_queries(10):
        Client().get(links.manage_address(shared))
