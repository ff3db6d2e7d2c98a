"""Records created and found in the windows of an issue's blocks, without leaving it."""

from html import unescape

import pytest

from agenda.models import EventPage, Venue
from newsletter.models import Indicator, IndicatorValue
from pma_site.directory.models import Organisation, Person
from tests import builders
from tests.admin.french import english_in
from tests.back_office import signed_in
from tests.newsletter.citations import issue_with
from tests.reading import text

pytestmark = pytest.mark.django_db

EDITING, DIRECTION = "Rédaction", "Direction de publication"
ORGANISATION, PERSON = "snippets/choose/directory/organisation", "snippets/choose/directory/person"
FIGURE, COMMUNE, EVENT = (
    "snippets/choose/newsletter/indicatorvalue",
    "snippets/choose/territory/commune",
    "agenda/choisir",
)
# Window → the roles that may create from it.
CREATORS = {
    ORGANISATION: {EDITING, DIRECTION, "Agenda", "Label", "Réseau"},
    PERSON: {EDITING, DIRECTION, "Label", "Réseau"},
    FIGURE: {EDITING, DIRECTION},
    EVENT: {EDITING, DIRECTION, "Agenda"},
    COMMUNE: set(),
}
PEOPLE = {"first_name": "Zoé", "last_name": "Petit", "position": "", "organisation": "", "email": "", "phone": ""}
FIGURES = {
    "indicator": "",
    "new_indicator": "",
    "number": "12.5",
    "display": "+ 12,5 %",
    "caption": "de tonnes transportées",
    "period": "depuis un an",
    "as_of": "01/09/2023",
    "source": "VNF",
}
EVENTS = {"title": "La fête", "start": "12/12/2099 18:00", "end": "", "venue": "", "place": "", "commune": ""}


