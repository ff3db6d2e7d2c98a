"""What an issue names leads back to it, and leaves it when it is no longer online."""

import pytest

from agenda.models import EventCommune
from projects.models import CandidateCommune
from tests import builders
from tests.back_office import save, signed_in
from tests.newsletter.citations import initiative, issue_with
from tests.reading import links, text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]


@pytest.fixture
def editor():
    return signed_in(builders.account("Direction de publication"))


class TestCited:
    """What an issue names leads back to it."""

    def test_an_event(self, client):
        event = builders.event()
        issue = issue_with("territory", ("agenda", {"title": "Agenda", "events": [event.pk]}))

        assert event.url in links(client.get(issue.url))
        assert issue.url in links(client.get(event.url))

    def test_a_candidate_by_its_edition(self, client):
        candidate = builders.candidate()
        edition = candidate.get_parent()
        issue = issue_with(
            "feature", ("candidates", {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": []})
        )

        assert candidate.url in links(client.get(issue.url))
        assert issue.url in links(client.get(candidate.url))
        assert issue.url in links(client.get(edition.url))

    def test_a_member(self, client):
        member = builders.member()
        issue = issue_with("cover", ("showcase", {"title": "Showroom", "members": [member.pk]}))

        assert member.url in links(client.get(issue.url))
        assert issue.url in links(client.get(member.url))

    def test_a_roadmap_and_its_axes(self, client):
        axis = builders.axis()
        roadmap = axis.get_parent()
        issue = issue_with("feature", ("roadmap_axes", {"title": "Les axes", "roadmap": roadmap.pk}))

        assert axis.url in links(client.get(issue.url))
        for page in (axis, roadmap):
            assert issue.url in links(client.get(page.url))

    def test_a_commune_named_or_where_something_named_takes_place(self, client):
        named, of_event = builders.commune("Lens"), builders.commune("Avion")
        event = builders.event()
        event.communes = [EventCommune(commune=of_event)]
        event.save()
        issue = issue_with("territory", initiative(commune=named.pk), initiative(event=event.pk))

        for commune in (named, of_event):
            assert links(client.get(commune.get_absolute_url())).count(issue.url) == 1

    def test_the_commune_of_a_venue(self, client):
        lens = builders.commune("Lens")
        event = builders.event(venue=builders.venue(commune=lens))
        issue = issue_with("territory", initiative(event=event.pk))

        assert issue.url in links(client.get(lens.get_absolute_url()))

    def test_the_commune_of_a_candidate(self, client):
        lens = builders.commune("Lens")
        candidate = builders.candidate()
        candidate.communes = [CandidateCommune(commune=lens)]
        candidate.save()
        edition = candidate.get_parent()
        issue = issue_with(
            "feature", ("candidates", {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": []})
        )

        assert issue.url in links(client.get(lens.get_absolute_url()))

    def test_the_commune_of_a_member(self, client):
        lens = builders.commune("Lens")
        member = builders.member(organisation=builders.organisation(commune=lens))
        issue = issue_with("cover", ("showcase", {"title": "Showroom", "members": [member.pk]}))

        assert issue.url in links(client.get(lens.get_absolute_url()))

    def test_not_the_commune_next_to_it(self, client):
        issue_with("territory", initiative(commune=builders.commune("Lens").pk), slug="la-seule")
        builders.event(venue=builders.venue(commune=builders.commune("Avion")))

        found = links(client.get(builders.commune("Liévin").get_absolute_url()))

        assert "/lettres/la-seule/" not in found

    def test_not_by_a_draft(self, client):
        event = builders.event()
        issue = issue_with("territory", initiative(event=event.pk))
        issue.unpublish()

        assert issue.url not in links(client.get(event.url))


class TestDrafts:
    """What was unpublished since disappears from the issue."""

    def test_an_event(self, client):
        event = builders.event(title="Rencontre secrète")
        issue = issue_with(
            "territory", ("agenda", {"title": "Agenda", "events": [event.pk]}), initiative(event=event.pk)
        )
        event.unpublish()

        for address in (issue.url, f"{issue.url}courriel/"):
            assert "secrète" not in text(client.get(address))

    def test_an_event_of_a_period(self, client):
        event = builders.event([(builders.local(2023, 8, 26, 9), None)], title="Rencontre secrète")
        period = {"title": "Agenda", "events": [], "start": "2023-08-01", "end": "2023-08-26"}
        issue = issue_with("territory", ("agenda", period))
        assert "secrète" in text(client.get(issue.url))

        event.unpublish()

        assert "secrète" not in text(client.get(issue.url))

    def test_a_candidate(self, client):
        candidate = builders.candidate(title="Projet secret")
        edition = candidate.get_parent()
        issue = issue_with(
            "feature", ("candidates", {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": []})
        )
        candidate.unpublish()

        assert "secret" not in text(client.get(issue.url))

    def test_a_member(self, client):
        member = builders.member(title="Membre secret")
        issue = issue_with("cover", ("showcase", {"title": "Showroom", "members": [member.pk], "highlight": member.pk}))
        member.unpublish()

        assert "secret" not in text(client.get(issue.url))

    def test_the_issue_itself(self, client):
        issue = builders.issue(title="La une secrète")
        issue.unpublish()

        for address in ("/lettres/", "/", "/recherche/?q=secrète", "/plan-du-site/"):
            assert "La une secrète" not in text(client.get(address))
        assert client.get(issue.url).status_code == 404

    def test_a_change_that_is_not_published(self, editor, client):
        issue = builders.issue(title="La une d’avant")
        save(editor, issue, streams=STREAMS, title="La une d’après")

        assert "La une d’avant" in text(client.get(issue.url))
        assert "La une d’après" not in text(client.get(issue.url))
