"""The pages of the door are known by their titles: in the tabs of a browser, in its history, read aloud."""

from html import unescape

import pytest

from tests import builders
from tests.accounts.door import CODE, DOOR, code_now, enter, with_application

pytestmark = pytest.mark.django_db

FACTOR = f"{DOOR}second-facteur/"


def title(page):
    """The title of a page, spaces of every kind made one."""
    words = page.content.decode().partition("<title>")[2].partition("</title>")[0]
    return " ".join(unescape(words).split())


def test_the_page_where_one_signs_in_says_so(client):
    assert title(client.get(DOOR)) == "Se connecter - La Lettre aux maires"
    assert title(client.post(DOOR, {"login": "personne", "password": "rien"})).startswith("Se connecter - ")


def test_each_further_page_has_a_title_of_its_own(client):
    account = with_application(builders.account("Rédaction"))
    enter(account, client)
    titles = [title(client.get(CODE))]
    client.post(CODE, {"code": code_now()})

    addresses = [FACTOR, f"{FACTOR}application/retirer/", f"{FACTOR}secours/", f"{FACTOR}secours/renouveler/"]
    addresses += [
        f"{FACTOR}cles/",
        f"{FACTOR}cles/ajouter/",
        f"{DOOR}confirmer/",
        f"{FACTOR}confirmer/",
        f"{DOOR}sortie/",
    ]
    titles += [title(client.get(address)) for address in addresses]

    assert all(words.partition(" - ")[0].strip() for words in titles), titles
    assert len(set(titles)) == len(titles), titles


@pytest.mark.parametrize(
    ("address", "words"),
    [(f"{DOOR}ferme/", "Compte fermé"), (f"{DOOR}debloquer/rien/", "Ce lien ne sert plus")],
)
def test_a_closed_door_says_why(client, address, words):
    assert title(client.get(address)).startswith(f"{words} - ")
