"""What a member corrects in its record, and what the team decides of it."""

from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from projects.forms.network_record import RecordForm
from projects.models import Confirmation, Correction, MemberContact, MemberPage
from tests import builders
from tests.agenda import hostile_queries
from tests.projects.confirmation.campaigns import asked, correct, delivered, own_link
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestCorrection:
    def decide(self, keeper, correction, name, **more):
        address = reverse("network_correction_decide", args=[correction.pk])
        data = {"faire": name, "seen": correction.fingerprint, **more}
        return keeper.post(address, data)

    @pytest.fixture
    def link(self, keeper, member):
        return asked(builders.campaign(), keeper)

    def test_it_is_read_side_by_side_and_written_once_accepted(self, client, keeper, member, link):
        lievin = builders.commune("Liévin")
        correct(
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
        correct(client, link, activity="un")
        correct(client, link, activity="deux")

        assert [row["new"] for row in Correction.objects.get().changes] == ["deux"]

    def test_no_change_is_a_confirmation(self, client, keeper, link):
        correct(client, link)

        assert not Correction.objects.exists()
        assert Confirmation.objects.get().answer == "confirmee"

    def test_mistakes_are_shown_and_nothing_typed_is_lost(self, client, keeper, link):
        page = correct(client, link, website="pas une adresse", postal_code="abc", activity="pneus neufs")

        assert page.status_code == 400
        assert "Cinq chiffres, comme 62300." in text(page)
        assert "pneus neufs" in page.content.decode()
        assert not Correction.objects.exists()

    def test_declining_says_why(self, client, keeper, link):
        correct(client, link, activity="tout autre chose")
        correction = Correction.objects.get()

        silent = self.decide(keeper, correction, "decliner")
        self.decide(keeper, correction, "decliner", words="Ce n’est plus votre métier ?")

        assert silent.status_code == 400
        correction.refresh_from_db()
        assert correction.state == "declinee"
        assert "plus votre métier" in delivered()[-1].body

    def test_two_who_decide_at_once_do_not_undo_each_other(self, client, keeper, link):
        correct(client, link, activity="un")
        correction = Correction.objects.get()
        seen = correction.fingerprint
        correct(client, link, activity="deux")

        response = keeper.post(
            reverse("network_correction_decide", args=[correction.pk]), {"faire": "tout", "seen": seen}
        )

        assert response.status_code == 409
        assert MemberPage.objects.get().activity == "pneus reconditionnés"

    def test_a_name_that_another_has_is_refused_in_words(self, client, keeper, member, link):
        builders.organisation("Déjà prise")
        correct(client, link, name="Déjà prise")

        response = self.decide(keeper, Correction.objects.get(), "tout")

        assert response.status_code == 409
        assert MemberPage.objects.get(pk=member.pk).title == "Black Star"

    def test_a_draft_under_way_is_not_published_with_it(self, client, keeper, member, link):
        page = MemberPage.objects.get(pk=member.pk)
        page.standfirst = "Pas encore relu."
        page.save_revision()
        correct(client, link, activity="pneus neufs")

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
        correct(client, link, contact_name="Zoé Martin")

        call_command("erase_person", "zoe@black-star.example", yes=True, stdout=StringIO())

        assert not MemberContact.objects.filter(email__contains="zoe").exists()
        correction = Correction.objects.get()
        assert (correction.sender_email, correction.changes) == ("", [])
        assert client.get(member.url).status_code == 200
        assert "sans adresse" in text(keeper.get(reverse("network_members"))).lower()
