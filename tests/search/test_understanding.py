"""What is typed is understood: slips, beginnings, synonyms, numbers, compounds; and what the best result is."""

from datetime import date

import pytest

from pma_site.search.models import Synonym
from pma_site.search.typos import distance
from tests import builders
from tests.back_office import messages, signed_in
from tests.reading import elements, links, text
from tests.search.looking import addresses, ask, marks, read

pytestmark = pytest.mark.django_db


def standing(title="Page", said="", **fields):
    """A page below the first floor, with a paragraph."""
    body = [("paragraph", f"<p>{said}</p>")] if said else []
    return builders.standard_page(builders.standard_page(title="Étage"), title=title, body=body, **fields)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("innovaton", "innovation"),
        ("inovations", "innovation"),
        ("ecotranistion", "Écotransition"),
        ("béthunes", "Béthune"),
        ("bethnue", "Béthune"),
        ("olain", "Olhain"),
        ("terris", "terrils"),
        ("start up", "start-up"),
        ("startup", "start-up"),
        ("start-up", "startup"),
        ("ecomateriaux", "éco-matériaux"),
        ("éco\u2011matériaux", "éco-matériaux"),
        ("360 000", "360\u202f000 €"),
        ("360000", "360\u00a0000 €"),
        ("C.A.L.L.", "CALL"),
        ("oeuvre", "maîtrise d’œuvre"),
        ("l´oeuvre", "une œuvre"),
        ("chauff", "chaufferies"),
        ("projet chauff", "un projet de chaufferie"),
        ("maire a Lens ou a Avion", "Le maire de Lens, le maire d’Avion"),
    ],
)
def test_what_is_meant_is_found(client, typed, written):
    page, other = standing(said=written), standing(said="Tout autre chose")

    assert page.url in addresses(client, typed)
    assert other.url not in addresses(client, typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("len", "Lens : le mot est court"),
        ("renovateur", "innovation"),
        ("n° 1", "numéro 10"),
        ("2024", "2023"),
        ("verger fleuri ", "un verger fleurissant"),
    ],
)
def test_what_is_not_meant_is_not_taken_for_it(client, typed, written):
    standing(said=written)

    assert "voici ce qui contient" not in text(ask(client, f"{typed} "))


def test_letters_wrong_are_counted_as_one_mistypes_them():
    counted = [distance(one, "innovation", 2) for one in ("innovation", "innovaton", "innovatoin", "inovatio", "ino")]

    assert counted == [0, 1, 1, 2, 3]


def test_what_lacks_some_words_is_shown_only_where_nothing_has_them_all(client):
    both, one = standing(said="Un jardin près du canal"), standing(said="Un jardin")
    assert addresses(client, "jardin canal") == [both.url]

    both.delete()

    assert addresses(client, "jardin canal") == [one.url]
    assert "Rien ne réunit tous ces mots" in text(ask(client, "jardin canal"))


def test_the_very_title_comes_first_then_titles_then_texts_then_what_is_fresh(client):
    told = standing(title="Actualités", said="verger, verger, verger et encore un verger")
    titled = standing(title="Le verger de la grande place du village")
    exact = standing(title="Le Verger")
    assert addresses(client, "vergers") == [exact.url, titled.url, told.url]

    old, new = (
        builders.archived_issue(number=number, month=date(year, 6, 1), title="Lettre", text="Un cerisier")
        for number, year in ((2, 2021), (5, 2023))
    )
    assert addresses(client, "cerisiers") == [new.url, old.url]


def test_results_are_counted_by_section_year_and_commune_and_narrowed_down(client):
    lens, avion = builders.commune("Lens"), builders.commune("Avion")
    events = [
        builders.event(
            [(builders.local(year, 6, 21, 10), builders.local(year, 6, 21, 12))],
            title="Un verger",
            venue=builders.venue(commune=town),
        )
        for year, town in ((2023, lens), (2024, lens), (2024, avion))
    ]
    page = standing(title="Un verger")

    shown = text(ask(client, "verger"))
    for words in ("Agenda (3)", "Pages du site (1)", "2024 (2)", "2023 (1)", "Lens (2)", "Avion (1)"):
        assert words in shown
    narrowed = ask(client, "verger", type="agenda", annee="2024", commune=lens.insee_code)
    assert [result["address"] for result in read(narrowed)] == [events[1].url]
    # The other values of a filter are counted as if it was not there.
    assert "2023 (1)" in text(narrowed)
    assert addresses(client, "verger", type="site") == [page.url]
    nothing = ask(client, "verger", annee="1999")
    assert "Sans filtre : 4 résultats" in text(nothing)
    assert "?q=verger" in str(links(nothing))


