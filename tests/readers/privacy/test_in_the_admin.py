"""A person's rights, answered in the admin."""

import json

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pma_site.readers.models import Consent
from tests import builders
from tests.back_office import is_refused, menu, signed_in
from tests.readers import somebody
from tests.readers.privacy.asking import ERASE, PAGE
from tests.readers.somebody import ADDRESS, FORMER, IN_ASCII, NAME, SHOUTED


@pytest.mark.django_db(transaction=True)
def test_the_admin_shows_exports_and_erases_without_an_address_in_an_address_or_a_log():
    page, _ = somebody.everywhere()
    client = signed_in(builders.administrator())
    person = {"address": SHOUTED, "name": NAME}
    assert "Données personnelles" in menu(client)

    shown = client.post(PAGE, person)
    exported = client.post(reverse("readers_personal_data_export"), person)
    asked = client.post(ERASE, person)
    assert Consent.objects.exists()
    done = client.post(ERASE, {**person, "confirmed": "1"})

    assert all("no-store" in response.headers["Cache-Control"] for response in (shown, exported, asked, done))
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown.content.decode()
    assert json.loads(exported.content)["adresse"] == IN_ASCII
    assert json.loads(exported.content)["autres adresses"] == [FORMER]
    assert "attachment" in exported.headers["Content-Disposition"]
    assert "ne s’annule pas" in asked.content.decode()
    assert "Ce qui vous reste à voir" in done.content.decode()
    assert somebody.found_in(somebody.dump()) == []
    assert {entry.action for entry in ModelLogEntry.objects.filter(action__startswith="readers.privacy")} == {
        "readers.privacy.export",
        "readers.privacy.erasure",
    }


@pytest.mark.django_db
def test_the_admin_keeps_what_was_typed_and_lets_in_who_may_erase_readers():
    client = signed_in(builders.administrator())
    for address in (PAGE, ERASE, reverse("readers_personal_data_export"), reverse("readers_personal_data_objection")):
        wrong = client.post(address, {"address": "zélie arobase", "name": "Zélie"})
        assert wrong.status_code == 400
        assert 'value="zélie arobase"' in wrong.content.decode()
    objected = client.post(reverse("readers_personal_data_objection"), {"address": ADDRESS})
    assert "n’était pas connue" in objected.content.decode()
    assert "sinon son refus" in client.post(PAGE, {"address": ADDRESS}).content.decode()
    assert "readers.OfficeMandate" in client.get(reverse("readers_processing_register_file")).content.decode()
    assert client.get(reverse("readers_processing_register")).status_code == 200
    assert client.get(ERASE).status_code == 405

    writer = signed_in(builders.account("Rédaction"))
    assert "Données personnelles" not in menu(writer)
    assert is_refused(writer, PAGE)
    assert is_refused(writer, ERASE, {"address": ADDRESS, "confirmed": "1"})
