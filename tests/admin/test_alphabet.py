"""Names stand in the order of the French alphabet, on both databases."""

import re

import pytest

from tests import builders
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

NAMES = ["Zoo de Lens", "École des mines", "crèche d’Avion", "Œuvre commune", "Oxygène", "Forêt"]
IN_ORDER = ["crèche d’Avion", "École des mines", "Forêt", "Œuvre commune", "Oxygène", "Zoo de Lens"]


def order_of(names, shown):
    return re.findall("|".join(map(re.escape, names)), shown)


class TestOrganisations:
    @pytest.fixture(autouse=True)
    def organisations(self):
        for name in NAMES:
            builders.organisation(name)

    def test_their_list(self):
        listed = signed_in(builders.administrator()).get("/admin/snippets/directory/organisation/")

        assert order_of(NAMES, text(listed)) == IN_ORDER

    def test_their_list_the_other_way_round(self):
        listed = signed_in(builders.administrator()).get("/admin/snippets/directory/organisation/?ordering=-name")

        assert order_of(NAMES, text(listed)) == IN_ORDER[::-1]

    def test_the_window_in_which_one_is_chosen(self):
        window = signed_in(builders.administrator()).get("/admin/snippets/choose/directory/organisation/")

        assert order_of(NAMES, text(window.json()["html"])) == IN_ORDER


def test_people_of_one_name_follow_their_first_names():
    names = ["Zoé Évrard", "Éloi Évrard", "Anne Zola", "Denis Étienne"]
    for name in names:
        builders.person(name)

    window = signed_in(builders.administrator()).get("/admin/snippets/choose/directory/person/").json()["html"]

    assert order_of(names, text(window)) == ["Denis Étienne", "Éloi Évrard", "Zoé Évrard", "Anne Zola"]


def test_members_of_a_town_on_its_page(client):
    lens = builders.commune("Lens")
    for name in ("Zoo", "Écume", "Argile"):
        builders.member(title=name, organisation=builders.organisation(name, commune=lens))

    page = client.get(lens.get_absolute_url())

    assert order_of(["Zoo", "Écume", "Argile"], text(page)) == ["Argile", "Écume", "Zoo"]
