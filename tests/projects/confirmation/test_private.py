"""What the public and the other roles never read of a member."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Campaign, Confirmation, Correction, MemberContact
from tests import builders, canaries, contents
from tests.back_office import is_refused, menu, signed_in
from tests.projects.confirmation.campaigns import asked, correct

pytestmark = pytest.mark.django_db

PRIVATE = ("canari-nom", "canari@membre.example", "06 11 22 33 44")


class TestPrivate:
    @pytest.fixture
    def canary(self, member, keeper, django_capture_on_commit_callbacks):
        MemberContact.objects.filter(member=member).update(name=PRIVATE[0], email=PRIVATE[1], phone=PRIVATE[2])
        with django_capture_on_commit_callbacks(execute=True):
            member.save_revision().publish()
            link = asked(builders.campaign(), keeper)
            correct(signed_in(builders.account()), link, contact_name="canari-nom-deux")
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
