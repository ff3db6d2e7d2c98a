"""The yearly confirmation: asked, reminded, answered, corrected; who is silent leaves, and comes back."""

import re
from datetime import timedelta
from io import StringIO
from random import Random

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter import delivery
from projects.forms.network_record import RecordForm
from projects.models import Campaign, Confirmation, Correction, MemberContact, MemberPage
from tests import builders, canaries, contents
from tests.agenda import hostile_queries
from tests.back_office import is_refused, menu, messages, signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def delivered():
    """The messages that leave now."""
    mail.outbox.clear()
    delivery.send_due()
    return list(mail.outbox)


def night():
    output = StringIO()
    call_command("keep_network", stdout=output)
    return output.getvalue()


def own_link(message):
    return re.search(r"/innov-in-artois/fiche/[^/\s]+/", message.body)[0]


def on(day):
    """A day at noon, on the clocks of Lens."""
    return time_machine.travel(builders.local(day.year, day.month, day.day, 12), tick=True)


def act(keeper, campaign, name):
    return keeper.post(reverse("network_campaign_act", args=[campaign.pk]), {"faire": name, "relu": "1"}, follow=True)


@pytest.fixture
def keeper():
    return signed_in(builders.account("Réseau"))


@pytest.fixture
def member():
    organisation = builders.organisation("Black Star", commune=builders.commune("Lens"))
    member = builders.member(title="Black Star", slug="black-star", organisation=organisation)
    builders.member_contact(member, "zoe@black-star.example", name="Zoé Petit", phone="06 00 00 00 01")
    return member


def asked(campaign, keeper):
    """Open a campaign and let its messages leave; return the link of the first."""
    act(keeper, campaign, "ouvrir")
    return own_link(delivered()[0])


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


class TestCorrection:
    def correct(self, client, link, **typed):
        page = client.get(f"{link}corriger/")
        form = page.context["form"]
        data = {field.name: field.value() or "" for field in form}
        hidden = {field["name"]: field["value"] for field in elements(page, "input") if field.get("name") == "shown_at"}
        return client.post(f"{link}corriger/", {**data, **hidden, **typed})

    def decide(self, keeper, correction, name, **more):
        address = reverse("network_correction_decide", args=[correction.pk])
        data = {"faire": name, "seen": correction.fingerprint, **more}
        return keeper.post(address, data)

    @pytest.fixture
    def link(self, keeper, member):
        return asked(builders.campaign(), keeper)

    def test_it_is_read_side_by_side_and_written_once_accepted(self, client, keeper, member, link):
        lievin = builders.commune("Liévin")
        self.correct(
            client,
            link,
            name="Black Star Industrie",
            commune=lievin.insee_code,
            activity="pneus neufs",
            contact_email="lou@black-star.example",
            contact_phone="06 99 99 99 99",
        )
        correction = Correction.objects.get()
        screen = keeper.get(reverse("network_correction", args=[correction.pk]))
        assert "pneus reconditionnés" in text(screen)
        assert "pneus neufs" in text(screen)
        assert "pneus neufs" not in text(client.get(member.url)).lower()

        self.decide(keeper, correction, "coches", accepted=["name", "commune", "contact_email"])

        page = MemberPage.objects.get(pk=member.pk)
        assert (page.title, page.organisation.name, page.organisation.commune) == (
            "Black Star Industrie",
            "Black Star Industrie",
            lievin,
        )
        assert (page.activity, page.private_contact.email, page.private_contact.phone) == (
            "pneus reconditionnés",
            "lou@black-star.example",
            "06 00 00 00 01",
        )
        assert page.latest_revision.user is not None
        assert "Black Star Industrie" in text(client.get(member.url))
        message = delivered()[-1]
        assert message.to == ["lou@black-star.example"]
        assert "nom du membre" in message.body
        assert client.get(own_link(message)).status_code == 200

    def test_what_is_proposed_again_takes_the_place_of_what_waits(self, client, keeper, link):
        self.correct(client, link, activity="un")
        self.correct(client, link, activity="deux")

        assert [row["new"] for row in Correction.objects.get().changes] == ["deux"]

    def test_no_change_is_a_confirmation(self, client, keeper, link):
        self.correct(client, link)

        assert not Correction.objects.exists()
        assert Confirmation.objects.get().answer == "confirmee"

    def test_mistakes_are_shown_and_nothing_typed_is_lost(self, client, keeper, link):
        page = self.correct(client, link, website="pas une adresse", postal_code="abc", activity="pneus neufs")

        assert page.status_code == 400
        assert "Cinq chiffres, comme 62300." in text(page)
        assert "pneus neufs" in page.content.decode()
        assert not Correction.objects.exists()

    def test_declining_says_why(self, client, keeper, link):
        self.correct(client, link, activity="tout autre chose")
        correction = Correction.objects.get()

        silent = self.decide(keeper, correction, "decliner")
        self.decide(keeper, correction, "decliner", words="Ce n’est plus votre métier ?")

        assert silent.status_code == 400
        correction.refresh_from_db()
        assert correction.state == "declinee"
        assert "plus votre métier" in delivered()[-1].body

    def test_two_who_decide_at_once_do_not_undo_each_other(self, client, keeper, link):
        self.correct(client, link, activity="un")
        correction = Correction.objects.get()
        seen = correction.fingerprint
        self.correct(client, link, activity="deux")

        response = keeper.post(
            reverse("network_correction_decide", args=[correction.pk]), {"faire": "tout", "seen": seen}
        )

        assert response.status_code == 409
        assert MemberPage.objects.get().activity == "pneus reconditionnés"

    def test_a_name_that_another_has_is_refused_in_words(self, client, keeper, member, link):
        builders.organisation("Déjà prise")
        self.correct(client, link, name="Déjà prise")

        response = self.decide(keeper, Correction.objects.get(), "tout")

        assert response.status_code == 409
        assert MemberPage.objects.get(pk=member.pk).title == "Black Star"

    def test_a_draft_under_way_is_not_published_with_it(self, client, keeper, member, link):
        page = MemberPage.objects.get(pk=member.pk)
        page.standfirst = "Pas encore relu."
        page.save_revision()
        self.correct(client, link, activity="pneus neufs")

        self.decide(keeper, Correction.objects.get(), "tout")

        page = MemberPage.objects.get(pk=member.pk)
        assert "Pas encore relu" not in text(client.get(member.url))
        draft = page.get_latest_revision_as_object()
        assert (draft.activity, draft.standfirst) == ("pneus neufs", "Pas encore relu.")

    def test_hostile_forms_are_answered(self, client, keeper, link):
        visitor, names = Client(raise_request_exception=False), [*RecordForm.base_fields, "shown_at"]
        for number in range(25):
            draw = Random(number)  # noqa: S311
            data = {name: draw.choice(hostile_queries.BAD) for name in draw.sample(names, draw.randint(1, 18))}
            status = visitor.post(f"{link}corriger/", data).status_code
            assert status in (200, 302, 400, 429), (number, data)

    def test_a_person_who_is_erased_is_nowhere_left(self, client, keeper, member, link):
        self.correct(client, link, contact_name="Zoé Martin")

        call_command("erase_person", "zoe@black-star.example", yes=True, stdout=StringIO())

        assert not MemberContact.objects.filter(email__contains="zoe").exists()
        correction = Correction.objects.get()
        assert (correction.sender_email, correction.changes) == ("", [])
        assert client.get(member.url).status_code == 200
        assert "sans adresse" in text(keeper.get(reverse("network_members"))).lower()


