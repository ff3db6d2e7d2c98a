"""Registers as their keepers use them: found by name and commune, filtered, sorted, traced, chosen."""

import datetime

import pytest
from django.test import Client

from agenda.models import EventPage
from newsletter.models import Indicator, IssuePage
from projects.models import CandidateHolder
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.reading import links, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return signed_in(builders.administrator())


@pytest.fixture
def indexed(django_capture_on_commit_callbacks):
    """Builds inside are findable at once, as after a request."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def listed(client, address, names, **query):
    """Those of `names` that the list at `address` shows, in the order of the page."""
    shown = text(client.get(f"/admin/{address}/results/", query))
    return sorted((name for name in names if name in shown), key=shown.index)


def chosen_from(client, address, names, **query):
    """Those of `names` that the chooser window at `address` offers."""
    shown = text(client.get(f"/admin/snippets/choose/{address}/results/", query).content.decode())
    return {name for name in names if name in shown}


@pytest.fixture
def organisations(indexed):
    with indexed():
        bethune, fouquieres = builders.commune("Béthune"), builders.commune("Fouquières-lès-Lens")
        builders.organisation("Les Cousalis", acronym="CSL", commune=fouquieres)
        builders.organisation("La Fabrique", kind="startup", commune=bethune)
        builders.organisation("École Évrard", kind="ecole", outside_place="Arras")
    return ["Les Cousalis", "La Fabrique", "École Évrard"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cousa", ["Les Cousalis"]),
        ("csl", ["Les Cousalis"]),
        ("Fouquières", ["Les Cousalis"]),
        ("fouquieres les", ["Les Cousalis"]),
        ("bethune", ["La Fabrique"]),
        ("evrard", ["École Évrard"]),
        ("Évrard", ["École Évrard"]),
        ("introuvable", []),
    ],
)
def test_an_organisation_is_found_by_name_acronym_or_commune(administrator, organisations, typed, found):
    assert listed(administrator, "snippets/directory/organisation", organisations, q=typed) == found
    assert chosen_from(administrator, "directory/organisation", organisations, q=typed) == set(found)


def test_organisations_are_filtered_sorted_and_searched_at_once(administrator, organisations):
    where = "snippets/directory/organisation"

    assert listed(administrator, where, organisations, kind="startup") == ["La Fabrique"]
    assert listed(administrator, where, organisations, kind=["startup", "ecole"], q="evrard") == ["École Évrard"]
    assert listed(administrator, where, organisations, ordering="-name") == [
        "Les Cousalis",
        "La Fabrique",
        "École Évrard",
    ]
    assert listed(administrator, where, organisations, q="fabrique", ordering="commune__spelling") == ["La Fabrique"]


@pytest.mark.parametrize(
    "query",
    [{"ordering": "rien"}, {"p": "abc"}, {"p": "99999"}, {"kind": "x"}, {"epci": "abc"}, {"q": "\x00'"}],
)
def test_a_list_survives_any_address(administrator, organisations, query):
    assert administrator.get("/admin/snippets/directory/organisation/", query).status_code == 200


def test_people_are_found_by_name_and_listed_by_organisation(administrator, indexed):
    with indexed():
        body = builders.organisation("Comité syndical")
        builders.person("Hélène Évrard", organisation=body)
        builders.person("Jean Petit")
    names, where = ["Évrard", "Petit"], "snippets/directory/person"

    assert listed(administrator, where, names, q="helene") == ["Évrard"]
    assert listed(administrator, where, names, organisation=body.pk) == ["Évrard"]
    assert chosen_from(administrator, "directory/person", ["Hélène Évrard", "Jean Petit"], q="evrard") == {
        "Hélène Évrard"
    }


def test_mandates_are_listed_by_body_and_whether_they_run(administrator, indexed):
    with indexed():
        body = builders.organisation("Comité syndical")
        builders.mandate(builders.person("Hélène Évrard"), body)
        builders.mandate(builders.person("Jean Petit"), body, end=datetime.date(2020, 6, 30))
        builders.mandate(builders.person("Anne Roux"))
    names, where = ["Hélène Évrard", "Jean Petit", "Anne Roux"], "snippets/directory/mandate"

    assert set(listed(administrator, where, names, body=body.pk)) == {"Hélène Évrard", "Jean Petit"}
    assert listed(administrator, where, names, body=body.pk, in_force="oui") == ["Hélène Évrard"]
    assert listed(administrator, where, names, in_force="non") == ["Jean Petit"]
    assert listed(administrator, where, names, q="evrard", in_force="oui") == ["Hélène Évrard"]


def test_communes_are_found_in_any_spelling_and_by_intercommunality(administrator, indexed):
    with indexed():
        call, cabbalr = builders.epci(name="Lens-Liévin"), builders.epci(name="Béthune-Bruay")
        builders.commune("Fouquières-lès-Lens", epci=call)
        builders.commune("Fouquières-lès-Béthune", epci=cabbalr)
    names, where = ["Fouquières-lès-Lens", "Fouquières-lès-Béthune"], "snippets/territory/commune"

    assert listed(administrator, where, names, q="fouquieres les lens") == ["Fouquières-lès-Lens"]
    assert listed(administrator, where, names, epci=cabbalr.pk) == ["Fouquières-lès-Béthune"]
    assert chosen_from(administrator, "territory/commune", names, q="fouquieres") == set(names)


def test_venues_are_found_by_name_or_town(administrator, indexed):
    with indexed():
        builders.venue("Salle de l’Espérance", commune=builders.commune("Liévin"), wheelchair_access=True)
        builders.venue("Faculté Jean-Perrin", commune=builders.commune("Lens"))
    names, where = ["Salle de l’Espérance", "Faculté Jean-Perrin"], "snippets/agenda/venue"

    assert listed(administrator, where, names, q="lievin") == ["Salle de l’Espérance"]
    assert listed(administrator, where, names, q="faculte") == ["Faculté Jean-Perrin"]
    assert listed(administrator, where, names, wheelchair_access="true") == ["Salle de l’Espérance"]
    assert chosen_from(administrator, "agenda/venue", names, q="lievin") == {"Salle de l’Espérance"}


def test_a_key_figure_is_chosen_by_its_caption_or_its_indicator(administrator, indexed):
    with indexed():
        builders.indicator_value(builders.indicator("Fret fluvial"), display="+ 12 %", caption="tonnes transportées")
        builders.indicator_value(builders.indicator("Emplois créés"))
    names, where = ["+ 12 %", "+ 4 100"], "newsletter/indicatorvalue"

    assert chosen_from(administrator, where, names) == set(names)
    assert chosen_from(administrator, where, names, q="transportees") == {"+ 12 %"}
    assert chosen_from(administrator, where, names, q="emplois") == {"+ 4 100"}


def test_a_figure_is_written_inside_its_indicator_and_nowhere_else():
    value = builders.indicator_value()
    editor = signed_in(builders.account("Rédaction"))

    chosen = editor.get(f"/admin/snippets/choose/newsletter/indicatorvalue/chosen/{value.pk}/").json()

    assert chosen["result"]["edit_url"] == f"/admin/snippets/newsletter/indicator/edit/{value.indicator_id}/"
    assert editor.get("/admin/snippets/newsletter/indicatorvalue/").status_code == 404
    assert editor.get(f"/admin/snippets/newsletter/indicatorvalue/edit/{value.pk}/").status_code == 404
    assert is_refused(editor, "/admin/snippets/")


def test_an_indicator_is_saved_with_its_values():
    editor = signed_in(builders.account("Rédaction"))
    value = {
        "number": "4100",
        "display": "+ 4 100",
        "caption": "emplois",
        "period": "",
        "as_of": "01/06/2023",
        "source": "Urssaf",
        "id": "",
        "DELETE": "",
    }
    data = {
        "title": "Emplois créés",
        "unit": "emplois",
        "definition": "",
        "source": "Urssaf",
        **{f"values-0-{name}": text for name, text in value.items()},
        "values-TOTAL_FORMS": 1,
        "values-INITIAL_FORMS": 0,
        "values-MIN_NUM_FORMS": 1,
        "values-MAX_NUM_FORMS": 1000,
        "places-TOTAL_FORMS": 0,
        "places-INITIAL_FORMS": 0,
        "places-MIN_NUM_FORMS": 0,
        "places-MAX_NUM_FORMS": 1000,
    }

    editor.post("/admin/snippets/newsletter/indicator/add/", data)

    assert [str(value) for value in Indicator.objects.get().values.all()] == ["+ 4 100 – emplois"]


def usage(client, address, record):
    """The addresses of the pages and records that the usage screen of a record lists."""
    return set(links(client.get(f"/admin/snippets/{address}/usage/{record.pk}/")))


def edit(page):
    return f"/admin/pages/{page.pk}/edit/"


def test_the_usage_of_an_organisation_lists_every_page_that_names_it(administrator, indexed):
    with indexed():
        commune = builders.commune()
        organisation = builders.organisation("Les Cousalis", commune=commune)
        member = builders.member(organisation=organisation)
        candidate = builders.candidate()
        candidate.holders = [CandidateHolder(organisation=organisation)]
        candidate.save()
        person = builders.person(organisation=organisation)
        unrelated = builders.member()

    pages = usage(administrator, "directory/organisation", organisation)

    assert {edit(member), edit(candidate), f"/admin/snippets/directory/person/edit/{person.pk}/"} <= pages
    assert edit(unrelated) not in pages
    assert f"/admin/snippets/directory/organisation/edit/{organisation.pk}/" in usage(
        administrator, "territory/commune", commune
    )


def test_the_usage_of_a_venue_lists_its_events(administrator, indexed):
    with indexed():
        venue = builders.venue()
        event = builders.event(venue=venue)

    assert edit(event) in usage(administrator, "agenda/venue", venue)


def test_the_usage_of_an_indicator_lists_the_issues_that_print_its_values(administrator, indexed):
    with indexed():
        value = builders.indicator_value()
        figures = {"title": "Chiffres-clés", "figures": [value.pk]}
        issue = builders.issue()
        issue.territory = [{"type": "key_figures", "value": figures}]
        issue.save()

    assert edit(issue) in usage(administrator, "newsletter/indicator", value.indicator)


def test_who_may_not_change_a_page_is_not_told_its_title():
    organisation = builders.organisation()
    builders.member(organisation=organisation, title="Membre pas encore annoncé", live=False)

    shown = text(
        signed_in(builders.account("Agenda")).get(f"/admin/snippets/directory/organisation/usage/{organisation.pk}/")
    )

    assert "pas encore annoncé" not in shown


def test_issues_are_listed_by_number(administrator):
    for number in (9, 10, 2):
        builders.issue(number=number, title=f"Lettre {number:02}")
    address = f"pages/{IssuePage.objects.first().get_parent().pk}"
    names = ["Lettre 02", "Lettre 09", "Lettre 10"]

    assert listed(administrator, address, names) == names[::-1]
    assert listed(administrator, address, names, ordering="number") == names
    assert "n° 9" in text(administrator.get(f"/admin/{address}/"))


def test_events_are_listed_by_date_and_filtered(administrator, indexed):
    def at(day):
        return datetime.datetime(2023, *day, 18, tzinfo=datetime.UTC)

    with indexed():
        builders.event(slots=[(at((6, 21)), None)], title="Fête de juin", theme="culture")
        builders.event(slots=[(at((9, 29)), None)], title="Forum de septembre", theme="economie")
        builders.event(slots=[(at((8, 25)), None)], title="Bivouac annulé", status="annule", status_note="Orages.")
    names = ["Fête de juin", "Bivouac annulé", "Forum de septembre"]
    address = f"pages/{EventPage.objects.first().get_parent().pk}"

    assert listed(administrator, address, names) == names[::-1]
    assert listed(administrator, address, names, ordering="first_day") == names
    assert listed(administrator, address, names, theme="culture") == ["Fête de juin"]
    assert listed(administrator, address, names, status="annule", q="bivouac") == ["Bivouac annulé"]
    assert listed(administrator, address, names, first_day_from="2023-08-01", first_day_to="2023-08-31") == [
        "Bivouac annulé"
    ]
