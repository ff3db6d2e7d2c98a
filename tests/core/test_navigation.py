"""Addresses lead to pages as Wagtail's own routing would have it, and every page says where one is."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from pma_site.home.models import HomePage
from tests import builders
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


def chain(length):
    """Pages one below the other; the deepest."""
    page = None
    for number in range(length):
        page = builders.standard_page(page, title=f"Étage {number}", slug=f"etage-{number}")
    return page


def restrict(page, kind="password", **fields):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sésame", **fields)


@pytest.mark.parametrize("depth", [1, 2, 5, 8])
def test_a_page_is_found_however_deep_it_lies(client, depth):
    page = chain(depth)

    response = client.get(page.url)

    assert response.status_code == 200
    assert page.url == "/" + "".join(f"etage-{number}/" for number in range(depth))
    assert f"Étage {depth - 1}" in text(response)


def test_a_page_costs_the_same_however_deep_it_lies(client):
    deep = chain(6)
    shallow, middle = builders.standard_page(), deep.get_parent().get_parent()
    client.get(deep.url)
    counts = []
    for page in (shallow, middle, deep):
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        counts.append(len(captured))
    # What lies just below a section is found by one less.
    assert counts[0] <= counts[1] == counts[2]


def test_a_deep_page_shows_the_path_to_it(client):
    page = chain(3)

    response = client.get(page.url)

    path = [address for address in links(response) if address in ("/etage-0/", "/etage-0/etage-1/")]
    assert path[:2] == ["/etage-0/", "/etage-0/etage-1/"]
    assert "Étage 2 – Étage 1 – Étage 0 – La Lettre aux maires" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/rien/",
        "/agenda/rien/",
        "/etage-0/rien/",
        "/etage-0/etage-1/rien/",
        "/etage-1/",
        "/etage-0/etage-0/etage-1/",
        "/etage-0/pdf/",
        "/accueil/",
        "/etage-0//etage-1/",
        "/etage-0%2Fetage-1/",
        "/etage-0/%2e%2e/etage-0/",
        "/etage-0/%00/",
        "/%00/",
        "/\N{SNOWMAN}/",
        "/%ED%A0%80/",
        "/%FF%FE/",
        "/" + "a/" * 50,
        "/" + "etage-0/" * 50,
        "/" + "a" * 5000 + "/",
        "/ETAGE-0/etage-1/",
    ],
)
def test_any_other_address_is_a_page_not_found(client, address):
    chain(2)

    response = client.get(address)

    # An address with an escaped or doubled slash may lead to the page, as browsers and servers normalise it.
    if address in ("/etage-0%2Fetage-1/", "/etage-0//etage-1/", "/etage-0/%2e%2e/etage-0/"):
        assert response.status_code in (200, 301, 404)
    else:
        assert response.status_code == 404
        assert "Page introuvable" in text(response)


def test_a_missing_final_slash_is_added(client):
    page = chain(2)

    assert client.get(page.url.rstrip("/")).url == page.url


def test_an_unpublished_page_is_not_found(client):
    page = chain(2)
    page.unpublish()

    assert client.get(page.url).status_code == 404


def test_an_unpublished_page_leaves_the_menu_the_footer_and_the_site_map(client):
    page = builders.standard_page(title="Une rubrique à part", show_in_menus=True)
    assert "Une rubrique à part" in text(client.get("/"))

    page.unpublish()

    for address in ("/", "/plan-du-site/", "/n-existe-pas/"):
        assert "Une rubrique à part" not in text(client.get(address))


@pytest.mark.parametrize("where", ["itself", "above", "section"])
def test_a_page_behind_a_password_stays_closed(client, where):
    page = chain(3)
    restrict({"itself": page, "above": page.get_parent(), "section": page.get_parent().get_parent()}[where])

    response = client.get(page.url)

    assert "Étage 2" not in text(response).partition("Fil d’Ariane")[0]
    assert elements(response, "input")
    assert "password" in [field.get("type") for field in elements(response, "input")]


def test_a_restriction_at_the_top_of_the_tree_closes_everything(client):
    page = chain(1)
    restrict(HomePage.objects.get().get_parent())

    assert "password" in [field.get("type") for field in elements(client.get(page.url), "input")]


def test_the_password_opens_the_page(client):
    page = chain(2)
    restriction = restrict(page.get_parent())
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])

    client.post(door, {"password": "sésame", "return_url": page.url})

    response = client.get(page.url)
    assert response.status_code == 200
    assert "Étage 1" in text(response)


def test_a_page_for_accounts_sends_to_the_login(client):
    page = chain(2)
    restrict(page.get_parent(), "login")

    assert client.get(page.url).status_code == 302
    client.force_login(builders.account())
    assert client.get(page.url).status_code == 200


def test_a_page_for_a_group_is_closed_to_others(client):
    page = chain(1)
    restrict(page, "groups").groups.add(Group.objects.get(name="Agenda"))

    client.force_login(builders.account("Réseau"))
    assert client.get(page.url).status_code != 200
    client.force_login(builders.account("Agenda"))
    assert client.get(page.url).status_code == 200


def test_a_private_page_is_neither_found_nor_listed(client):
    page = builders.standard_page(chain(1), title="Réunion de travail confidentielle")
    restrict(page)

    assert "confidentielle" not in text(client.get("/plan-du-site/"))
    assert page.url not in links(client.get("/recherche/", {"q": "confidentielle"}))


def test_a_moved_page_and_those_below_it_leave_a_redirect(client, django_capture_on_commit_callbacks):
    page, other = chain(2), builders.standard_page(slug="ailleurs")
    former = page.url

    with django_capture_on_commit_callbacks(execute=True):
        page.get_parent().specific.move(other, pos="last-child")

    page.refresh_from_db()
    assert page.get_url() == "/ailleurs/etage-0/etage-1/"
    assert client.get(former).status_code == 301
    assert client.get(former, follow=True).status_code == 200


def test_a_renamed_page_leaves_a_redirect(client, django_capture_on_commit_callbacks):
    page = chain(2)
    former, parent = page.url, page.get_parent().specific
    parent.slug = "rez-de-chaussee"

    with django_capture_on_commit_callbacks(execute=True):
        parent.save_revision().publish()

    assert client.get(former, {"x": "1"}, follow=True).redirect_chain[0][1] == 301


def test_the_menu_says_where_one_is(client):
    event = builders.event()

    def current(address):
        return [
            (link["href"], link["aria-current"])
            for link in elements(client.get(address), "a")
            if "aria-current" in link
        ]

    # The menu, and the view of the agenda.
    assert set(current("/agenda/")) == {("/agenda/", "page")}
    assert current(event.url) == [("/agenda/", "true")]
    assert current("/") == []


@pytest.mark.parametrize("address", ["/communes/", "/recherche/", "/plan-du-site/", "/donnees/"])
def test_the_menu_is_whole_outside_the_tree_too(client, address):
    found = links(client.get(address))

    assert {"/lettres/", "/feuille-de-route/", "/label-euralens/", "/innov-in-artois/", "/agenda/"} <= set(found)
    assert "/mentions-legales/" in found


def test_no_link_of_the_menu_leads_nowhere(client):
    for address in {link for link in links(client.get("/")) if link.startswith("/")}:
        assert client.get(address).status_code == 200, address


def test_no_two_pages_share_an_address():
    builders.standard_page(slug="double")
    with pytest.raises(ValidationError):
        builders.standard_page(slug="double")


def test_a_page_behind_a_password_is_in_no_list(client):
    closed, open_one = builders.event(title="Réunion à huis clos"), builders.event(title="Réunion publique")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.PASSWORD, password="secret")

    for address in ("/", "/agenda/"):
        assert "huis clos" not in client.get(address).content.decode()
    assert "Réunion publique" in client.get("/agenda/").content.decode()
    assert client.get(open_one.url).status_code == 200


def test_what_stands_below_a_closed_page_is_in_no_list(client):
    edition = builders.edition(title="Label à venir")
    builders.candidate(edition, title="Candidat secret")
    PageViewRestriction.objects.create(page=edition, restriction_type=PageViewRestriction.PASSWORD, password="secret")

    for address in ("/", "/label-euralens/"):
        assert "Label à venir" not in client.get(address).content.decode()
        assert "Candidat secret" not in client.get(address).content.decode()


def test_the_icon_of_the_site_is_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico", follow=True)

    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
