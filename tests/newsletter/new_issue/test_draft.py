"""A draft begun from the last issue: what it takes along and what it leaves."""

from datetime import date

import pytest
from django.urls import reverse

from newsletter.models import IssuePage
from projects.models import Action, Milestone
from tests import builders
from tests.back_office import edit_address, messages
from tests.contents import full_issue, raw
from tests.newsletter.citations import initiative, issue_with
from tests.newsletter.new_issue.beginning import begin, proposed
from tests.reading import text

pytestmark = pytest.mark.django_db


def draft(editor, number=10):
    """The words of a draft as its editor previews it."""
    page = IssuePage.objects.get(number=number)
    return text(editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))


def milestones(roadmap, *days):
    axis = builders.axis(roadmap)
    rows = [Milestone(day=day, sentence=f"Étape du {day:%d/%m}.", in_letter=True) for day in days]
    axis.actions = [Action(title="Un chantier", milestones=rows)]
    axis.save()


class TestDraft:
    def test_it_is_a_draft_under_its_number(self, editor, client):
        builders.issue(number=9)

        response = begin(editor)

        issue = IssuePage.objects.get(number=10)
        assert response.redirect_chain[-1][0] == edit_address(issue)
        assert messages(response) == ["Le n°\xa010 est créé, en brouillon."]
        assert issue.title == "Lettre n°\xa010"
        assert client.get("/lettres/10/").status_code == 404
        assert "Lettre n° 10" not in text(client.get("/lettres/"))

    def test_any_day_stands_for_its_month(self, editor):
        begin(editor, month="14/09/2023")

        assert "septembre 2023" in draft(editor)

    def test_what_lasts_is_there_and_what_is_dated_is_not(self, editor):
        full_issue()

        begin(editor, number="90")

        shown = draft(editor, 90)

        for words in ("Directeur de publication : Personne 0", "Comité de rédaction : Personne 0"):
            assert words in shown
        for words in (
            "Les axes",
            "Le budget",
            "Les élus",
            "Label Euralens",
            "Appel",
            "+ 4 100",
            "Rencontre",
        ):
            assert words in shown
        for words in ("Le réseau", "Un résumé.", "Un intertitre", "Showroom", "Un festival.", "Une journée."):
            assert words not in shown

    def test_a_box_stays_if_it_gives_somebody_to_write_to(self, editor):
        person = builders.person("Zoé Petit")
        box = {"title": "Un projet ?", "text": "<p>Parlez-en.</p>", "tone": "canopee", "contacts": [person.pk]}
        issue_with("cover", ("callout", box), ("callout", {**box, "title": "Une nouvelle", "contacts": []}))

        begin(editor, number="90")

        assert "Un projet ?" in draft(editor, 90)
        assert "Une nouvelle" not in draft(editor, 90)

    def test_it_follows_the_last_draft_rather_than_what_readers_see(self, editor):
        last = builders.issue(number=9, territory_title="Chez nous")
        last.territory_title = "Autour de nous"
        last.territory = raw([initiative()])
        last.save_revision()

        begin(editor)

        assert IssuePage.objects.get(number=10).territory_title == "Autour de nous"

    def test_an_unticked_part_stays_behind(self, editor):
        full_issue()

        begin(editor, number="90", carried=["agenda"])

        shown = draft(editor, 90)
        assert "Rencontre" in shown
        for words in ("Personne 0", "Les axes", "Un jardin", "Chiffres-clés", "Appel"):
            assert words not in shown

    def test_the_governance_is_that_of_today(self, editor):
        body = builders.organisation()
        builders.mandate(builders.person("Ancienne Élue"), body, end=date(2023, 12, 31))
        builders.mandate(builders.person("Nouvelle Élue"), body, start=date(2024, 1, 1))
        block = {"title": "Les élus", "body": body.pk, "as_of": "2023-06-01", "text": ""}
        issue_with("feature", ("governance", block))

        begin(editor, number="90")

        assert "Nouvelle Élue" in draft(editor, 90)
        assert "Ancienne Élue" not in draft(editor, 90)

    def test_figures_come_at_their_latest_value(self, editor):
        jobs, homes = builders.indicator(), builders.indicator()
        old = builders.indicator_value(jobs, display="+ 4 100", as_of=date(2023, 6, 1))
        builders.indicator_value(jobs, display="+ 5 200", as_of=date(2023, 9, 1))
        builders.indicator_value(homes, display="1 000", as_of=date(2023, 9, 1))
        issue_with("territory", ("key_figures", {"title": "Chiffres-clés", "figures": [old.pk]}))

        begin(editor, number="90")

        shown = draft(editor, 90)
        assert "+ 5 200" in shown
        assert "+ 4 100" not in shown
        assert "1 000" not in shown

    def test_the_agenda_proposes_what_is_to_come_in_its_order(self, editor):
        builders.issue(number=9)
        for day, title in ((20, "Le forum"), (3, "La fête")):
            builders.event([(builders.local(2023, 9, day, 18), None)], title=title)
        builders.event([(builders.local(2023, 8, 31, 18), None)], title="Trop tôt")
        builders.event([(builders.local(2023, 9, 4, 18), None)], title="Annulé", status="annule", status_note="Pluie.")
        builders.event([(builders.local(2023, 9, 5, 18), None)], title="Pas encore public", live=False)

        begin(editor)

        shown = draft(editor)
        assert shown.index("La fête") < shown.index("Le forum")
        for words in ("Trop tôt", "Annulé", "Pas encore public"):
            assert words not in shown

    def test_where_nothing_is_to_come_yet_the_agenda_waits_for_it(self, editor):
        builders.issue(number=9)

        begin(editor)
        builders.event([(builders.local(2023, 10, 3, 18), None)], title="La fête")
        builders.event([(builders.local(2024, 1, 3, 18), None)], title="Trop tard")

        shown = draft(editor)
        assert "La fête" in shown
        assert "Trop tard" not in shown

    def test_actions_are_those_since_the_last_issue(self, editor):
        roadmap = builders.roadmap(year=2023)
        milestones(roadmap, date(2023, 5, 31), date(2023, 6, 1))
        issue_with("feature", ("actions_done", {"title": "Déjà fait", "roadmap": roadmap.pk}), month=date(2023, 6, 1))

        begin(editor, number="90")

        assert "Étape du 01/06." in draft(editor, 90)
        assert "Étape du 31/05." not in draft(editor, 90)

    def test_another_year_brings_its_own_roadmap_and_label(self, editor):
        past, current = builders.roadmap(year=2023), builders.roadmap(year=2024)
        builders.roadmap(year=2025, live=False)
        editions = [builders.edition(year=year) for year in (2023, 2024)]
        builders.candidate(editions[1], title="Le jardin de 2024")
        builders.axis(current, title="L’axe de 2024")
        issue_with(
            "feature",
            ("roadmap_axes", {"title": "Trois axes pour 2023", "roadmap": past.pk}),
            ("candidates", {"title": "8 projets en 2023", "edition": editions[0].pk, "text": "<p>Vite.</p>"}),
        )

        begin(editor, number="90", month="01/03/2025")

        shown = draft(editor, 90)
        for words in ("L’axe de 2024", "Le jardin de 2024", "Les axes de la feuille de route 2024"):
            assert words in shown
        for words in ("Trois axes pour 2023", "8 projets en 2023", "Vite."):
            assert words not in shown

    def test_the_first_issue_begins_with_what_the_registers_hold(self, editor):
        builders.event(title="La fête")
        milestones(builders.roadmap(year=2023), date(2023, 3, 1))

        assert proposed(editor)["number"] == "1"
        begin(editor, number="1", month="01/06/2023")

        assert "La fête" in draft(editor, 1)
        assert "Étape du 01/03." in draft(editor, 1)

    def test_the_history_tells_who_began_it(self, editor):
        builders.issue(number=9)
        begin(editor)

        history = text(editor.get(reverse("wagtailadmin_pages:history", args=[IssuePage.objects.get(number=10).pk])))

        assert "Camille Durand" in history
        assert "Création" in history
