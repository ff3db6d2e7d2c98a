"""The Label Euralens: a result is known everywhere at once, at the instant of its announcement, never before."""

from datetime import UTC, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from newsletter.models import IssuePage
from projects.models import (
    CandidateCommune,
    CandidateHolder,
    CandidatePage,
    LabelEditionPage,
    LabelIndexPage,
    LabelResult,
    LabelStep,
)
from tests import builders
from tests.back_office import edit_address, filled_in, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.keeping import kept, lent
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

ANNOUNCED = local(2024, 1, 18, 19)
RESULT = "Mention Extraordinaire"


def result_of(edition, name=RESULT, **fields):
    return LabelResult.objects.create(edition=edition, name=name, **fields)


def cited_candidate():
    """A candidate whose result is known to editors, held by a member, in a commune, and cited by an issue."""
    edition = builders.edition(year=2023, title="Édition 2023")
    lens = builders.commune("Lens")
    organisation = builders.organisation("Les Cousalis")
    builders.member(organisation=organisation, title="Les Cousalis")
    candidate = builders.candidate(edition, title="Le jardin suspendu", slug="jardin", number=3)
    candidate.holders = [CandidateHolder(organisation=organisation)]
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.result, candidate.result_announced_at = result_of(edition), ANNOUNCED
    candidate.save_revision().publish()
    issue = builders.issue(number=9)
    issue.feature = raw([("candidates", {"title": "Les candidats", "edition": edition.pk, "text": "", "contacts": []})])
    issue.save_revision().publish()
    return candidate


@pytest.fixture(scope="class")
def kept_candidate(django_db_setup, django_db_blocker):
    with kept(cited_candidate, django_db_blocker) as candidate:
        yield candidate


@pytest.fixture
def candidate(kept_candidate, db):
    return lent(kept_candidate)


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


class TestForm:
    @pytest.fixture
    def manager(self):
        return signed_in(builders.account("Label"))

    def errors(self, response):
        return response.context["form"].errors

    def enter(self, manager, edition, **fields):
        address = reverse("wagtailadmin_pages:add", args=["projects", "candidatepage", edition.pk])
        data = filled_in(
            manager, address, ["body"], **{"title": "Un projet", "slug": "projet", "subject": "Un jardin.", **fields}
        )
        return manager.post(address, {**data, "action-publish": "1"}, follow=True)

    def test_a_result_of_another_edition_is_refused(self, manager, candidate):
        other = result_of(builders.edition(), "Nominé")

        response = save(manager, candidate, streams=["body"], result=other.pk)

        assert self.errors(response)["result"] == ["Choisissez un résultat de la même édition."]

    def test_a_new_candidate_has_a_result_of_its_edition(self, manager, candidate):
        response = self.enter(
            manager,
            builders.edition(),
            number="1",
            result=candidate.result_id,
            result_announced_at="2024-01-18 19:00",
        )

        assert self.errors(response)["result"] == ["Choisissez un résultat de la même édition."]

    def test_a_number_is_taken_once_in_an_edition(self, manager, candidate):
        edition = candidate.get_parent()
        second = builders.candidate(edition.specific, number=4)

        for response in (
            self.enter(manager, edition, number="3"),
            save(manager, second, streams=["body"], number="3"),
        ):
            assert self.errors(response)["number"] == ["Ce numéro est déjà pris dans cette édition."]

    def test_a_number_serves_again_in_another_edition(self, manager, candidate):
        self.enter(manager, builders.edition(), number="3")

        assert CandidatePage.objects.live().filter(number=3).count() == 2

    def test_a_candidate_keeps_its_own_number(self, manager, candidate):
        response = save(
            manager, candidate, action="publish", streams=["body"], follow=True, title="Le jardin suspendu !"
        )

        assert CandidatePage.objects.get(slug="jardin").title == "Le jardin suspendu !"
        assert response.redirect_chain

    def test_the_choice_of_results_names_their_edition(self, manager, candidate):
        assert f"{RESULT} (2023)" in text(manager.get(edit_address(candidate)))


class TestDatabase:
    def test_a_result_in_use_is_kept(self, candidate):
        with pytest.raises(ProtectedError):
            candidate.result.delete()

    def test_a_result_is_named_once_in_an_edition(self, candidate):
        with pytest.raises(IntegrityError), transaction.atomic():
            result_of(candidate.get_parent().specific)

    def test_a_step_does_not_end_before_it_starts(self):
        edition = builders.edition()
        with pytest.raises(IntegrityError), transaction.atomic():
            LabelStep.objects.create(edition=edition, name="x", start="2023-06-01", end="2023-05-01")


@pytest.mark.parametrize("year", ["23", "2203"])
def test_an_odd_year_of_an_edition_is_refused(year):
    client = signed_in(builders.administrator())
    address = reverse("wagtailadmin_pages:add", args=["projects", "labeleditionpage", LabelIndexPage.objects.get().pk])

    data = filled_in(client, address, title="2023", slug="2023", year=year)
    response = client.post(address, {**data, "action-publish": "1"})

    assert response.context["form"].errors["year"] == ["Indiquez l’année sur quatre chiffres, comme 2023."]


def test_a_new_edition_has_the_words_of_the_last_for_its_results():
    older, last = builders.edition(year=2022), builders.edition(year=2023)
    builders.label_result(older, name="Coup de cœur")
    builders.label_result(last, name="Lauréat", is_award=True)
    builders.label_result(last, name="Non retenu", is_award=False, is_public=False)
    client = signed_in(builders.administrator())
    address = reverse("wagtailadmin_pages:add", args=["projects", "labeleditionpage", LabelIndexPage.objects.get().pk])

    ticked = [each["name"] for each in elements(client.get(address), "input") if "checked" in each]
    data = filled_in(client, address, title="Label 2024", slug="2024", year="2024", **dict.fromkeys(ticked, "on"))
    client.post(address, {**data, "action-publish": "1"})

    made = LabelEditionPage.objects.get(year=2024)
    assert [(one.name, one.is_award, one.is_public) for one in made.results.all()] == [
        ("Lauréat", True, True),
        ("Non retenu", False, False),
    ]
    assert last.results.count() == 2


def test_the_instruction_of_an_edition_without_words_for_results_leads_to_them():
    edition = builders.edition()
    builders.candidate(edition, title="Les Cousalis")
    client = signed_in(builders.administrator())

    table = client.get(reverse("label_instruction", args=[edition.pk]))

    assert "Cette édition ne nomme aucun résultat" in text(table)
    assert "Enregistrer les résultats" not in text(table)
    builders.label_result(edition)
    table = client.get(reverse("label_instruction", args=[edition.pk]))
    assert "Cette édition ne nomme aucun résultat" not in text(table)
    assert "Enregistrer les résultats" in text(table)


def test_a_candidate_is_not_copied():
    candidate = builders.candidate(title="Le jardin")
    client = signed_in(builders.administrator())

    page = client.get(reverse("wagtailadmin_pages:copy", args=[candidate.pk]), follow=True)

    assert "n’existe qu’une fois" in text(page)
