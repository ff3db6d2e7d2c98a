"""The roadmap of a year: what it costs, how far it is, what happened when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects.models import Action, AxisContact, Contribution, Milestone, RoadmapPage
from tests import builders
from tests.back_office import filled_in, save, signed_in
from tests.contents import raw
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def funded(*amounts, **fields):
    roadmap = builders.roadmap(**fields)
    roadmap.contributions = [
        Contribution(organisation=builders.organisation(f"Financeur {number}"), amount=amount)
        for number, amount in enumerate(amounts)
    ]
    roadmap.save()
    return roadmap


class TestBudget:
    def test_the_total_is_computed(self, client):
        roadmap = funded(360_000, 240_000, 150_000)

        shown = text(client.get(roadmap.url))

        assert "Total des montants publiés 750 000 €" in shown
        assert "360 000 €" in shown

    def test_the_total_follows_a_contribution(self, client):
        roadmap = funded(360_000, 240_000)
        Contribution.objects.filter(amount=240_000).update(amount=1)

        assert "Total des montants publiés 360 001 €" in text(client.get(roadmap.url))

    def test_an_amount_that_is_not_published_says_so(self, client):
        shown = text(client.get(funded(360_000, None).url))

        assert "non publié" in shown
        assert "Total des montants publiés 360 000 €" in shown

    def test_a_contribution_of_nothing_is_not_one_that_is_unknown(self, client):
        assert "0 €" in text(client.get(funded(0, 10).url))

    def test_grants_are_named_as_such(self, client):
        roadmap = funded(10)
        Contribution.objects.create(
            roadmap=roadmap, organisation=builders.organisation("ADEME"), kind="subvention", amount=5
        )

        assert "ADEME (subvention) 5 €" in text(client.get(RoadmapPage.objects.get().url))

    def test_an_issue_shows_the_same_total(self, client):
        roadmap = funded(360_000, 240_000)
        issue = builders.issue()
        issue.feature = raw([("budget", {"title": "Le budget", "roadmap": roadmap.pk, "text": ""})])
        issue.save()

        assert "Total des montants publiés 600 000 €" in text(client.get(issue.url))

    def test_a_roadmap_without_figures_has_no_budget(self, client):
        assert "Le budget" not in text(client.get(builders.roadmap().url))

    def test_one_organisation_contributes_once(self):
        roadmap = funded(10)
        organisation = roadmap.contributions.get().organisation
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(roadmap=roadmap, organisation=organisation)


class TestAction:
    def test_a_stopped_action_gives_its_reason(self):
        for step in ("reportee", "abandonnee"):
            with pytest.raises(ValidationError, match="reportée ou abandonnée"):
                Action(axis=builders.axis(), title="Une halte", step=step).full_clean()

    @pytest.mark.parametrize("step", ["reportee", "abandonnee"])
    def test_the_database_asks_for_it_too(self, step):
        axis = builders.axis()
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.create(axis=axis, title="Une halte", step=step)

    def test_the_form_asks_for_it(self):
        axis = builders.axis()
        axis.actions = [Action(title="Une halte", step="prevue")]
        axis.save()

        response = save(signed_in(builders.administrator()), axis, **{"actions-0-step": "reportee"})

        (entry,) = response.context["form"].formsets["actions"].forms
        assert entry.errors["reason"]

    def test_actions_are_shown_by_what_became_of_them(self, client):
        axis = builders.axis()
        axis.actions = [
            Action(title="Une halte", step="reportee", reason="Faute de crédits"),
            Action(title="Un verger", step="realisee", detail="<p>Trente arbres &amp; haies</p>"),
            Action(title="Une étude", step="etude"),
            Action(title="Un chantier", step="engagee"),
        ]
        axis.save()

        for address in (axis.url, axis.get_parent().url):
            shown = text(client.get(address))
            assert shown.index("Réalisé") < shown.index("Un verger") < shown.index("En cours")
            assert shown.index("En cours") < shown.index("Un chantier") < shown.index("À venir")
            assert shown.index("À venir") < shown.index("Une étude") < shown.index("Reporté ou abandonné")
            assert shown.index("Reporté ou abandonné") < shown.index("Une halte")
            assert "Motif : Faute de crédits" in shown
            assert "Trente arbres & haies" in shown
            assert "Trente arbres & haies" in shown


class TestMilestone:
    @pytest.mark.parametrize(
        ("day", "precision", "words"),
        [
            (date(2023, 3, 28), "jour", "28 mars 2023"),
            (date(2023, 3, 1), "jour", "1er mars 2023"),
            (date(2023, 3, 1), "mois", "mars 2023"),
            (date(2023, 1, 1), "annee", "2023"),
        ],
    )
    def test_a_date_is_as_precise_as_it_is_known(self, client, day, precision, words):
        axis = builders.axis()
        milestone = Milestone(day=day, precision=precision, sentence="Les travaux commencent.")
        axis.actions = [Action(title="Un chantier", step="engagee", milestones=[milestone])]
        axis.save()

        assert milestone.when == words
        assert f"Un chantier engagée {words.capitalize()} : Les travaux commencent." in text(client.get(axis.url))

    def test_an_issue_reports_those_chosen_for_it_in_their_order(self, client):
        axis = builders.axis()
        chosen = [
            Milestone(day=date(2023, 3, day), sentence=f"Étape {day}.", in_letter=day != 3, letter_order=10 - day)
            for day in (1, 2, 3)
        ]
        axis.actions = [Action(title="Un chantier", milestones=chosen)]
        axis.save()
        issue = builders.issue()
        roadmap = axis.get_parent()
        issue.feature = raw([("actions_done", {"title": "Déjà fait", "roadmap": roadmap.pk})])
        issue.save()

        shown = text(client.get(issue.url))

        assert shown.index("Étape 2.") < shown.index("Étape 1.")
        assert "Étape 3." not in shown


class TestPages:
    def test_years_are_listed_the_latest_first(self, client):
        for year in (2022, 2024, 2023):
            builders.roadmap(year=year, title=f"Feuille de route {year}", guiding_thread="l’écotransition")

        shown = text(client.get("/feuille-de-route/"))

        positions = [shown.index(f"Feuille de route {year}") for year in (2024, 2023, 2022)]
        assert positions == sorted(positions)
        assert "Fil rouge : l’écotransition" in shown

    def test_a_year_and_its_axes_lead_to_one_another(self, client):
        axis = builders.axis(title="Écotransition")
        builders.axis(axis.get_parent().specific, title="Un axe en préparation").unpublish()
        roadmap = axis.get_parent()

        assert axis.url in links(client.get(roadmap.url))
        assert roadmap.url in links(client.get(axis.url))
        assert "Un axe en préparation" not in text(client.get(roadmap.url))

    def test_an_axis_says_whom_to_ask(self, client):
        axis = builders.axis()
        axis.contacts = [AxisContact(person=builders.person("Zoé Petit", email="zoe@example.org"))]
        axis.save()

        page = client.get(axis.url)

        assert "Zoé Petit" in text(page)
        assert "mailto:zoe@example.org" in links(page)

    def test_a_year_is_taken_once(self):
        client = signed_in(builders.administrator())
        existing = builders.roadmap(year=2023)
        address = f"/admin/pages/add/projects/roadmappage/{existing.get_parent().pk}/"

        data = filled_in(client, address, title="2023", slug="2023", year="2023")
        response = client.post(address, {**data, "action-publish": "1"})

        assert response.context["form"].errors["year"]

    @pytest.mark.parametrize("year", [0, 23, 1999, 2101])
    def test_an_odd_year_is_refused(self, year):
        with pytest.raises(ValidationError, match="quatre chiffres"):
            builders.roadmap(year=year)
