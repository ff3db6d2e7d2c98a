"""Editions, candidates and results, as they are entered and kept."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from projects.models import CandidatePage, LabelEditionPage, LabelIndexPage, LabelStep
from tests import builders
from tests.back_office import edit_address, filled_in, save, signed_in
from tests.projects.label.results import ANNOUNCED, RESULT, result_of
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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

    def test_an_instant_that_is_past_releases_nothing(self, manager, client):
        edition = builders.edition()
        past = {"result": result_of(edition).pk, "result_announced_at": "2020-01-01 10:00"}
        entered = self.enter(manager, edition, number="1", **past)
        changed = save(manager, builders.candidate(edition, number=2), action="publish", streams=["body"], **past)

        for response in (entered, changed):
            assert "le résultat paraîtrait aussitôt" in self.errors(response)["result_announced_at"][0]
        assert RESULT not in text(client.get(edition.url))

    def test_an_instant_without_a_result_releases_nothing_and_is_left_alone(self, manager):
        candidate = builders.candidate(builders.edition(), result_announced_at=ANNOUNCED)

        assert save(manager, candidate, streams=["body"], title="Autre titre").status_code == 302

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
