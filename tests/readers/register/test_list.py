"""The list of town halls: searched, filtered, quick."""

import datetime
import re

import pytest

from pma_site.territory.models import Epci
from tests import builders
from tests.readers.many_town_halls import costs
from tests.readers.register.offices import LIST, silent
from tests.reading import text

pytestmark = pytest.mark.django_db


def listed(client, names, **query):
    shown = text(client.get(f"{LIST}results/", query))
    return sorted((name for name in names if name in shown), key=shown.index)


class TestList:
    @pytest.fixture
    def offices(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            call, cahc = builders.epci(name="Lens-Liévin"), builders.epci(name="Hénin-Carvin")
            lens = builders.town_hall("Lens", "mairie@lens.example", commune=builders.commune("Lens", epci=call))
            builders.mayor(lens)
            builders.town_hall(commune=builders.commune("Liévin", epci=call), reviewed_on=datetime.date(2026, 4, 1))
            builders.town_hall(
                recipient=silent("mairie@oignies.example"),
                commune=builders.commune("Oignies", epci=cahc),
                postal_return="refuse",
                returned_on=datetime.date(2026, 6, 2),
            )
        return ["Mairie de Lens", "Mairie de Liévin", "Mairie de Oignies"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, {"Lens", "Liévin", "Oignies"}),
            ({"q": "lievin"}, {"Liévin"}),
            ({"q": "mairie de l"}, {"Lens", "Liévin"}),
            ({"channel": "poste"}, {"Lens", "Liévin"}),
            ({"channel": "courriel"}, {"Lens"}),
            ({"channel": "aucun"}, {"Oignies"}),
            ({"todo": "sans-courriel"}, {"Liévin"}),
            ({"todo": "injoignable"}, {"Oignies"}),
            ({"todo": "pli-revenu"}, {"Oignies"}),
            ({"todo": ["pli-revenu", "sans-courriel"]}, set()),
            ({"todo": "sans-maire", "q": "mairie"}, {"Liévin", "Oignies"}),
            ({"since": "15/03/2026"}, {"Lens", "Oignies"}),
            ({"since": "hier", "todo": "rien", "channel": "pigeon"}, {"Lens", "Liévin", "Oignies"}),
        ],
    )
    def test_is_searched_and_filtered(self, client, offices, query, found):
        assert set(listed(client, offices, **query)) == {f"Mairie de {name}" for name in found}

    def test_is_filtered_by_intercommunality_and_shows_how_the_letter_arrives(self, client, offices):
        shown = text(client.get(f"{LIST}results/", {"epci": Epci.objects.get(name="Lens-Liévin").pk}))

        assert re.search(
            r"Camille Exemple\s*Remplacer le maire : Mairie de Lens\s+Poste, courriel mairie@lens\.example", shown
        )
        assert re.search(r"Siège vacant\s*Remplacer le maire : Mairie de Liévin\s+Poste sans courriel", shown)
        assert "1er avril 2026" in shown
        assert "Oignies" not in shown
        assert "mairie@oignies.example (désabonné)" in text(client.get(f"{LIST}results/", {"channel": "aucun"}))

    def test_costs_the_same_whatever_it_holds(self, client):
        before, after = costs(client, LIST)

        assert after == before
