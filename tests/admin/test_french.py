"""The admin speaks French: its screens are read as a user has them, and no word of English may be left."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page, Workflow

from pma_site.core.models import SiteDocument
from tests import builders
from tests.admin.french import english_in, sentences_of
from tests.back_office import filled_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return signed_in(builders.administrator(first_name="Dominique", last_name="Martin"))


PAGE_TYPES = {
    "newsletter/issuepage": builders.issue,
    "newsletter/archivedissuepage": builders.archived_issue,
    "projects/roadmappage": builders.roadmap,
    "projects/axispage": builders.axis,
    "projects/labeleditionpage": builders.edition,
    "projects/candidatepage": builders.candidate,
    "projects/memberpage": builders.member,
    "agenda/eventpage": builders.event,
    "home/standardpage": builders.standard_page,
}
STREAMS = {
    "newsletter/issuepage": ["cover", "feature", "territory", "committee"],
    "projects/candidatepage": ["body"],
    "projects/memberpage": ["body"],
    "agenda/eventpage": ["prices"],
    "home/standardpage": ["body"],
}
INDEXES = ["accueil", "lettres", "feuille-de-route", "label-euralens", "innov-in-artois", "agenda"]
REGISTERS = {
    "directory/organisation": builders.organisation,
    "directory/person": builders.person,
    "directory/mandate": builders.mandate,
    "territory/commune": builders.commune,
    "territory/epci": builders.epci,
    "agenda/venue": builders.venue,
    "agenda/eventseries": builders.event_series,
    "newsletter/indicator": builders.indicator,
    "home/accessibilityaudit": builders.accessibility_audit,
}
SCREENS = [
    "/admin/",
    "/admin/account/",
    "/admin/pages/search/?q=lettre",
    "/admin/pages/search/?q=introuvable",
    "/admin/images/",
    "/admin/images/multiple/add/",
    "/admin/images/add/",
    "/admin/images/chooser/",
    "/admin/documents/",
    "/admin/documents/multiple/add/",
    "/admin/documents/chooser/",
    "/admin/choose-page/",
    "/admin/choose-external-link/",
    "/admin/choose-email-link/",
    "/admin/choose-phone-link/",
    "/admin/choose-anchor-link/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/groups/",
    "/admin/groups/new/",
    "/admin/sites/",
    "/admin/sites/new/",
    "/admin/collections/",
    "/admin/collections/add/",
    "/admin/redirects/",
    "/admin/redirects/add/",
    "/admin/redirects/import/",
    "/admin/settings/core/sitesettings/",
    "/admin/workflows/list/",
    "/admin/workflows/tasks/index/",
    "/admin/reports/locked/",
    "/admin/reports/workflow/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/agenda/semaines/",
    "/admin/agenda/creneaux/",
    "/admin/introuvable/",
]


@pytest.mark.parametrize("address", SCREENS)
def test_a_screen_is_in_french(administrator, address):
    response = administrator.get(address, follow=True)

    assert english_in(response) == []


@pytest.mark.parametrize("address", ["/admin/acces/", "/admin/password_reset/"])
def test_the_door_is_in_french(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert english_in(response) == []
    assert english_in(client.post(address, {"login": "inconnu", "password": "faux", "email": "pas-une-adresse"})) == []


@pytest.mark.parametrize("slug", INDEXES)
def test_an_index_is_listed_and_edited_in_french(administrator, slug):
    page = Page.objects.get(slug=slug)

    for address in (
        f"/admin/pages/{page.pk}/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/add_subpage/",
    ):
        assert english_in(administrator.get(address, follow=True)) == [], address


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_a_page_type_is_written_in_french(administrator, model):
    page = PAGE_TYPES[model](title="Rencontre du forum")
    page.save_revision()
    addresses = [
        f"/admin/pages/add/{model}/{page.get_parent().pk}/",
        *(
            f"/admin/pages/{page.pk}/{name}/"
            for name in (
                "edit",
                "history",
                "usage",
                "copy",
                "move",
                "delete",
                "unpublish",
                "privacy",
                "workflow_history",
            )
        ),
    ]

    for address in addresses:
        response = administrator.get(address, follow=True)
        assert response.status_code == 200, address
        assert english_in(response) == [], address


@pytest.mark.parametrize("model", PAGE_TYPES)
def test_mistakes_in_a_page_are_told_in_french(administrator, model):
    page = PAGE_TYPES[model](title="Rencontre du forum")

    address = f"/admin/pages/{page.pk}/edit/"
    data = filled_in(administrator, address, STREAMS.get(model, ()), title="", number="", slug="pas bon !")

    response = administrator.post(address, data)

    assert "Champ requis." in response.content.decode()
    assert english_in(response) == []


@pytest.mark.parametrize("model", REGISTERS)
def test_a_register_is_kept_in_french(administrator, model):
    record = REGISTERS[model]()
    base = f"/admin/snippets/{model}/"
    addresses = [
        base,
        f"{base}?q=introuvable",
        f"{base}add/",
        *(f"{base}{name}/{record.pk}/" for name in ("edit", "usage", "history", "delete")),
        f"/admin/bulk/{model}/delete/?id={record.pk}",
        f"/admin/snippets/choose/{model}/",
    ]

    for address in addresses:
        response = administrator.get(address, follow=True)
        assert response.status_code == 200, address
        assert english_in(response) == [], address
    if not model.endswith("commune"):
        assert english_in(administrator.post(f"{base}add/", {})) == []


def test_the_window_of_key_figures_is_in_french(administrator):
    empty = administrator.get("/admin/snippets/choose/newsletter/indicatorvalue/")
    builders.indicator_value()
    listed = administrator.get("/admin/snippets/choose/newsletter/indicatorvalue/")

    assert "/admin/snippets/newsletter/indicator/add/" in empty.json()["html"]
    assert english_in(empty) == english_in(listed) == []


def test_a_screen_is_headed_by_what_it_does_and_to_what(administrator):
    event = builders.event(title="Bivouac")
    venue = builders.venue("Salle Turbot")
    heads = {
        f"/admin/pages/add/agenda/eventpage/{event.get_parent().pk}/": "Création\u00a0: Événement",
        f"/admin/pages/{event.pk}/edit/": "Modification (Événement)\u00a0: Bivouac",
        "/admin/snippets/agenda/venue/add/": "Création\u00a0: Lieu",
        f"/admin/snippets/agenda/venue/edit/{venue.pk}/": "Modification\u00a0: Salle Turbot",
    }

    for address, head in heads.items():
        title = administrator.get(address).content.decode().partition("<title>")[2].strip()
        assert title.startswith(head), address


def test_a_yes_is_said_in_french(administrator):
    listed = {sentence.strip() for sentence in sentences_of(administrator.get("/admin/users/").content.decode())}

    assert "oui" in listed
    assert not {"True", "False", "None"} & listed


def test_the_box_above_the_blocks_asks_what_one_looks_for(administrator):
    words = administrator.get("/admin/jsi18n/").content.decode()

    assert '"Search options\\u2026": "Chercher\\u2026"' in words


def test_what_is_done_to_several_is_asked_in_french(administrator):
    event, picture = builders.event(), builders.image()
    document = SiteDocument.objects.create(title="Règlement", file=ContentFile(b"%PDF-1.7", name="reglement.pdf"))
    chosen = {
        "wagtailcore/page": (event, ["move", "delete", "publish", "unpublish"]),
        "agenda/eventpage": (event, ["call_off"]),
        "core/siteimage": (picture, ["add_to_collection"]),
        "core/sitedocument": (document, ["add_tags", "add_to_collection", "delete"]),
    }

    for model, (record, actions) in chosen.items():
        for action in actions:
            response = administrator.get(f"/admin/bulk/{model}/{action}/?id={record.pk}")
            assert response.status_code == 200, (model, action)
            assert english_in(response) == [], (model, action)


def test_pictures_are_managed_in_french(administrator):
    picture = builders.image()

    for address in (
        f"/admin/images/{picture.pk}/",
        f"/admin/images/{picture.pk}/delete/",
        f"/admin/images/usage/{picture.pk}/",
        f"/admin/bulk/core/siteimage/delete/?id={picture.pk}",
        f"/admin/bulk/core/siteimage/add_tags/?id={picture.pk}",
    ):
        assert english_in(administrator.get(address)) == [], address


def test_people_and_groups_are_managed_in_french(administrator):
    account = builders.account("Rédaction")
    group, workflow = account.groups.get(), Workflow.objects.get()

    for address in (
        f"/admin/users/edit/{account.pk}/",
        f"/admin/users/delete/{account.pk}/",
        f"/admin/users/history/{account.pk}/",
        f"/admin/bulk/core/user/assign_role/?id={account.pk}",
        f"/admin/bulk/core/user/set_active_state/?id={account.pk}",
        f"/admin/groups/edit/{group.pk}/",
        f"/admin/workflows/edit/{workflow.pk}/",
        f"/admin/workflows/tasks/edit/{workflow.tasks[0].pk}/",
    ):
        assert english_in(administrator.get(address)) == [], address


def test_a_missing_translation_would_be_seen():
    class Response(dict):
        content = b'<p>Bonjour</p><input type="submit" value="Search"><a aria-label="Edit this page">x</a>'

    assert english_in(Response({"Content-Type": "text/html"})) == ["Edit this page", "Search"]
