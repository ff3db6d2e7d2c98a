"""A year of the roadmap begun from the last one, closed, opened again."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from projects.models import Action, AxisContact, AxisPage, Contribution, Milestone, RoadmapPage, YearClosing
from tests import builders
from tests.back_office import edit_address, is_refused, messages, save, signed_in
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

KEEPER = "Feuille de route"
NEW_YEAR = "/admin/feuille-de-route/nouvelle-annee/"


def keeper():
    return signed_in(builders.account(KEEPER))


@pytest.fixture
def last():
    """The year 2023: two axes, every step, a contact, a budget."""
    roadmap = builders.roadmap(year=2023, title="Feuille de route 2023", slug="2023", guiding_thread="l’écotransition")
    roadmap.contributions = [
        Contribution(organisation=builders.organisation("Lens-Liévin"), amount=360_000),
        Contribution(organisation=builders.organisation("ADEME"), amount=5_000, kind="subvention"),
    ]
    roadmap.save()
    roadmap.save_revision().publish()
    axis = builders.axis(roadmap, title="Écotransition", slug="ecotransition")
    axis.contacts = [AxisContact(person=builders.person("Zoé Petit"))]
    reasons = {"reportee": "Faute de crédits", "abandonnee": "Plus d’objet"}
    axis.actions = [
        Action(title=f"Action {step}", step=step, reason=reasons.get(step, ""), due_on="2023-06-30")
        for step in ("etude", "prevue", "engagee", "realisee", "reportee", "abandonnee")
    ]
    axis.save()
    axis.save_revision().publish()
    builders.axis(roadmap, title="Label Euralens", slug="label")
    return RoadmapPage.objects.get(pk=roadmap.pk)


def offered(client):
    """What the form of a new year posts as it is first shown, everything ticked."""
    form = client.get(NEW_YEAR).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value not in (None, False, []):
            data[field.html_name] = "on" if value is True else value
    return data


class TestNewYear:
    def test_it_begins_as_drafts_with_what_goes_on(self, client, last):
        writer = keeper()

        response = writer.post(NEW_YEAR, offered(writer), follow=True)

        told = messages(response)[0]
        assert "Feuille de route 2024 est en brouillon, avec 2 axes, 4 actions et 2 contributeurs sans montant" in told
        new = RoadmapPage.objects.get(year=2024)
        assert (new.live, new.guiding_thread, new.slug) == (False, "l’écotransition", "2024")
        assert [line.amount for line in new.contributions.all()] == [None, None]
        axes = AxisPage.objects.child_of(new).order_by("path")
        assert [(axis.title, axis.slug, axis.live) for axis in axes] == [
            ("Écotransition", "ecotransition", False),
            ("Label Euralens", "label", False),
        ]
        assert str(axes[0].contacts.get()) == "Zoé Petit"
        carried = {action.title: action for action in axes[0].actions.all()}
        assert {title: action.step for title, action in carried.items()} == {
            "Action etude": "etude",
            "Action prevue": "prevue",
            "Action engagee": "engagee",
            "Action reportee": "prevue",
        }
        former = Action.objects.get(title="Action etude", axis__path__startswith=last.path)
        assert carried["Action etude"].carried_from == former.key
        assert {action.due_on for action in carried.values()} == {None}
        assert client.get(new.url).status_code == 404

    def test_what_goes_on_leads_to_where_it_comes_from(self, client, last):
        writer = keeper()
        writer.post(NEW_YEAR, offered(writer))
        new = RoadmapPage.objects.get(year=2024)
        axis = AxisPage.objects.child_of(new).get(slug="ecotransition")
        for page in (new, axis):
            page.save_revision().publish()

        page = client.get(AxisPage.objects.get(pk=axis.pk).url)

        assert text(page).count("Suite de : Feuille de route 2023") == 4
        assert AxisPage.objects.child_of(last).get(slug="ecotransition").url in links(page)

    def test_what_is_unticked_stays_behind(self, last):
        writer = keeper()
        axis = AxisPage.objects.get(slug="ecotransition")
        one = Action.objects.get(title="Action engagee")
        data = {**offered(writer), f"actions_{axis.pk}": [str(one.key)], "contributions": []}
        del data[f"axis_{AxisPage.objects.get(slug='label').pk}"]

        writer.post(NEW_YEAR, data)

        new = RoadmapPage.objects.get(year=2024)
        assert [action.title for action in Action.objects.of(new)] == ["Action engagee"]
        assert [page.slug for page in new.get_children()] == ["ecotransition"]
        assert not new.contributions.exists()

    @pytest.mark.parametrize("year", ["2023", "23", "", "9" * 30, "deux mille"])
    def test_a_year_that_cannot_be_is_refused_and_nothing_is_lost(self, last, year):
        writer = keeper()

        response = writer.post(NEW_YEAR, {**offered(writer), "year": year, "contributions": []})

        assert response.status_code == 400
        assert response.context["form"].errors["year"]
        assert response.context["form"]["contributions"].value() == []
        assert RoadmapPage.objects.count() == 1

    def test_the_first_year_starts_from_nothing(self):
        writer = keeper()

        writer.post(NEW_YEAR, {"year": "2024"})

        assert RoadmapPage.objects.get().title == "Feuille de route 2024"

    def test_editing_begins_it_too_but_does_not_close_it(self, last):
        writer = signed_in(builders.account("Rédaction"))

        writer.post(NEW_YEAR, offered(writer))

        assert RoadmapPage.objects.filter(year=2024).exists()
        assert is_refused(writer, reverse("roadmap_closing", args=[last.pk]), {})
        assert not YearClosing.objects.exists()


class TestClosing:
    def close(self, writer, roadmap):
        return writer.post(reverse("roadmap_closing", args=[roadmap.pk]), follow=True)

    def test_nothing_of_a_closed_year_changes(self, client, last):
        admin = signed_in(builders.administrator())
        self.close(admin, last)
        axis = AxisPage.objects.get(slug="ecotransition")
        action = axis.actions.first()

        save(admin, axis, action="publish", title="Détourné")
        save(admin, last, action="publish", title="Détourné")
        admin.post(reverse("roadmap_add_milestone", args=[action.key]), {"sentence": "Non.", "day": "2023-05-01"})
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[axis.pk]), follow=True)
        assert "est close" in " ".join(messages(response))
        assert is_refused(admin, reverse("wagtailadmin_pages:unpublish", args=[axis.pk]), {})
        index = last.get_parent()
        response = admin.post(reverse("wagtailadmin_pages:unpublish", args=[index.pk]), follow=True)
        assert "contient une année close" in " ".join(messages(response))
        bulk = f"/admin/bulk/wagtailcore/page/delete/?id={axis.pk}"
        admin.post(bulk, {"confirm": "1"})
        response = admin.get(f"/admin/pages/add/projects/axispage/{last.pk}/", follow=True)

        assert "est close" in " ".join(messages(response))
        axis.refresh_from_db()
        assert (axis.title, axis.live) == ("Écotransition", True)
        assert not Milestone.objects.exists()
        assert "Année close" in admin.get(edit_address(axis)).content.decode()
        assert client.get(axis.url).status_code == 200

    def test_it_is_opened_again_for_a_reason_that_is_kept(self, client, last):
        writer = keeper()
        self.close(writer, last)
        address = reverse("roadmap_closing", args=[last.pk])

        refused = writer.post(address, {"reason": ""})
        writer.post(address, {"reason": "Corriger une contribution"})
        save(writer, last, action="publish", title="Corrigé")

        assert refused.status_code == 400
        assert "Corrigé" in text(client.get(last.url))
        assert "Corriger une contribution" in text(writer.get(address))
        entries = PageLogEntry.objects.filter(page=last.pk, action__startswith="projects.").order_by("timestamp")
        assert [entry.formatter.format_message(entry) for entry in entries] == [
            "Année close",
            "Année rouverte : Corriger une contribution",
        ]

    def test_it_waits_for_what_awaits_approval(self, last):
        axis = AxisPage.objects.get(slug="label")
        axis.save_revision()
        axis.get_workflow().start(axis, builders.administrator())

        response = self.close(keeper(), last)

        assert "attend encore son bon à tirer" in messages(response)[0]
        assert not YearClosing.objects.exists()

    def test_the_next_year_is_free(self, last):
        writer = keeper()
        self.close(writer, last)

        writer.post(NEW_YEAR, offered(writer))

        new = RoadmapPage.objects.get(year=2024)
        assert save(writer, new, title="Feuille de route 2024, revue").status_code == 302


class TestComparison:
    ADDRESS = "/feuille-de-route/comparer/"

    def test_it_says_what_each_axis_promised_did_and_moved(self, client, last):
        writer = keeper()
        writer.post(NEW_YEAR, offered(writer))
        before = text(client.get(self.ADDRESS))
        new = RoadmapPage.objects.get(year=2024)
        for page in (new, *AxisPage.objects.child_of(new)):
            page.save_revision().publish()

        shown = text(client.get(self.ADDRESS))

        # What a draft takes over counts for nothing.
        assert "2023 6 1 1 3 non achevées 1 abandonnée" in before
        assert "2024" not in before
        assert "Écotransition : ce que sont devenues les actions Année Promises Réalisées Reportées Autres" in shown
        assert "2024 4 0 0 4 non achevées 2023 6 1 4 1 abandonnée" in shown
        assert "2023 360 000 € 5 000 € 365 000 €" in shown
        assert "2024 non publié non publié non publié" in shown
        assert "2024 : le montant de 2 contributions n’est pas publié." in shown

    def test_it_costs_the_same_whatever_the_years(self, client, last, django_assert_max_num_queries):
        for year in (2021, 2022):
            builders.axis(builders.roadmap(year=year), title="Écotransition", slug="ecotransition")

        with django_assert_max_num_queries(10):
            page = client.get(self.ADDRESS)

        assert [picture["aria-label"] for picture in elements(page, "div") if picture.get("role") == "img"] == [
            "Graphique\u00a0: Tous les axes. Données dans le tableau ci-dessous.",
            "Graphique\u00a0: Écotransition. Données dans le tableau ci-dessous.",
            "Graphique\u00a0: budget de chaque année. Données dans le tableau ci-dessous.",
        ]
        assert self.ADDRESS in links(client.get("/feuille-de-route/"))

    def test_without_any_year_it_says_so(self, client):
        assert "Aucune feuille de route n’est encore publiée." in text(client.get(self.ADDRESS))
