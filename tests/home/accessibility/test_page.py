"""The page around the statement: written by editors, found by its words, put there by a migration."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from pma_site.core.models import SiteSettings
from pma_site.home.models import HomePage, StandardPage
from tests import builders
from tests.back_office import save, signed_in
from tests.contents import raw
from tests.home.accessibility.statement import STATEMENT, declared
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def test_a_draft_is_read_with_the_statement_as_it_stands():
    builders.accessibility_audit()
    page = StandardPage.objects.get(slug="accessibilite")
    page.save_revision()
    editor = signed_in(builders.account("Rédaction"))

    shown = text(editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))

    assert "partiellement conforme avec le référentiel" in shown


def test_an_editor_writes_around_the_statement(client):
    page = StandardPage.objects.get(slug="accessibilite")
    body = {
        "body-count": "2",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Notre schéma pluriannuel",
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": "accessibility_statement",
        "body-1-id": "",
    }

    save(signed_in(builders.account("Direction de publication")), page, action="publish", **body)

    shown = text(client.get(STATEMENT))
    assert "Notre schéma pluriannuel" in shown
    assert declared(client) == "non conforme"


def test_the_statement_is_found_by_its_words(client, django_capture_on_commit_callbacks):
    page = StandardPage.objects.get(slug="accessibilite")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert STATEMENT in links(client.get("/recherche/", {"q": "défenseur des droits"}))


@pytest.mark.parametrize("name", ["accessibility_statement", "publisher"])
def test_the_computed_blocks_are_offered_on_standard_pages_only_and_previewed(name):
    block = StandardPage._meta.get_field("body").stream_block.child_blocks[name]
    client = signed_in(builders.account("Rédaction"))

    preview = client.get("/admin/block-preview/", {"id": block.definition_prefix})

    assert preview.status_code == 200
    assert "Pôle Métropolitain de l’Artois" in text(preview)


def test_the_legal_notice_gives_the_host_of_the_settings(client):
    page = builders.standard_page()
    page.body = raw([("publisher", None)])
    page.save()
    assert "sert à la démonstration" in text(client.get(page.url))

    SiteSettings.objects.create(
        site=HomePage.objects.get().get_site(),
        host="Hébergement du Nord\n1 rue du Canal, 59000 Lille",
        contact_phone="03 21 00 00 00",
    )

    shown = text(client.get(page.url))
    assert "Hébergement du Nord" in shown
    assert "1 rue du Canal, 59000 Lille" in shown
    assert "Téléphone : 03 21 00 00 00" in shown
    assert "démonstration" not in shown


@pytest.mark.django_db(transaction=True)
def test_the_migrations_put_the_statement_on_its_page_but_never_over_what_somebody_wrote(client):
    call_command("migrate", "home", "0006", verbosity=0)
    empty = "Voies de recours" not in text(client.get(STATEMENT))
    call_command("migrate", verbosity=0)
    put = declared(client)
    page = Page.objects.get(slug="accessibilite").specific
    page.body = raw([("heading", "Notre déclaration à nous")])
    page.save_revision().publish()
    call_command("migrate", "home", "0006", verbosity=0)
    call_command("migrate", verbosity=0)

    assert empty
    assert put == "non conforme"
    assert [block.value for block in StandardPage.objects.get(slug="accessibilite").body] == [
        "Notre déclaration à nous"
    ]
