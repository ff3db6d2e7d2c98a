"""The tables of the admin tell each cell the head of its column, and lose nothing by it."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from pma_site.core.listings import labelled
from tests import builders
from tests.back_office import signed_in

ADDED = re.compile(r' (?:role="(?:table|rowgroup|row|cell|columnheader|rowheader)"|data-label="[^"]*"|data-empty)')
HEADS = (
    "<th></th><th>Titre</th>"
    '<th><a href="?o=1">\n Mis  à\u2028jour </a></th>'
    '<th>Sœurs &amp; « "frères" »<select><option>Non</option></select></th>'
)
TABLE = f'<table class="listing"><thead><tr>{HEADS}</tr></thead><tbody><tr>%s</tr></tbody></table>'


class Cells(HTMLParser):
    """The labels of the cells of a document, by their words; None for a cell without a label."""

    def __init__(self, html):
        super().__init__()
        self.found, self._open = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self._open = dict(attrs)
            self.found.append([self._open, ""])

    def handle_data(self, data):
        if self._open is not None:
            self.found[-1][1] += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._open = None


def labels(html):
    return {" ".join(words.split()): attributes.get("data-label") for attributes, words in Cells(html).found}


@pytest.mark.django_db
def test_a_list_of_wagtail_and_a_screen_of_ours_say_the_head_of_each_cell():
    builders.issue(number=9, title="Le canal")
    chief = builders.administrator(username="pilote")
    client = signed_in(chief)

    users = client.get(reverse("wagtailusers_users:index")).content.decode()
    sendings = client.get(reverse("newsletter_sendings")).content.decode()

    assert labels(users)["pilote"] == "Identifiant"
    assert labels(sendings)["Pas encore envoyé par le site."] == "Envois"
    assert 'role="columnheader"' in users
    assert 'role="rowheader"' in sendings


@pytest.mark.django_db
def test_results_that_are_fetched_while_one_types_are_told_too():
    client = signed_in(builders.administrator(username="pilote"))

    results = client.get(reverse("wagtailusers_users:index_results"), {"q": "pilote"}).content.decode()

    assert labels(results)["pilote"] == "Identifiant"


@pytest.mark.django_db
def test_the_window_in_which_one_chooses_a_page_is_told_too():
    builders.standard_page(title="Accueil du public")
    client = signed_in(builders.administrator())

    window = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "public"}).content.decode()
    whole = client.get(reverse("wagtailadmin_choose_page")).json()["html"]

    assert labels(window)["Page standard"] == "Type"
    assert 'role="columnheader"' in whole


def test_what_names_a_row_has_no_label_nor_has_an_empty_cell():
    told = labelled(TABLE % '<td><input></td><td class="title">Un</td><td>hier</td><td> \n </td>')

    assert labels(told)["Un"] is None
    assert labels(told)["hier"] == "Mis à jour"
    assert told.count("data-empty") == 1
    assert '<td role="cell" data-empty> ' in told or '<td data-empty role="cell"> ' in told


def test_the_handle_of_a_row_has_no_label():
    told = labelled(TABLE % '<td></td><td>1</td><td class="ord"><button>Glisser</button></td>')

    assert labels(told)["Glisser"] is None


def test_a_label_is_the_words_that_are_seen():
    told = labelled(TABLE % "<td>1</td><td>2</td><td>3</td><td>4</td>")

    assert labels(told)["4"] == 'Sœurs & « "frères" »'


def test_a_cell_across_columns_moves_the_next_and_has_no_label():
    told = labelled(TABLE % '<td>1</td><td colspan="2">2</td><td>4</td>')

    assert labels(told)["2"] is None
    assert labels(told)["4"].startswith("Sœurs")


@pytest.mark.parametrize(
    "html",
    [
        TABLE % "<td>1<td>2<br/></td><TD class='x'>3</TD ><!-- <td> --><td>é&nbsp;</td>",
        TABLE % '<td><table class="other"><tr><td>dedans</td></tr></table></td><td><svg/></td>',
        TABLE % "<td><script>'<td>'</script></td></td></tr></table><table><tr><td>",
        "<p>\u2028\x85\r\n</p>" + TABLE % "\x0c<td>\r1</td>\r\n<td>2</td>" + "<p>fin",
        '<table class="listing"><tr><td>jamais fermé',
        '<table class="listing listing--dashboard"><tr><td>déjà pliée</td></tr></table>',
        '<table class="budget"><tr><td>1</td></tr></table>',
        "<p>Aucune table.</p>",
    ],
)
def test_nothing_of_a_page_changes_but_what_is_added(html):
    assert ADDED.sub("", labelled(html)) == html


def test_a_table_inside_a_cell_is_something_to_see_and_stays_as_it_is():
    told = labelled(TABLE % '<td><table class="other"><tr><td>dedans</td></tr></table></td>')

    assert "data-empty" not in told
    assert '<table class="other"><tr><td>dedans' in told


def test_a_table_that_wagtail_folds_by_itself_is_left_to_it():
    html = '<table class="listing listing--dashboard"><tr><td>déjà pliée</td></tr></table>'

    assert labelled(html) == html
