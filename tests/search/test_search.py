"""Search over the public pages: words in any form, nothing that is not public, whatever is typed."""

from random import Random

import pytest
from django.db import connection

from agenda.models import EventCommune
from projects.models import CandidateHolder
from tests import builders
from tests.contents import raw
from tests.reading import elements, links, text
from tests.search import hostile_queries

pytestmark = pytest.mark.django_db


def standing(**fields):
    """A page of running text, below the first floor: the foot of every page names those of the first."""
    return builders.standard_page(builders.standard_page(title="Étage"), **fields)


def search(client, query, **more):
    return client.get("/recherche/", {"q": query, **more})


def found(client, query):
    response = search(client, query)
    assert response.status_code == 200
    return set(links(response))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Les communes innovent", "commune"),
        ("Une commune innove", "COMMUNES"),
        ("L’écotransition en marche", "écotransition"),
        ("L’écotransition en marche", "ecotransition"),
        ("Le cœur de l’Artois", "coeur"),
        ("Des jardins partagés", "jardin partagé"),
        ("Les élus se forment", "élue"),
        ("Trois chevaux de trait", "cheval"),
        ("Bruay-la-Buissière s’éclaire", "bruay buissiere"),
        ("Le festival d’Olhain", "d'olhain"),
        ("35 € la journée", "35"),
        ("La fête n’est pas finie", "pas de fête"),
    ],
)
def test_a_word_is_found_in_any_form(client, written, typed):
    page = standing(title=written)
    other = standing(title="Tout autre chose")

    assert page.url in found(client, typed)
    assert other.url not in found(client, typed)


@pytest.mark.parametrize(
    "typed", ["numéro 9", "numero 9", "n°9", "n° 9", "N°9", "nº 9", "no. 9", "#9", "# 9", "lettre n°9"]
)
def test_an_issue_is_found_by_its_number_however_written(client, typed):
    issue, other = builders.issue(number=9), builders.issue(number=19)

    assert issue.url in found(client, typed)
    assert other.url not in found(client, typed)


def test_every_word_counts(client):
    both = standing(title="Un jardin à Lens")
    one = standing(title="Un jardin à Avion")

    assert {both.url, one.url} <= found(client, "jardin")
    assert both.url in found(client, "jardin lens")
    assert one.url not in found(client, "jardin lens")


def test_a_page_is_found_by_what_belongs_to_it(client):
    lens = builders.commune("Lens")
    organisation = builders.organisation("Les Cousalis", outside_place="Lille")
    event = builders.event(venue=builders.venue("Salle de l’Espérance", commune=lens))
    event.communes = [EventCommune(commune=builders.commune("Liévin"))]
    event.save_revision().publish()
    candidate = builders.candidate(area="Gohelle")
    candidate.holders = [CandidateHolder(organisation=organisation)]
    candidate.save_revision().publish()
    member = builders.member(organisation=organisation, activity="pneus reconditionnés")
    story = standing()
    story.body = raw([("callout", {"title": "Bon à savoir", "text": "<p>Le piano du square</p>", "tone": "canal"})])
    story.save_revision().publish()

    for query, page in {
        "espérance": event,
        "liévin": event,
        "cousalis": candidate,
        "gohelle": candidate,
        "pneu reconditionné": member,
        "lille": member,
        "pianos": story,
    }.items():
        assert page.url in found(client, query), query


def test_what_is_renamed_is_found_by_its_new_name_only(client):
    page = standing(title="Un verger")
    page.title = "Un potager"
    page.save_revision().publish()

    assert page.url in found(client, "potager")
    assert page.url not in found(client, "verger")


def test_nothing_unpublished_is_found(client):
    page, draft = standing(title="Un verger"), standing(title="Un potager")
    page.unpublish()
    draft.title = "Une serre"
    draft.save_revision()

    assert page.url not in found(client, "verger")
    assert draft.url not in found(client, "serre")


def test_results_say_what_they_are(client):
    builders.event(title="Un verger", search_description="Une journée de plantation.")

    shown = text(search(client, "verger"))

    assert "1 résultat pour « verger »" in shown
    assert "événement" in shown
    assert "Une journée de plantation." in shown