@pytest.mark.parametrize("wrong", [{"type": "x"}, {"annee": "abc"}, {"annee": "99999"}, {"commune": "é"}])
def test_a_filter_that_does_not_exist_is_refused_in_words(client, wrong):
    response = ask(client, "verger", **wrong)

    assert response.status_code == 400
    assert elements(response, "ul")
    assert 'value="verger"' in response.content.decode()


def test_the_words_found_are_marked_in_titles_and_excerpts_and_all_else_is_escaped(client):
    long = "Rien ici. " * 200
    standing(title="Vergers", said=f"{long} Deux vergers &amp; un &lt;b&gt;pré&lt;/b&gt; au n°\u00a09. {long}")

    response = ask(client, "verger")

    assert marks(response) == ["Vergers", "vergers"]
    (result,) = read(response)
    assert "Deux vergers & un <b>pré</b>" in " ".join(result["text"].split())
    assert len(result["text"]) < 500


def test_the_number_of_a_letter_is_marked_however_it_is_written(client):
    standing(said="Voir la lettre n°\u00a09.")

    assert [" ".join(mark.split()) for mark in marks(ask(client, "numéro 9"))] == ["n° 9"]


def test_words_that_are_somewhat_alike_are_proposed_where_nothing_is_found(client):
    standing(said="Un observatoire")

    response = ask(client, "obzerwatoure")

    assert read(response) == []
    assert "Vouliez-vous dire" in text(response)
    assert "/recherche/?q=observatoire" in links(response)


# Synonyms


def test_synonyms_work_both_ways_words_and_expressions(client):
    builders.synonym("aérostat", "ballon dirigeable", "zeppelin")
    pages = {
        word: standing(said=f"Un {word} passe") for word in ("aérostat", "ballon dirigeable", "zeppelin", "ballon")
    }

    for typed in ("aerostats", "ballons dirigeables", "zeppelin", "un ballon dirigeable passe"):
        found = set(addresses(client, typed))
        assert found == {pages[word].url for word in ("aérostat", "ballon dirigeable", "zeppelin")}, typed
    # A synonym may be mistyped, and the name of something by another word.
    assert addresses(client, "zepelin")[:1] == [pages["zeppelin"].url]
    named = standing(title="Aérostat")
    assert addresses(client, "ballon dirigeable")[0] == named.url


def test_the_acronyms_of_the_territory_are_there_from_the_start(client):
    page = standing(said="Une cabane au cœur du Parc des Industries Artois-Flandres")

    assert addresses(client, "SIZIAF") == [page.url]


def test_an_editor_adds_a_synonym_and_it_is_found_at_once(client):
    page = standing(said="Un aérostat")
    assert addresses(client, "zeppelin") == []
    editor = signed_in(builders.account("Rédaction"))

    response = editor.post(
        "/admin/snippets/search/synonym/add/",
        {"expressions": " zeppelin \n\naérostat\nzeppelin", "note": ""},
        follow=True,
    )

    assert "zeppelin = aérostat" in messages(response)[0]
    assert addresses(client, "zeppelin") == [page.url]
    group = Synonym.objects.get(expressions="zeppelin\naérostat")
    assert "zeppelin = aérostat" in text(editor.get("/admin/snippets/search/synonym/?q=zeppelin"))
    editor.post(f"/admin/snippets/search/synonym/delete/{group.pk}/")
    assert addresses(client, "zeppelin") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zeppelin", "Écrivez au moins deux expressions"),
        ("zeppelin\nle la les", "ne contient aucun mot"),
        ("zeppelin\nZeppelins", "sont déjà la même chose"),
        ("SIZIAF\nzone industrielle", "est déjà dans le groupe « SIZIAF = Parc des Industries Artois-Flandres »"),
        ("\n".join(f"mot{n}" for n in range(21)), "20 expressions au plus"),
        (f"zeppelin\n{'x' * 81}", "80 caractères au plus"),
    ],
)
def test_a_group_that_says_nothing_is_refused_in_words(typed, said):
    editor = signed_in(builders.account("Rédaction"))

    response = editor.post("/admin/snippets/search/synonym/add/", {"expressions": typed, "note": ""})

    assert said in text(response)
    assert not Synonym.objects.filter(expressions__contains="zeppelin").exists()
