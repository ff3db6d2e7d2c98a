"""The link of a record is of the contact that it was sent to: who was it before sees and does nothing by it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from pma_site.contributions import links
from pma_site.contributions.models import Message
from projects import confirming
from projects.models import Confirmation, Correction
from tests import builders
from tests.projects.confirmation.campaigns import act, asked, correct, delivered, own_link
from tests.projects.confirmation.test_campaign import DAY, night, on
from tests.reading import text

pytestmark = pytest.mark.django_db

NEW = ("Lou Grand", "lou@black-star.example", "06 00 00 00 02")
SEND = {"faire": "lien"}


def follow(member, name=NEW[0], email=NEW[1], phone=NEW[2]):
    """Another person becomes the contact."""
    return confirming.keep_contact(member, name=name, email=email, phone=phone)


def is_closed(client, link):
    """Whether a link shows and does nothing of the record."""
    pages = [client.get(link), client.get(f"{link}corriger/"), client.post(link), correct_blindly(client, link)]
    return not [word for page in pages for word in (*NEW, "Zoé Petit", "Black Star", "Lens") if word in text(page)]


def correct_blindly(client, link):
    return client.post(f"{link}corriger/", {"name": "Pirate", "contact_email": "pirate@ailleurs.example"})


class TestFormerContact:
    @pytest.fixture
    def former(self, keeper, member):
        """The link of last year, whose contact is another person this year."""
        today = timezone.localdate()
        with on(today - 200 * DAY):
            dates = {"opens_on": today - 200 * DAY, "deadline": today - 170 * DAY}
            link = asked(builders.campaign(year=today.year - 1, **dates), keeper)
        follow(member)
        return link

    def test_their_link_shows_and_does_nothing(self, client, keeper, member, former):
        act(keeper, builders.campaign(), "ouvrir")

        assert is_closed(client, former)
        page = client.get(former)
        assert (page.status_code, page["Cache-Control"]) == (200, "no-store, private")
        assert "celui d’un ancien contact" in text(page)
        assert client.post(former).status_code == 409
        assert {row.answer for row in Confirmation.objects.all()} == {""}
        assert not Correction.objects.exists()

    def test_it_has_the_link_sent_to_the_contact_of_today_alone(self, client, member, former):
        page = client.post(former, SEND)

        assert "Le lien est envoyé" in text(page)
        assert NEW[1] not in text(page)
        [message] = delivered()
        assert message.to == [NEW[1]]
        own = client.get(own_link(message))
        assert NEW[0] in text(own)
        assert is_closed(client, former)

    def test_of_the_same_year_it_ends_where_the_new_contact_is_reminded(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)
        follow(member)
        assert is_closed(client, link)

        keeper.post(reverse("network_remind", args=[Confirmation.objects.get().pk]))

        [message] = delivered()
        assert client.post(own_link(message), follow=True).status_code == 200
        assert Confirmation.objects.get().answer == "confirmee"
        assert is_closed(client, link)
        page = client.get(link)
        assert (page.status_code, "Il a été remplacé" in text(page)) == (410, True)

    def test_a_message_that_waits_for_the_former_contact_does_not_leave(self, client, keeper, member):
        act(keeper, builders.campaign(), "ouvrir")
        link = links.follow_path("network:record", Confirmation.objects.get().reference)
        follow(member)

        client.post(link, SEND)

        assert [message.to for message in delivered()] == [[NEW[1]]]

    def test_it_is_sent_once_while_it_waits_and_three_times_a_day(self, client, keeper, former):
        act(keeper, builders.campaign(), "ouvrir")
        client.post(former, SEND)
        # The invitation of this year was on its way.
        sent = [len(delivered())]
        for _ in range(4):
            for _ in range(2):
                page = client.post(former, SEND)
            sent.append(len(delivered()))

        assert sent == [1, 1, 1, 1, 0]
        assert (page.status_code, "déjà écrit aujourd’hui" in text(page)) == (409, True)

    def test_one_network_has_few_of_them_sent(self, client, keeper, former):
        act(keeper, builders.campaign(), "ouvrir")

        assert [client.post(former, SEND).status_code for _ in range(11)] == [200] * 10 + [429]

    def test_without_a_contact_it_offers_nothing(self, client, member, former):
        follow(member, email="")

        assert is_closed(client, former)
        assert "aucune autre n’a pris la suite" in text(client.get(former))
        assert client.post(former, SEND).status_code == 409
        assert delivered() == []

    def test_the_same_address_otherwise_spelt_is_the_same_contact(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)

        follow(member, name="Zoé Petit-Grand", email="ZOE@Black-Star.example")

        assert "Zoé Petit-Grand" in text(client.get(link))

    def test_a_link_that_leaves_after_the_campaign_makes_nobody_silent(self, client, keeper, member):
        campaign = builders.campaign()
        link = asked(campaign, keeper)
        Message.objects.update(state="refuse")
        Confirmation.objects.update(sent_at=None)
        follow(member)

        with on(campaign.leaves_on + DAY):
            client.post(link, SEND)
            assert len(delivered()) == 1
            night()

        member.refresh_from_db()
        assert member.live


def decide(keeper, act, **more):
    """The team decides on the one correction there is."""
    correction = Correction.objects.get()
    data = {"faire": act, "seen": correction.fingerprint, **more}
    keeper.post(reverse("network_correction_decide", args=[correction.pk]), data)
    return delivered()[-1]


class TestCorrection:
    """Messages about a correction have links of their own."""

    def test_who_corrects_the_contact_hands_the_record_over(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)
        correct(client, link, contact_email=NEW[1], contact_name=NEW[0])

        message = decide(keeper, "tout")

        assert message.to == [NEW[1]]
        assert NEW[0] in text(client.get(own_link(message)))
        assert is_closed(client, link)

    def test_the_answer_to_who_sent_it_opens_nothing_once_another_is_the_contact(self, client, keeper, member):
        correct(client, asked(builders.campaign(), keeper), activity="Recyclage")
        follow(member)

        message = decide(keeper, "tout")

        assert message.to == ["zoe@black-star.example"]
        assert is_closed(client, own_link(message))
        Correction.objects.update(sender_email="")
        assert is_closed(client, own_link(message))

    def test_who_goes_on_with_it_gets_the_answer(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)
        correct(client, link, activity="Recyclage")
        former = links.follow_path("network:record", Correction.objects.get().reference)
        follow(member)
        client.post(link, SEND)

        correct(client, own_link(delivered()[0]), activity="Recyclage de pneus")

        message = decide(keeper, "decliner", words="Non.")
        assert message.to == [NEW[1]]
        assert NEW[0] in text(client.get(own_link(message)))
        assert is_closed(client, former)


def test_a_link_that_was_sent_to_nobody_knows_whom_is_no_longer_the_next_contact_s(client, member):
    row = Confirmation.objects.create(campaign=builders.campaign(), member=member)
    link = links.follow_path("network:record", row.reference)
    assert "Zoé Petit" in text(client.get(link))

    follow(member)

    assert is_closed(client, link)


def test_what_was_asked_before_is_remembered_by_its_last_message_or_else_by_the_contact(keeper, member):
    other = builders.member(title="Autre")
    builders.member_contact(other, "autre@membre.example")
    act(keeper, builders.campaign(), "ouvrir")
    follow(member)
    Message.objects.filter(email="autre@membre.example").delete()
    before = dict(Confirmation.objects.values_list("pk", "asked_hash"))
    Confirmation.objects.update(asked_hash="")

    import_module("projects.migrations.0014_links_of_confirmations").remember(apps, None)

    assert dict(Confirmation.objects.values_list("pk", "asked_hash")) == before
    assert len(set(before.values())) == 2