@pytest.fixture
def editor():
    return signed_in(builders.account(EDITING))


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """Builds inside are findable at once, as after a request."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def window(client, where, **query):
    """What a window shows."""
    return client.get(f"/admin/{where}/", query).json()["html"]


def create(client, where, **fields):
    """What the window answers to its short form: the record chosen, or the form with its mistakes."""
    return client.post(f"/admin/{where}/create/", fields).json()


def found(client, where, names, q):
    shown = text(client.get(f"/admin/{where}/results/", {"q": q}))
    return {name for name in names if name in shown}


@pytest.mark.parametrize("role", [EDITING, DIRECTION, "Agenda", "Label", "Réseau"])
@pytest.mark.parametrize("where", CREATORS)
def test_who_keeps_a_register_creates_from_its_window(where, role):
    writer = signed_in(builders.account(role))

    offered = 'id="tab-create"' in window(writer, where)
    answer = writer.post(f"/admin/{where}/create/", {})

    assert offered is (role in CREATORS[where])
    assert (answer.status_code == 200) is (role in CREATORS[where])


@pytest.mark.parametrize("where", [ORGANISATION, PERSON, FIGURE, EVENT])
def test_the_short_form_and_its_mistakes_are_in_french(editor, where):
    answer = editor.post(f"/admin/{where}/create/", {})

    assert english_in(editor.get(f"/admin/{where}/")) == []
    assert answer.json()["step"] == "reshow_creation_form"
    assert "Champ requis." in answer.json()["htmlFragment"]


def test_a_person_is_created_and_chosen(editor):
    body = builders.organisation("Les Cousalis")
    answer = create(editor, PERSON, **{**PEOPLE, "organisation": body.pk})

    person = Person.objects.get()
    assert answer["step"] == "chosen"
    assert answer["result"]["id"] == str(person.pk)
    assert answer["result"]["string"] == "Zoé Petit"
    assert person.organisation == body


def test_an_organisation_is_created_once(editor):
    fields = {"name": "Les Cousalis", "acronym": "", "kind": "association", "commune": "", "outside_place": "Arras"}

    created = create(editor, ORGANISATION, **fields)
    again = create(editor, ORGANISATION, **fields)

    assert created["result"]["string"] == "Les Cousalis"
    assert "Une organisation porte déjà ce nom." in again["htmlFragment"]
    assert Organisation.objects.count() == 1


def test_an_organisation_has_one_place(editor):
    commune = builders.commune()

    answer = create(editor, ORGANISATION, name="A", kind="association", commune=commune.pk, outside_place="Arras")

    assert "Choisissez une commune ou un lieu hors territoire, pas les deux." in answer["htmlFragment"]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (ORGANISATION, "Choisir une organisation"),
        (PERSON, "Choisir une personne"),
        (FIGURE, "Choisir une valeur d’indicateur"),
        (COMMUNE, "Choisir une commune"),
        ("snippets/choose/contributions/call", "Choisir un appel"),
        ("snippets/choose/agenda/venue", "Choisir un lieu"),
        ("snippets/choose/agenda/eventseries", "Choisir une série"),
    ],
)
def test_a_window_says_what_one_chooses(editor, where, words):
    assert text(window(editor, where)).startswith(words)


def test_the_buttons_of_the_form_say_it_too(editor):
    issue = issue_with("territory", ("callout", {"title": "A", "text": "", "tone": "craie", "contacts": []}))

    page = unescape(editor.get(f"/admin/pages/{issue.pk}/edit/").content.decode())

    for words in ("une personne", "une autre personne", "un appel", "un autre appel", "une autre commune"):
        assert f"Choisir {words}" in page, words
    assert "Choisir :" not in page


class TestFigures:
    def test_a_figure_comes_with_its_indicator(self, editor):
        answer = create(editor, FIGURE, **{**FIGURES, "new_indicator": "Fret fluvial"})

        assert answer["result"]["string"] == "+ 12,5 % – de tonnes transportées"
        assert Indicator.objects.get().title == "Fret fluvial"
        assert Indicator.objects.get().values.get().number == 12.5

    def test_a_known_indicator_gets_a_new_value(self, editor):
        indicator = builders.indicator()

        create(editor, FIGURE, **{**FIGURES, "indicator": indicator.pk})

        assert indicator.values.get().source == "VNF"

    @pytest.mark.parametrize(
        ("known", "new", "words"),
        [
            (False, "", "Choisissez un indicateur, ou écrivez-en un nouveau."),
            (True, "Autre", "pas les deux."),
            (False, "fret Fluvial", "Cet indicateur est déjà suivi"),
        ],
    )
    def test_it_says_which_indicator(self, editor, known, new, words):
        indicator = builders.indicator("Fret fluvial")

        answer = create(editor, FIGURE, **{**FIGURES, "indicator": indicator.pk if known else "", "new_indicator": new})

        assert words in answer["htmlFragment"]
        assert "de tonnes transportées" in answer["htmlFragment"]
        assert not IndicatorValue.objects.exists()

    def test_a_date_has_one_value(self, editor):
        indicator = builders.indicator()
        create(editor, FIGURE, **{**FIGURES, "indicator": indicator.pk})

        answer = create(editor, FIGURE, **{**FIGURES, "indicator": indicator.pk})

        assert "Cet indicateur a déjà une valeur à cette date." in answer["htmlFragment"]


class TestEvents:
    def test_who_publishes_in_the_agenda_publishes_at_once(self, client):
        answer = create(signed_in(builders.account(DIRECTION)), EVENT, **EVENTS)

        event = EventPage.objects.get()
        assert answer["result"]["id"] == str(event.pk)
        assert answer["result"]["title"] == "La fête (samedi 12 décembre 2099 à 18\u00a0h)"
        assert answer["result"]["edit_url"] == f"/admin/pages/{event.pk}/edit/"
        assert "Samedi 12 décembre 2099 à 18 h" in text(client.get(event.url))

    def test_others_leave_a_draft_and_are_told(self, editor, client):
        answer = create(editor, EVENT, **EVENTS)

        event = EventPage.objects.get()
        assert "brouillon" in text(window(editor, EVENT))
        assert answer["result"]["title"].endswith(", brouillon)")
        assert client.get(event.url).status_code == 404
        assert "La fête" in text(editor.get(f"/admin/pages/{event.pk}/edit/"))

    def test_a_draft_event_is_not_shown_by_a_published_issue(self, editor, client):
        answer = create(editor, EVENT, **EVENTS)
        issue = issue_with("territory", ("agenda", {"title": "Agenda", "events": [int(answer["result"]["id"])]}))

        assert "La fête" not in text(client.get(issue.url))

    def test_a_new_place_joins_the_venues_and_is_found_again(self, editor):
        commune = builders.commune("Liévin")
        for title in ("La fête", "Le bal"):
            create(editor, EVENT, **{**EVENTS, "title": title, "place": "Halle", "commune": commune.pk})

        assert [str(venue) for venue in Venue.objects.all()] == ["Halle (Liévin)"]
        assert {event.place_in_words for event in EventPage.objects.all()} == {"Halle (Liévin)"}

    def test_a_commune_alone_is_where_it_takes_place(self, editor):
        create(editor, EVENT, **{**EVENTS, "commune": builders.commune("Liévin").pk})

        assert EventPage.objects.get().place_in_words == "Liévin"

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"title": ""}, "Champ requis."),
            ({"start": "bientôt"}, "Indiquez un jour et une heure, comme 05/12/2026 18:30."),
            ({"end": "11/12/2099 18:00"}, "La fin précède le début."),
            ({"place": "Halle"}, "Indiquez la commune de ce nouveau lieu."),
            ({"venue": "999"}, "Sélectionnez un choix valide."),
        ],
    )
    def test_mistakes_are_told_and_nothing_is_lost(self, editor, fields, words):
        answer = create(editor, EVENT, **{**EVENTS, "title": "La fête", **fields})

        assert words in answer["htmlFragment"]
        assert (fields.get("start") or "12/12/2099 18:00") in answer["htmlFragment"]
        assert not EventPage.objects.exists()
        assert not Venue.objects.exists()

    def test_a_slip_in_the_address_is_no_error(self, editor):
        assert editor.get("/admin/agenda/choisir/chosen/abc/").status_code == 404
        assert editor.get("/admin/agenda/choisir/?p=abc").status_code == 404

    def test_drafts_of_the_agenda_are_not_shown_to_other_branches(self):
        event = builders.event(title="Pas encore public", live=False)
        clerk = signed_in(builders.account("Label"))

        assert "Pas encore public" not in window(clerk, EVENT)
        assert clerk.get(f"/admin/agenda/choisir/chosen/{event.pk}/").status_code == 404

    def test_the_editor_of_an_issue_opens_that_window(self, editor):
        event = builders.event([(builders.local(2023, 8, 25, 18), None)], title="Bivouac")
        issue = issue_with("territory", ("agenda", {"title": "Agenda", "events": [event.pk]}))

        page = editor.get(f"/admin/pages/{issue.pk}/edit/").content.decode()

        assert "/admin/agenda/choisir/" in page
        assert "Bivouac (vendredi 25 ao" in page


class TestSearch:
    def test_events_are_found_by_name_and_commune(self, editor, indexed):
        with indexed():
            builders.event(title="Fête de l’été", venue=builders.venue("Halle", commune=builders.commune("Liévin")))
            builders.event(title="Forum", venue=builders.venue("Faculté", commune=builders.commune("Lens")))
            create(editor, EVENT, **{**EVENTS, "title": "Le bal", "commune": builders.commune("Béthune").pk})
        names = ["Fête de l’été", "Forum", "Le bal"]

        for query, expected in {
            "fete": "Fête de l’été",
            "fête": "Fête de l’été",
            "lievin": "Fête de l’été",
            "Liév": "Fête de l’été",
            "forum lens": "Forum",
            "bethune": "Le bal",
        }.items():
            assert found(editor, EVENT, names, query) == {expected}, query

    def test_people_are_found_by_their_organisation(self, editor, indexed):
        with indexed():
            builders.person("Zoé Petit", organisation=builders.organisation("Fédération des Évêchés", acronym="FDE"))
            builders.person("Jean Roux")
        names = ["Zoé Petit", "Jean Roux"]

        for query in ("federation", "FDE", "zoe", "évêchés"):
            assert found(editor, PERSON, names, query) == {"Zoé Petit"}, query
