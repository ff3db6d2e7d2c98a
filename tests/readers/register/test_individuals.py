"""Readers of their own address: elected members and who tests letters."""

import datetime

import pytest

from pma_site.readers import models
from pma_site.readers.register import recipient_at
from tests import builders
from tests.back_office import signed_in
from tests.readers.register.offices import filled_in, save
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestIndividuals:
    @pytest.fixture
    def client(self):
        return signed_in(builders.administrator())

    def test_an_elected_member_gets_an_address_of_their_own(self, client):
        person, address = builders.person("Camille Exemple"), "/admin/snippets/readers/electedreader/add/"
        data = filled_in(client, address, person=person.pk, email="camille@exemple.example", until="31/12/2026")

        client.post(address, data)

        reader = models.ElectedReader.objects.get()
        assert (reader.email, reader.until) == ("camille@exemple.example", datetime.date(2026, 12, 31))
        assert "camille@exemple.example" in text(client.get("/admin/snippets/readers/electedreader/", {"q": "exemple"}))

    def test_two_colleagues_do_not_share_an_address(self, client):
        tester = models.Tester.objects.create(name="Zoé Petit", recipient=recipient_at("zoe@pma.example"))
        address = "/admin/snippets/readers/tester/add/"
        data = filled_in(client, address, name="Jean Petit", email="ZOE@pma.example")

        page = client.post(address, data)

        assert "Cette adresse est déjà celle de Zoé Petit" in text(page)
        assert models.Tester.objects.get() == tester
        save(client, tester, email="petit@pma.example")
        assert tester.email == "petit@pma.example"
        assert "Zoé Petit" in text(client.get("/admin/snippets/readers/tester/"))
