"""The manager's board of the roadmap."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from projects.models import AxisContact, Milestone
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.clocks import TODAY
from tests.projects.roadmap_board.actions import address_of, axis_with, keeper
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

BOARD = "/admin/feuille-de-route/"


class TestBoard:
    def test_what_is_overdue_comes_first_then_what_nobody_speaks_of(self):
        long_ago = TODAY - timedelta(days=400)
        axis_with(
            {"title": "Faite", "step": "realisee", "due_on": long_ago},
            {"title": "Tranquille", "milestones": [Milestone(day=TODAY, sentence="On avance.")]},
            {"title": "Muette", "milestones": [Milestone(day=long_ago, sentence="On a commencé.")]},
            {"title": "Retard", "due_on": TODAY - timedelta(days=1)},
            {"title": "Vieux retard", "due_on": long_ago},
        )

        shown = text(keeper().get(BOARD))

        places = [shown.index(title) for title in ("Vieux retard", "Retard", "Muette", "Tranquille", "Faite")]
        assert places == sorted(places)
        assert shown.count("Échéance passée depuis le") == 2
        assert shown.count("Sans nouvelle depuis le") == 1
        assert "5 actions" in shown and "dont 3 à suivre" in shown

    def test_it_tells_the_last_milestone_the_contact_and_how_far_each_axis_is(self):
        axis = axis_with(
            {
                "title": "Un verger",
                "step": "engagee",
                "milestones": [
                    Milestone(day=date(TODAY.year, 1, 2), sentence="Les trous sont creusés."),
                    Milestone(day=date(TODAY.year, 1, 1), sentence="Le terrain est choisi."),
                ],
            },
            {"title": "Une étude", "step": "etude"},
            title="Écotransition",
        )
        axis.contacts = [AxisContact(person=builders.person("Zoé Petit"))]
        axis.save()

        shown = text(keeper().get(BOARD))

        assert f"2 janvier {TODAY.year} : Les trous sont creusés." in shown
        assert "Le terrain est choisi." not in shown
        assert "Zoé Petit" in shown
        assert "Écotransition : 1 engagée et 1 à l’étude" in shown

    def test_filters_narrow_it(self):
        roadmap = builders.roadmap(year=TODAY.year)
        first = axis_with({"title": "Un verger", "step": "engagee"}, {"title": "Un bois"}, parent=roadmap)
        axis_with({"title": "Un chantier"}, parent=roadmap)
        person = builders.person("Zoé Petit")
        first.contacts = [AxisContact(person=person)]
        first.save()
        client = keeper()

        def titles(**asked):
            shown = text(client.get(BOARD, {"annee": TODAY.year, **asked}))
            return [title for title in ("Un verger", "Un bois", "Un chantier") if title in shown]

        assert titles() == ["Un verger", "Un bois", "Un chantier"]
        assert titles(axe=first.pk) == ["Un verger", "Un bois"]
        assert titles(etape="engagee") == ["Un verger"]
        assert titles(contact=person.pk) == ["Un verger", "Un bois"]
        assert titles(mots="VERGÉR") == ["Un verger"]
        assert titles(suivi="en-retard") == []

    @pytest.mark.parametrize(
        "asked",
        [{"annee": "abc"}, {"annee": "99999999999999999999"}, {"axe": "x"}, {"etape": "'"}, {"mots": "a" * 500}],
    )
    def test_what_makes_no_sense_is_told(self, asked):
        axis_with({})

        response = keeper().get(BOARD, asked)

        assert response.status_code == 400

    def test_it_costs_the_same_with_many_actions(self, django_assert_max_num_queries):
        axis_with(*({"milestones": [Milestone(day=TODAY, sentence="Fait.")]} for _ in range(40)))
        client = keeper()
        client.get(BOARD)

        with django_assert_max_num_queries(45):
            client.get(BOARD)

    @pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau", "Diffusion"])
    def test_other_roles_are_refused(self, role):
        action = axis_with({}).actions.get()
        client = signed_in(builders.account(role))

        for address in (BOARD, address_of(action), reverse("roadmap_new_year"), reverse("roadmap_letter")):
            assert is_refused(client, address), address
        closing = reverse("roadmap_closing", args=[action.axis.get_parent().pk])
        assert is_refused(client, closing)
        assert is_refused(client, closing, {})
        assert is_refused(client, address_of(action), {"sentence": "Non", "step": "realisee"})