PRIVATE = ("canari-nom", "canari@membre.example", "06 11 22 33 44")


class TestPrivate:
    @pytest.fixture
    def canary(self, member, keeper, django_capture_on_commit_callbacks):
        MemberContact.objects.filter(member=member).update(name=PRIVATE[0], email=PRIVATE[1], phone=PRIVATE[2])
        with django_capture_on_commit_callbacks(execute=True):
            member.save_revision().publish()
            link = asked(builders.campaign(), keeper)
            TestCorrection().correct(signed_in(builders.account()), link, contact_name="canari-nom-deux")
        return member

    def test_a_contact_stands_behind_no_public_door(self, client, canary):
        # Something behind every door, so that each is gone through.
        builders.event()
        builders.call()
        builders.indicator_value()
        builders.issue()
        builders.label_call()
        contents.full_roadmap()
        candidate = builders.candidate(builders.edition(method="<p>Trois comités.</p>"))

        pages = canaries.crawl(timezone.now(), asked=["canari"])

        assert canaries.where(pages, *PRIVATE) == {}
        assert candidate.url in pages
        assert canaries.left_out(pages) == set()
        found = client.get("/recherche/?q=canari").context["results"]
        assert list(found) == []

    def test_no_other_role_reads_it_in_the_admin(self, canary):
        for role in ("Rédaction", "Direction de publication"):
            other = signed_in(builders.account(role))
            page = canary.pk
            doors = [
                reverse("wagtailadmin_pages:edit", args=[page]),
                reverse("wagtailadmin_pages:history", args=[page]),
                reverse("wagtailadmin_pages:usage", args=[page]),
                reverse("wagtailadmin_pages:search") + "?q=canari",
                reverse("wagtailadmin_reports:site_history"),
                reverse("wagtailsnippets_directory_organisation:edit", args=[canary.organisation_id]),
                reverse("wagtailsnippets_directory_organisation:list") + "?export=csv",
                reverse("wagtailsnippets_directory_person:list") + "?export=csv",
            ]
            for door in doors:
                content = b"".join(other.get(door, follow=True)).decode()
                assert not [word for word in PRIVATE if word in content.replace('value="canari"', "")], (role, door)

    def test_it_is_in_no_revision(self, canary):
        for revision in canary.revisions.all():
            assert not [word for word in PRIVATE if word in str(revision.content)]

    @pytest.mark.parametrize("role", ["Rédaction", "Direction de publication", "Agenda", "Label", "Diffusion"])
    def test_every_screen_is_refused_to_other_roles(self, canary, role):
        other = signed_in(builders.account(role))
        campaign, row, correction = Campaign.objects.get(), Confirmation.objects.get(), Correction.objects.get()
        screens = {
            "network_members": [],
            "network_contacts": [],
            "network_campaigns": [],
            "network_campaign_new": [],
            "network_campaign": [campaign.pk],
            "network_campaign_edit": [campaign.pk],
            "network_campaign_act": [campaign.pk],
            "network_remind": [row.pk],
            "network_corrections": [],
            "network_correction": [correction.pk],
            "network_correction_decide": [correction.pk],
            "network_requests": [],
            "network_request": [1],
            "network_request_accept": [1],
            "network_request_merge": [1, canary.pk],
            "network_request_ask": [1],
            "network_request_decline": [1],
            "network_showroom": [],
        }
        for name, keys in screens.items():
            assert is_refused(other, reverse(name, args=keys)), name
            assert is_refused(other, reverse(name, args=keys), {"faire": "ouvrir"}), name
        assert "Réseau" not in menu(other)

    def test_who_keeps_the_network_has_its_menu(self, keeper, canary):
        labels = menu(keeper)

        assert labels[labels.index("Réseau") + 1 :][:6] == [
            "Membres du réseau",
            "Contacts privés",
            "Confirmation annuelle",
            "Corrections (1)",
            "Demandes d’adhésion",
            "Étiquettes du showroom",
        ]
