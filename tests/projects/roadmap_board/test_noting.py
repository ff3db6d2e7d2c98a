"""What is noted on the board: on readers' pages, in drafts and in the letter alike."""

from datetime import timedelta

import pytest
from django.urls import reverse

from newsletter.models import IssuePage
from pma_site.core.models import SiteDocument
from projects.models import Action, AxisPage, Milestone
from tests import builders
from tests.back_office import messages, save, signed_in
from tests.clocks import TODAY
from tests.projects.roadmap_board.actions import address_of, axis_with, keeper
from tests.reading import elements, links, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def noted(client, action, **fields):
    data = {
        "sentence": "La chaufferie démarre.",
        "day": TODAY.isoformat(),
        "precision": "jour",
        "step": action.step,
        "reason": "",
        **fields,
    }
    return client.post(address_of(action), data, follow=True)


class TestMilestone:
    def test_it_is_online_at_once_with_the_new_step(self, client):
        axis = axis_with({"step": "engagee"})

        response = noted(keeper(), axis.actions.get(), step="realisee", in_letter="on")

        assert "L’étape est notée et en ligne. Voir la page publique" in text(messages(response)[0])
        assert "Action 0 réalisée" in text(client.get(axis.url))
        assert "La chaufferie démarre." in text(client.get(axis.url))
        assert Milestone.objects.get().in_letter

    def test_a_draft_that_is_ahead_stays_a_draft_and_has_it_too(self, client):
        axis = axis_with({"title": "Un verger"}, {"title": "Un bois"})
        editor = signed_in(builders.administrator())
        save(editor, axis, title="Titre en brouillon", **{"actions-1-title": "Une forêt"})
        kept = {action.title: action.key for action in axis.actions.all()}

        noted(keeper(), axis.actions.get(title="Un bois"))

        shown = text(client.get(axis.url))
        assert "La chaufferie démarre." in shown
        assert "Titre en brouillon" not in shown and "Une forêt" not in shown
        axis.refresh_from_db()
        assert axis.has_unpublished_changes
        draft = axis.get_latest_revision_as_object()
        assert (draft.title, [action.title for action in draft.actions.all()]) == (
            "Titre en brouillon",
            ["Un verger", "Une forêt"],
        )
        draft.get_latest_revision().publish()
        shown = text(client.get(axis.url))
        assert "Titre en brouillon" in shown
        assert shown.count("La chaufferie démarre.") == 1
        assert {action.key for action in Action.objects.all()} == set(kept.values())
        assert Milestone.objects.get().action.title == "Une forêt"

    def test_an_action_that_only_the_draft_has_keeps_its_identity(self):
        axis = axis_with({"title": "Un verger"})
        admin = signed_in(builders.administrator())
        new = {"actions-TOTAL_FORMS": "2", "actions-1-title": "Un bois", "actions-1-step": "prevue"}
        more = {f"actions-1-{name}": "" for name in ("reason", "due_on", "id")} | {"actions-1-detail": "null"}
        empty = {"actions-1-milestones-TOTAL_FORMS": "0", "actions-1-milestones-INITIAL_FORMS": "0"}
        save(admin, axis, **new, **more, **empty, **{"actions-1-ORDER": "2"})
        draft = AxisPage.objects.get().get_latest_revision_as_object()
        (first,) = [action.key for action in draft.actions.all() if action.title == "Un bois"]

        save(admin, AxisPage.objects.get(), action="publish", title="Revu")

        assert Action.objects.get(title="Un bois").key == first
        published = Action.objects.get(title="Un bois").pk
        save(admin, AxisPage.objects.get(), action="publish", title="Revu encore")
        assert Action.objects.get(title="Un bois").pk == published

    def test_who_does_not_publish_writes_it_into_the_draft(self, client):
        axis = axis_with({})

        response = noted(signed_in(builders.account("Rédaction")), axis.actions.get())

        assert "L’étape est notée dans le brouillon de l’axe." in text(messages(response)[0])
        assert "La chaufferie démarre." not in text(client.get(axis.url))
        (action,) = AxisPage.objects.get().get_latest_revision_as_object().actions.all()
        assert [str(milestone) for milestone in action.milestones.all()] == ["La chaufferie démarre."]

    def test_an_axis_that_is_not_online_stays_so(self, client):
        axis = axis_with({})
        axis.unpublish()

        noted(keeper(), axis.actions.get())

        assert client.get(axis.url).status_code == 404
        assert Milestone.objects.get().sentence == "La chaufferie démarre."

    def test_what_is_locked_or_waits_for_approval_is_left_alone(self):
        axis = axis_with({})
        axis.locked, axis.locked_by = True, builders.administrator()
        axis.save()

        response = noted(keeper(), axis.actions.get())

        assert "est verrouillé" in messages(response)[0]
        axis.locked = False
        axis.save()
        axis.get_workflow().start(axis, builders.administrator())
        response = noted(keeper(), axis.actions.get(), sentence="Une phrase à garder.")
        assert "attend un bon à tirer" in messages(response)[0]
        assert "Une phrase à garder." in response.content.decode()
        assert not Milestone.objects.exists()

    def test_its_picture_and_document_are_public(self, client, django_capture_on_commit_callbacks):
        axis, picture = axis_with({}), builders.image()
        document = SiteDocument.objects.create(title="Le bilan", file="documents/bilan.pdf")
        given = {"image": picture.pk, "document": document.pk}

        refused = noted(keeper(), axis.actions.get(), **given)
        noted(keeper(), axis.actions.get(), image_alt="La chaudière neuve", **given)

        assert refused.context["form"].errors["image_alt"]
        page = client.get(axis.url)
        assert "La chaudière neuve" in [image.get("alt") for image in elements(page, "img")]
        assert document.url in links(page)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"step": "reportee"}, "reason"),
            ({"day": (TODAY + timedelta(days=1)).isoformat()}, "day"),
            ({"sentence": ""}, "sentence"),
            ({"day": "hier"}, "day"),
            ({"image": "x"}, "image"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, given, field):
        axis = axis_with({})

        response = noted(keeper(), axis.actions.get(), **given)

        assert response.status_code == 400
        assert response.context["form"].errors[field]
        assert not Milestone.objects.exists()

    def test_a_postponed_action_says_why_without_a_milestone(self, client):
        axis = axis_with({})

        noted(keeper(), axis.actions.get(), sentence="", step="reportee", reason="Faute de crédits")

        assert "Motif : Faute de crédits" in text(client.get(axis.url))
        assert not Milestone.objects.exists()


