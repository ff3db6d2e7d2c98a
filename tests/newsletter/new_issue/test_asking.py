"""What « Nouveau numéro » proposes, to whom, and what it refuses."""

from datetime import date

import pytest
from django.urls import reverse

from newsletter.models import IssueIndexPage, IssuePage
from tests import builders
from tests.back_office import edit_address, is_refused, signed_in
from tests.newsletter.new_issue.beginning import ADDRESS, begin, proposed
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


class TestProposal:
    def test_it_comes_after_the_last_number_and_month(self, editor):
        builders.issue(number=9, month=date(2090, 6, 1))
        builders.issue(number=12, month=date(2090, 12, 1), live=False)

        form = proposed(editor)

        assert form["number"] == "13"
        assert form["month"] == "01/01/2091"

    def test_letters_kept_as_a_pdf_have_their_number_too(self, editor):
        builders.archived_issue(number=5)

        assert proposed(editor)["number"] == "6"
        refused = begin(editor, number="5")
        assert refused.status_code == 400
        assert "Le n° 5 existe déjà." in text(refused)

    def test_a_month_long_past_gives_way_to_the_one_to_come(self, editor):
        builders.issue(number=9, month=date(2023, 6, 1))
        today = date.today()

        shown = proposed(editor)["month"]

        assert shown == f"01/{today.month % 12 + 1:02}/{today.year + today.month // 12}"

    def test_the_list_of_issues_offers_it(self, editor):
        index = reverse("wagtailadmin_explore", args=[IssueIndexPage.objects.get().pk])

        assert ADDRESS in links(editor.get(index))

    @pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau"])
    def test_who_writes_no_letter_is_refused(self, role):
        clerk = signed_in(builders.account(role))

        assert is_refused(clerk, ADDRESS)
        assert is_refused(clerk, ADDRESS, {"number": "10", "month": "01/09/2023"})
        assert not IssuePage.objects.exists()


class TestMistakes:
    def test_who_comes_second_is_told_and_loses_nothing(self, editor):
        builders.issue(number=9)
        begin(editor, title="Le premier arrivé")
        response = begin(signed_in(builders.account("Rédaction")), title="Le second")

        assert response.status_code == 400
        assert "Le n° 10 existe déjà." in text(response)
        assert edit_address(IssuePage.objects.get(number=10)) in links(response)
        assert "Le second" in [field.get("value") for field in elements(response, "input")]
        assert IssuePage.objects.filter(number=10).count() == 1

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"number": "0"}, "Les numéros commencent à 1."),
            ({"number": "dix"}, "Saisissez un nombre entier."),
            ({"number": "99999999999"}, "32767"),
            ({"month": "juin 2026"}, "Indiquez un jour du mois, comme 01/12/2026."),
            ({"since": "juin 2026"}, "Indiquez un jour, comme 01/12/2026."),
            ({"carried": ["tout"]}, "tout"),
            ({"title": "x" * 300}, "255"),
        ],
    )
    def test_they_are_told_in_french(self, editor, fields, words):
        builders.issue(number=9)

        response = begin(editor, **fields)

        assert response.status_code == 400
        assert words in text(response)
        assert IssuePage.objects.count() == 1

    def test_an_address_taken_by_another_issue_is_passed_over(self, editor):
        builders.issue(number=9, slug="10")

        begin(editor)

        assert IssuePage.objects.get(number=10).slug == "numero-10"
