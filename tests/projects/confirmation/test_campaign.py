"""The yearly confirmation of the network: who is asked, what they answer, and what silence does."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from projects.models import Campaign, Confirmation, MemberPage
from tests import builders
from tests.back_office import messages, signed_in
from tests.projects.confirmation.campaigns import act, asked, delivered
from tests.reading import text

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def night():
    output = StringIO()
    call_command("keep_network", stdout=output)
    return output.getvalue()


def on(day):
    """A day at noon, on the clocks of Lens."""
    return time_machine.travel(builders.local(day.year, day.month, day.day, 12), tick=True)


class TestCampaign:
    def test_a_manager_sets_and_opens_it(self, client, keeper, member):
        builders.member(title="Sans adresse")
        builders.member(title="Un brouillon").unpublish()
        today = timezone.localdate()
        form = {
            "year": 2026,
            "opens_on": today.isoformat(),
            "deadline": (today + 30 * DAY).isoformat(),
            "grace_days": 10,
            "message": "Merci d’être des nôtres.",
        }

        keeper.post(reverse("network_campaign_new"), form)
        campaign = Campaign.objects.get()
        board = keeper.get(reverse("network_campaign", args=[campaign.pk]))
        assert "il part maintenant à 1 membre (1 sans adresse privée)" in text(board)
        assert "Merci d’être des nôtres." in text(board)
        unread = keeper.post(reverse("network_campaign_act", args=[campaign.pk]), {"faire": "ouvrir"}, follow=True)
        assert "Relisez le message" in " ".join(messages(unread))
        board = act(keeper, campaign, "ouvrir")
        again = act(keeper, campaign, "ouvrir")

        assert "Un message est prêt à partir." in " ".join(messages(board))
        assert "Aucun" in " ".join(messages(again))
        assert "Messages partis : 0 sur 1" in text(board)
        assert "Message en attente de départ" in text(board)
        sent = delivered()
        assert [message.to for message in sent] == [["zoe@black-star.example"]]
        assert "Merci d’être des nôtres." in sent[0].body
        board = keeper.get(reverse("network_campaign", args=[campaign.pk]))
        assert "Messages partis : 1 sur 1" in text(board)
        assert "Black Star Sans réponse depuis le" in text(board)
        assert "Sans adresse Sans adresse privée" in text(board)
        assert "Un brouillon" not in text(board)

    def test_a_year_has_one_and_dates_are_in_order(self, keeper):
        builders.campaign(year=2026)
        form = {"year": 2026, "opens_on": "2026-06-01", "deadline": "2026-05-01", "grace_days": 0, "message": "x"}

        wrong = keeper.post(reverse("network_campaign_new"), form)
        twice = keeper.post(reverse("network_campaign_new"), {**form, "deadline": "2026-07-01"})

        assert (wrong.status_code, twice.status_code) == (400, 400)
        assert "La date limite vient après l’ouverture." in text(wrong)
        assert "La confirmation 2026 existe déjà." in text(twice)

    def test_nothing_is_sent_twice_whoever_opens_it(self, keeper, member):
        campaign = builders.campaign()

        night()
        act(keeper, campaign, "ouvrir")
        night()

        assert len(delivered()) == 1

    def test_who_has_an_address_since_is_written_to(self, keeper, member):
        other = builders.member(title="Tardif")
        campaign = builders.campaign()
        act(keeper, campaign, "ouvrir")
        delivered()
        data = {
            **dict.fromkeys(["form-TOTAL_FORMS", "form-INITIAL_FORMS"], 1),
            "membre": other.pk,
            "form-0-name": "Lou",
            "form-0-email": "lou@tardif.example",
        }
        keeper.post(reverse("network_contacts") + "?q=tardif", data)

        assert "1 message préparé" in night()
        assert [message.to for message in delivered()] == [["lou@tardif.example"]]

    def test_silent_members_are_reminded_and_the_others_left_alone(self, keeper, member):
        quiet = builders.member(title="Muette")
        builders.member_contact(quiet, "muette@membre.example")
        campaign = builders.campaign()
        link = asked(campaign, keeper)
        signed_in(builders.account()).post(link)
        start = timezone.localdate()

        with on(start + 16 * DAY):
            assert "1 relance" in night()
            assert "Rien à faire" in night()
            first = delivered()
        with on(start + 28 * DAY):
            night()
            last = delivered()

        assert {message.to[0] for message in first + last} == {"muette@membre.example"}
        assert first[0].subject.startswith("Rappel")
        assert Confirmation.objects.get(member=quiet).reminders == 2

    def test_of_two_that_are_due_the_later_one_opens_and_the_nights_go_on(self, keeper, member):
        today = timezone.localdate()
        builders.campaign(year=today.year - 1)
        builders.campaign(year=today.year)

        assert "1 message préparé" in night()

        assert "Rien à faire" in night()
        assert [campaign.year for campaign in Campaign.objects.started()] == [today.year]


class TestAnswer:
    def test_the_page_shows_the_record_and_a_get_changes_nothing(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)

        page = client.get(link)

        assert "Zoé Petit" in text(page)
        assert "no-store" in page["Cache-Control"]
        assert Confirmation.objects.get().answer == ""

    def test_one_click_confirms(self, client, keeper, member):
        link = asked(builders.campaign(), keeper)

        page = client.post(link, follow=True)

        assert "Merci, c’est noté" in text(page)
        assert Confirmation.objects.get().answer == "confirmee"
        board = keeper.get(reverse("network_members"))
        assert "Fiche confirmée le" in text(board)

    def test_a_link_of_last_year_answers_this_year(self, client, keeper, member):
        today = timezone.localdate()
        with on(today - 200 * DAY):
            former = builders.campaign(year=today.year - 1, opens_on=today - 200 * DAY, deadline=today - 170 * DAY)
            link = asked(former, keeper)
        act(keeper, builders.campaign(), "ouvrir")

        client.post(link)

        assert Confirmation.objects.get(campaign__year=today.year).answer == "confirmee"

    def test_a_link_that_was_never_given_leads_nowhere(self, client):
        assert client.get("/innov-in-artois/fiche/ABCD-EFGH~faux/").status_code == 404
        assert client.post("/innov-in-artois/fiche/x/corriger/").status_code == 404


class TestSilence:
    def test_it_leaves_after_the_delay_and_comes_back_at_once(self, client, keeper, member):
        campaign = builders.campaign(grace_days=15)
        link = asked(campaign, keeper)

        with on(campaign.leaves_on - DAY):
            night()
            assert client.get(member.url).status_code == 200
        with on(campaign.leaves_on):
            assert "1 membre retiré" in night()
            assert client.get(member.url).status_code == 404
            assert "Black Star" not in text(client.get("/innov-in-artois/"))
            later = signed_in(builders.account("Réseau"))
            listed = text(later.get(reverse("network_members") + "?situation=retires"))
            assert "Retirée, faute de réponse" in listed
            client.post(link)
            assert client.get(member.url).status_code == 200
            assert "Black Star" in text(client.get("/innov-in-artois/"))
            assert "Rien à faire" in night()

    def test_a_later_deadline_gives_more_time(self, client, keeper, member):
        campaign = builders.campaign()
        asked(campaign, keeper)
        leaving = campaign.leaves_on
        form = {"deadline": campaign.deadline + 20 * DAY, "grace_days": 15, "message": "x"}
        keeper.post(reverse("network_campaign_edit", args=[campaign.pk]), form)

        with on(leaving):
            night()
            assert client.get(member.url).status_code == 200

    def test_whom_no_message_reached_stays(self, client, keeper, member):
        builders.member(title="Sans adresse", slug="sans-adresse")
        campaign = builders.campaign()
        act(keeper, campaign, "ouvrir")

        with on(campaign.leaves_on):
            assert "Rien à faire" in night()

        assert client.get(member.url).status_code == 200
        assert client.get("/innov-in-artois/sans-adresse/").status_code == 200

    def test_what_the_team_took_offline_stays_so_and_a_draft_stays_a_draft(self, client, keeper, member):
        campaign = builders.campaign()
        link = asked(campaign, keeper)
        with on(campaign.leaves_on):
            night()
            page = MemberPage.objects.get(pk=member.pk)
            page.standfirst = "Pas encore relu."
            page.save_revision()
            client.post(link)
            assert client.get(member.url).status_code == 200
            assert "Pas encore relu" not in text(client.get(member.url))
            MemberPage.objects.get(pk=member.pk).unpublish()
            client.post(link)
            assert client.get(member.url).status_code == 404
