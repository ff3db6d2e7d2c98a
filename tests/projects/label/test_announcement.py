"""The Label Euralens: a result is known everywhere at once, at the instant of its announcement, never before."""

from datetime import UTC, timedelta

import pytest
import time_machine

from newsletter.models import IssuePage
from projects.models import LabelStep
from tests import builders
from tests.projects.label.results import ANNOUNCED, RESULT, result_of
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def _issue():
    return IssuePage.objects.get(number=9)


DOORS = {
    "candidate": lambda candidate: candidate.url,
    "edition": lambda candidate: candidate.get_parent().url,
    "editions": lambda candidate: "/label-euralens/",
    "home": lambda candidate: "/",
    "search by title": lambda candidate: "/recherche/?q=jardin+suspendu",
    "issue": lambda candidate: _issue().url,
    "e-mail": lambda candidate: f"{_issue().url}courriel/",
    "commune": lambda candidate: candidate.communes.get().commune.get_absolute_url(),
    "member": lambda candidate: candidate.holders.get().organisation.membership.url,
    "site map": lambda candidate: "/plan-du-site/",
}
# Where the outcome is shown at all.
OUTCOMES = ["candidate", "edition", "commune"]


def seen(client, address, moment):
    with time_machine.travel(moment.astimezone(UTC), tick=False):
        return client.get(address).content.decode()


class TestDoors:
    @pytest.mark.parametrize("door", DOORS)
    @pytest.mark.parametrize(
        "early", [timedelta(days=200), timedelta(seconds=1)], ids=["months before", "a second before"]
    )
    def test_no_door_lets_a_result_out_early(self, client, candidate, door, early):
        shown = seen(client, DOORS[door](candidate), ANNOUNCED - early)

        assert RESULT not in shown
        assert "jardin" in shown or door == "editions"
        if door in OUTCOMES:
            assert "Candidat" in shown

    @pytest.mark.parametrize("door", OUTCOMES)
    @pytest.mark.parametrize("late", [timedelta(0), timedelta(days=400)], ids=["at that instant", "later"])
    def test_doors_open_at_the_very_instant(self, client, candidate, door, late):
        assert RESULT in seen(client, DOORS[door](candidate), ANNOUNCED + late)

    def test_a_search_for_the_result_finds_no_candidate_early(self, client, candidate):
        address = "/recherche/?q=mention+extraordinaire"

        assert candidate.url not in links(seen(client, address, ANNOUNCED - timedelta(seconds=1)))

    @pytest.mark.parametrize("door", DOORS)
    def test_a_result_that_is_not_public_never_shows(self, client, candidate, door):
        edition = candidate.get_parent().specific
        edition.results = list(edition.results.all())
        for result in edition.results.all():
            result.is_public = False
        edition.save_revision().publish()

        shown = seen(client, DOORS[door](candidate), ANNOUNCED + timedelta(days=400))

        assert RESULT not in shown

    def test_an_unpublished_candidate_is_nowhere(self, client, candidate):
        candidate.unpublish()

        for door, address in DOORS.items():
            if door not in ("candidate", "search by title"):
                assert candidate.url not in links(seen(client, address(candidate), ANNOUNCED)), door
        assert client.get(candidate.url).status_code == 404

    def test_a_draft_result_does_not_show(self, client, candidate):
        other = result_of(candidate.get_parent().specific, "Lauréat")
        candidate.result = other
        candidate.save_revision()

        assert RESULT in seen(client, candidate.url, ANNOUNCED)
        assert "Lauréat" not in seen(client, candidate.url, ANNOUNCED)

    def test_a_candidate_shows_who_holds_it_and_where(self, client, candidate):
        candidate.area = "tout l’Artois"
        candidate.save()

        page = client.get(candidate.url)

        assert "Candidat n° 3" in text(page)
        assert "Les Cousalis" in text(page)
        assert "tout l’Artois" in text(page)
        member = candidate.holders.get().organisation.membership
        assert {member.url, candidate.communes.get().commune.get_absolute_url(), _issue().url} <= set(links(page))


def test_candidates_are_listed_by_their_number(client):
    edition = builders.edition()
    for number in (10, 2, 1):
        builders.candidate(edition, title=f"Projet {number}", number=number)

    shown = text(client.get(edition.url))

    assert shown.index("Projet 1 ") < shown.index("Projet 2 ") < shown.index("Projet 10 ")


def test_an_edition_shows_its_calendar(client):
    edition = builders.edition()
    edition.steps = [
        LabelStep(name="Appel à projets", start="2023-03-01", end="2023-05-31"),
        LabelStep(name="Cérémonie", note="en décembre"),
    ]
    edition.save()

    shown = text(client.get(edition.url))

    assert "Appel à projets Du 1er mars 2023 au 31 mai 2023" in shown
    assert "Cérémonie En décembre" in shown