def test_nothing_found_says_what_to_do(client):
    shown = text(search(client, "zygomatique"))

    assert "Aucun résultat pour « zygomatique »" in shown
    assert "Essayez avec moins de mots" in shown


@pytest.mark.parametrize("query", ["", "   ", "le la les", "de", "?!"])
def test_a_query_without_words_finds_nothing_and_says_no_more(client, query):
    standing(title="Le potager de la place")

    response = search(client, query)

    assert response.status_code == 200
    assert "potager" not in text(response)


def test_a_query_that_is_too_long_is_refused_in_words(client):
    response = search(client, "x" * 101)

    assert response.status_code == 400
    assert "Votre recherche est trop longue : 100 caractères au plus." in text(response)
    assert search(client, "x" * 100).status_code == 200


ODD = [
    "\0",
    "a\0b",
    "'",
    '"',
    '"verger',
    "'; DROP TABLE wagtailcore_page; --",
    "%",
    "_",
    "100 %",
    "\\",
    "\\'",
    "verger AND",
    "NOT verger",
    "OR",
    "verger OR NEAR(potager",
    "verger*",
    "^verger",
    "title:verger",
    "-verger",
    "+verger",
    "verger & | ! <-> :*",
    "(((",
    "{}[]",
    "㈠ ⑴ ½ ﷺ",
    "\u2028\u2029\x85",
    "\u202everger",
    "🌳",
    "é" * 100,
    "(a+)+$",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "and or not near",
    "0x00",
    "1e5",
    "١٢٣",
]


@pytest.mark.parametrize("query", ODD, ids=ascii)
def test_odd_characters_are_only_characters(client, query):
    standing(title="Un verger")

    response = search(client, query)

    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()
    assert "Internal" not in text(response)
    # On PostgreSQL an error would also end the transaction.
    connection.ensure_connection()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "raw_query", ["q=%ED%A0%80", "q=%FF%FE", "q=%", "q=%00", "q[]=x", "q=a&q=b", "q", "=", "&&", "q=%u2028"]
)
def test_broken_bytes_are_only_bytes(client, raw_query):
    assert client.get(f"/recherche/?{raw_query}").status_code in (200, 400)


@pytest.mark.parametrize(
    "typed", ["verger*", "-verger", "+verger", "(verger)", '"verger"', "verger & !potager", "title:verger"]
)
def test_signs_around_a_word_do_not_hide_it(client, typed):
    page = standing(title="Un verger et un potager titré title")

    assert page.url in found(client, typed)


@pytest.mark.parametrize("page", ["abc", "-1", "0", "999999", "9" * 5000, "é"])
def test_any_page_number_gives_a_page(client, page):
    standing(title="Un verger")

    assert search(client, "verger", page=page).status_code == 200


def test_many_results_have_pages(client):
    pages = [standing(title=f"Verger {number}") for number in range(21)]

    first = search(client, "verger")
    (following,) = [link for link in links(first) if "page=2" in (link or "")]
    second = client.get(f"/recherche/{following}")

    assert "21 résultats" in text(first)
    seen = [link for response in (first, second) for link in links(response)]
    assert [seen.count(page.url) for page in pages] == [1] * 21
    assert elements(second, "ol")[-1].get("start") == "21"


def test_results_are_not_for_search_engines(client):
    robots = [meta["content"] for meta in elements(search(client, "x"), "meta") if meta.get("name") == "robots"]
    assert robots == ["noindex"]


def test_no_query_is_a_fault_of_the_server_whatever_programs_send(client):
    builders.event(title="Un verger", venue=builders.venue())
    builders.archived_issue(text="Un verger\nUne serre " * 300)

    for place in range(150):
        address = f"/recherche/?{hostile_queries.query(Random(place))}"  # noqa: S311
        assert client.get(address).status_code in (200, 400), address


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_search_is_only_asked(client, method):
    assert getattr(client, method)("/recherche/?q=verger").status_code == 405
