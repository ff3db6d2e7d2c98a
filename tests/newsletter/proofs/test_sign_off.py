"""« Bon à tirer » of a proof-reader."""

import re

import pytest

from newsletter.models import ProofSignOff
from tests.newsletter.proofs.lending import change, page_of
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


def bar_link(client, address, words):
    """The address of an entry of the bar."""
    html = client.get(address).content.decode()
    return re.search(rf'<a href="([^"]+)"[^>]*>{words}</a>', html).group(1)


class TestSignOff:
    def test_it_names_who_agrees_to_which_version(self, client, editor, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        given = ProofSignOff.objects.get()
        assert (given.name, given.revision) == ("Zoé Petit", issue.get_latest_revision())
        assert "porte sur la version actuelle" in text(editor.get(page_of(issue)))

    def test_a_change_takes_it_off_the_new_version(self, client, editor, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        change(issue, "Retouché après coup")

        assert "donné sur une version antérieure" in text(editor.get(page_of(issue)))

    def test_it_is_one_button_that_a_get_does_not_press(self, client, address):
        page = bar_link(client, address, "Bon à tirer")

        shown = client.get(page)

        assert len([button for button in elements(shown, "button") if button.get("class") == "button"]) == 1
        assert not ProofSignOff.objects.exists()

    def test_what_changed_since_it_was_read_must_be_read_again(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        change(issue, "Retouché entre-temps")

        response = client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        assert response.status_code == 409
        assert "Relisez-le" in text(response)
        assert "Le numéro a changé" in text(client.get(page))
        assert not ProofSignOff.objects.exists()

    def test_a_saving_that_changes_nothing_does_not_matter(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        issue.get_latest_revision_as_object().save_revision()

        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        assert ProofSignOff.objects.exists()

    def test_nobody_agrees_without_a_name(self, client, address):
        page = bar_link(client, address, "Bon à tirer")

        response = client.post(page, {"name": "", "version": page.split("version=")[1]})

        assert response.status_code == 400
        assert "Indiquez votre nom" in text(response)

    def test_what_was_signed_is_not_saved_over(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})
        signed = issue.get_latest_revision()
        draft = signed.as_object()
        draft.title = "Tapé dans la même page, un instant plus tard"

        draft.save_revision(overwrite_revision=signed)

        assert ProofSignOff.objects.get().revision.as_object().title == "Titre encore secret"
        assert "un instant plus tard" in text(client.get(address))
