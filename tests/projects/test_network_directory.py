"""The directory of the network: narrowed down, counted, drawn, walked through; and the objects of the showroom."""

from random import Random

import pytest
from django.test import Client

from tests import builders, contents
from tests.agenda import hostile_queries
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

HERE = "/innov-in-artois/"


def titles(page):
    return [member.title for member in page.context["directory"].members]


def options(page, name):
    """What a list of the form offers, in words."""
    return [label for value, label in page.context["directory"].form.fields[name].choices if value]


@pytest.fixture
def three():
    """Three members: one in Lens, one in Liévin, one outside."""
    lens, lievin = builders.commune("Lens", longitude=2.83, latitude=50.43), builders.commune("Liévin")
    here, there = builders.organisation(commune=lens), builders.organisation(commune=lievin)
    outside = builders.organisation(outside_place="Lille")
    return {
        "lens": builders.member(
            title="Éco pneus",
            organisation=here,
            activity="pneus reconditionnés",
            sector="economie-circulaire",
            stage="incubation",
            cohort=2023,
            hub="metaphone",
        ),
        "lievin": builders.member(
            title="Batteries du Nord", organisation=there, activity="batteries", sector="energie", stage="incubation"
        ),
        "outside": builders.member(title="Zinc et Cie", organisation=outside, activity="zinc", cohort=2022),
        "code": lens.insee_code,
    }


def test_filters_combine_and_say_how_many_each_value_would_leave(client, three):
    page = client.get(f"{HERE}?parcours=incubation")

    assert titles(page) == ["Batteries du Nord", "Éco pneus"]
    assert options(page, "secteur") == ["Économie circulaire et recyclage (1)", "Énergie et batteries (1)"]
    assert "Hors du territoire (1)" not in options(page, "commune")
    assert titles(client.get(f"{HERE}?parcours=incubation&secteur=energie")) == ["Batteries du Nord"]
    assert titles(client.get(f"{HERE}?lieu=metaphone&promotion=2023&commune={three['code']}")) == ["Éco pneus"]
    assert titles(client.get(f"{HERE}?commune=hors")) == ["Zinc et Cie"]