class TestLetter:
    def milestones(self, *days):
        axis = axis_with({"milestones": [Milestone(day=day, sentence=f"Étape du {day:%d/%m}.") for day in days]})
        return axis, list(Milestone.objects.order_by("day"))

    def test_those_that_are_ticked_go_into_the_letter_and_stay_in_the_draft(self):
        axis, (old, new) = self.milestones(TODAY - timedelta(days=40), TODAY)
        save(signed_in(builders.administrator()), axis, title="Titre en brouillon")
        client, address = keeper(), f"/admin/feuille-de-route/lettre/?depuis={TODAY - timedelta(days=1)}"

        shown = text(client.get(address))
        response = client.post(address, {"in_letter": [new.pk]}, follow=True)

        assert new.sentence in shown and old.sentence not in shown
        assert messages(response) == ["1 étape changée."]
        assert [milestone.sentence for milestone in Milestone.objects.filter(in_letter=True)] == [new.sentence]
        draft = AxisPage.objects.get().get_latest_revision_as_object()
        assert draft.title == "Titre en brouillon"
        (action,) = draft.actions.all()
        assert [milestone.in_letter for milestone in action.milestones.all()] == [False, True]

    def test_there_is_a_button_where_there_is_something_to_choose_only(self):
        self.milestones(TODAY)
        client = keeper()

        for day, offered in ((TODAY, True), (TODAY + timedelta(days=1), False)):
            page = client.get(f"/admin/feuille-de-route/lettre/?depuis={day}").content.decode()
            assert ('<footer class="footer' in page) is offered, day

    def test_a_new_issue_tells_what_it_will_report_and_since_when(self):
        axis, (first, second) = self.milestones(TODAY - timedelta(days=2), TODAY - timedelta(days=1))
        Milestone.objects.update(in_letter=True)
        axis.refresh_from_db()
        builders.issue(number=8, month=TODAY.replace(year=TODAY.year - 1, day=1))
        editor = signed_in(builders.administrator())

        page = editor.get("/admin/lettres/nouveau-numero/")
        month = f"{TODAY:%d/%m/%Y}"
        given = {"number": 9, "month": month, "since": second.day.isoformat(), "carried": ["feuille-de-route"]}
        editor.post("/admin/lettres/nouveau-numero/", given)

        assert first.sentence in text(page) and second.sentence in text(page)
        assert any(str(link).startswith("/admin/feuille-de-route/lettre/?depuis=") for link in links(page))
        issue = IssuePage.objects.get(number=9)
        shown = text(editor.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk])))
        assert "Premières actions réalisées" in shown
        assert second.sentence in shown and first.sentence not in shown

    @pytest.mark.parametrize("asked", ["depuis=hier", "depuis=0000-00-00"])
    def test_a_day_that_is_none_is_told(self, asked):
        assert keeper().get(f"/admin/feuille-de-route/lettre/?{asked}").status_code == 400