def test_words_are_found_in_any_inflection_and_with_filters(client, three, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("lens", "lievin", "outside"):
            three[name].save()

    assert titles(client.get(f"{HERE}?q=pneu")) == ["Éco pneus"]
    assert titles(client.get(f"{HERE}?q=lille")) == ["Zinc et Cie"]
    assert titles(client.get(f"{HERE}?q=pneu&secteur=energie")) == []


def test_a_filter_is_taken_away_by_a_link_and_the_address_can_be_passed_on(client, three):
    sent = client.get(f"{HERE}?q=&secteur=energie&parcours=&promotion=&lieu=&commune=")
    page = client.get(sent.url)

    assert sent.url == f"{HERE}?secteur=energie"
    assert "Retirer le filtre Secteur : Énergie et batteries" in text(page)
    assert HERE in links(page)
    # From the map’s list of places, the other filters are kept.
    assert any("secteur=energie&commune=" in address for address in links(page))


def test_nothing_found_leads_on(client, three):
    page = client.get(f"{HERE}?secteur=energie&commune=hors")

    assert "Aucun membre ne correspond à votre demande." in text(page)
    assert "Sans le filtre Énergie et batteries (1 membre)" in text(page)
    assert "Voir tous les membres (3)" in text(page)


def test_what_is_refused_says_so_and_lists_all(client, three):
    page = client.get(f"{HERE}?secteur=astrologie&promotion=vingt")

    assert page.status_code == 400
    assert "Ce secteur n’est pas dans la liste." in text(page)
    assert "Indiquez une année sur quatre chiffres" in text(page)
    assert len(titles(page)) == 3


def test_pages_go_on_with_the_filters(client):
    for number in range(8):
        builders.member(title=f"Membre {number}", sector="energie")

    first = client.get(f"{HERE}?secteur=energie")
    second = client.get(f"{HERE}?secteur=energie&page=2")

    assert (len(titles(first)), len(titles(second))) == (6, 2)
    assert "?secteur=energie&page=2" in links(first)


def test_what_changes_is_seen_at_once(client, three):
    client.get(HERE)

    three["outside"].unpublish()
    organisation = three["lens"].organisation
    organisation.commune, organisation.outside_place = None, "Douai"
    organisation.save()
    three["lievin"].sector = "textile"
    three["lievin"].save_revision().publish()

    assert titles(client.get(f"{HERE}?commune=hors")) == ["Éco pneus"]
    assert titles(client.get(f"{HERE}?secteur=textile")) == ["Batteries du Nord"]


def test_the_map_shows_where_what_is_found_sits(client, three):
    whole = client.get(HERE)
    one = client.get(f"{HERE}?commune=hors")

    assert "Lens (1 membre)" in text(whole)
    assert not [dot for dot in elements(whole, "path") if "pale" in dot.get("class", "")]
    assert [dot for dot in elements(one, "path") if "pale" in dot.get("class", "")]


def test_a_member_shows_its_events_and_its_public_contact(client):
    organisation = builders.organisation(email="bonjour@atelier.example", phone="03 21 00 00 01")
    member = builders.member(organisation=organisation, sector="textile")
    from agenda.models.links import EventOrganiser

    event = builders.event(title="Portes ouvertes")
    event.organisers = [EventOrganiser(organisation=organisation)]
    event.save_revision().publish()

    page = client.get(member.url)

    assert "Dans l’agenda" in text(page)
    assert "Portes ouvertes" in text(page)
    assert "Textile et mode" in text(page)
    assert "mailto:bonjour@atelier.example" in links(page)


def test_the_showroom_shows_objects_six_at_a_time(client):
    for number in range(7):
        builders.member(
            title=f"Atelier {number}",
            object_name=f"objet {number}",
            image=builders.image(credit="PMA"),
            standfirst="Première phrase ! Seconde phrase.",
        )
    builders.member(title="Sans photo", object_name="rien à voir")

    first, second = client.get(f"{HERE}showroom/"), client.get(f"{HERE}showroom/?page=2")

    assert text(first).count("Crédit : PMA") == 6
    assert "Objet 6" in text(second)
    assert "Première phrase ! " in text(first)
    assert "Seconde phrase" not in text(first)
    assert "Sans photo" not in text(first) + text(second)


def test_a_member_takes_no_address_of_the_network():
    member = builders.member()
    member.slug = "showroom"

    with pytest.raises(Exception, match="sert au réseau"):
        member.full_clean()


def test_hostile_queries_are_answered(monkeypatch):
    contents.full_member(2)
    names = ["q", "secteur", "parcours", "promotion", "lieu", "commune", "page"]
    good = {"secteur": ["energie"], "promotion": ["2023"], "commune": ["hors", "62001"], "q": ["pneu"], "page": ["2"]}
    monkeypatch.setattr(hostile_queries, "NAMES", names)
    monkeypatch.setattr(hostile_queries, "GOOD", {name: good.get(name, ["x"]) for name in names})
    visitor, answers = Client(raise_request_exception=False), set()

    for number in range(60):
        asked = hostile_queries.query(Random(number))  # noqa: S311
        address = HERE if number % 3 else f"{HERE}showroom/"
        status = visitor.get(f"{address}?{asked}").status_code
        assert status in (200, 302, 400), (number, asked[:300])
        answers.add(status)

    assert answers >= {200, 400}


@pytest.mark.django_db(transaction=True)
def test_records_that_are_saved_one_by_one_outside_a_transaction_are_told_of(client):
    venue = builders.venue()
    for _ in range(101):
        venue.commune.save()
        venue.save()

    assert venue.commune.name in text(client.get(venue.commune.get_absolute_url()))
