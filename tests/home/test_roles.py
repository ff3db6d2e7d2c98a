"""Who may do what, asked of the admin itself by an account of each role."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

from pma_site.core.models import SiteSettings
from pma_site.directory.models import Organisation
from tests import builders
from tests.back_office import (
    REFUSAL,
    asked,
    edit_address,
    filled_in,
    is_refusal,
    is_refused,
    menu,
    messages,
    save,
    signed_in,
)
from tests.reading import text

pytestmark = pytest.mark.django_db

EDITING = "Rédaction"
DIRECTION = "Direction de publication"

# A page of each branch, its index's slug, its type, and its stream fields.
PAGES = {
    "letter": (
        builders.issue,
        "lettres",
        "newsletter/issuepage",
        ["cover", "feature", "territory", "committee"],
    ),
    "archive": (builders.archived_issue, "lettres", "newsletter/archivedissuepage", []),
    "roadmap": (builders.roadmap, "feuille-de-route", "projects/roadmappage", []),
    "label": (builders.edition, "label-euralens", "projects/labeleditionpage", []),
    "network": (builders.member, "innov-in-artois", "projects/memberpage", ["body"]),
    "agenda": (builders.event, "agenda", "agenda/eventpage", ["prices"]),
    "standard": (builders.standard_page, "accueil", "home/standardpage", ["body"]),
}
BRANCH = {"Agenda": "agenda", "Label": "label", "Réseau": "network", "Feuille de route": "roadmap"}
OTHERS = [(role, name) for role, own in BRANCH.items() for name in PAGES if name != own]

REGISTERS = {
    "organisation": ("directory/organisation", builders.organisation),
    "person": ("directory/person", builders.person),
    "mandate": ("directory/mandate", builders.mandate),
    "venue": ("agenda/venue", builders.venue),
    "series": ("agenda/eventseries", builders.event_series),
    "indicator": ("newsletter/indicator", builders.indicator),
    "audit": ("home/accessibilityaudit", builders.accessibility_audit),
    "commune": ("territory/commune", builders.commune),
    "epci": ("territory/epci", builders.epci),
    "synonym": ("search/synonym", builders.synonym),
    "labelcall": ("projects/labelcall", builders.label_call),
}
# Role → register → actions.
RIGHTS = {
    EDITING: {
        **dict.fromkeys(
            ["organisation", "person", "mandate", "venue", "series", "indicator", "audit"], {"add", "edit"}
        ),
        "commune": {"edit"},
        "synonym": {"add", "edit", "delete"},
    },
    DIRECTION: {
        **dict.fromkeys(
            ["organisation", "person", "mandate", "venue", "series", "indicator", "audit", "synonym"],
            {"add", "edit", "delete"},
        ),
        **dict.fromkeys(["commune", "epci"], {"edit"}),
    },
    "Agenda": dict.fromkeys(["organisation", "venue", "series"], {"add", "edit"}),
    "Label": dict.fromkeys(["organisation", "person", "labelcall"], {"add", "edit"}),
    "Réseau": dict.fromkeys(["organisation", "person"], {"add", "edit"}),
    "Feuille de route": dict.fromkeys(["organisation", "person"], {"add", "edit"}),
}
AGENDA_MENU = [
    *["Agenda", "Événements", "Semaines à venir", "Propositions", "Import d’agendas", "Lieux", "Séries"],
]
NETWORK_MENU = [
    *["Réseau", "Membres du réseau", "Contacts privés", "Confirmation annuelle", "Corrections"],
    *["Demandes d’adhésion", "Étiquettes du showroom"],
]
REMARKS = ["Participation", "Remarques"]
CALLS = ["Tous les appels", "Réponses", *REMARKS]
HELP = ["Aide", "Guide de rédaction", "Que faire si…", "Glossaire", "Raccourcis"]
COMMON_MENU = [
    "Pages",
    "Images",
    "Documents",
    "Rapports",
    "Circuits d’approbation",
    "Historique du Site",
    "Pages vieillissantes",
]
MENUS = {
    EDITING: [
        *["Lettres", "Feuille de route"],
        "Annuaire",
        "Organisations",
        "Personnes",
        "Mandats",
        "Territoire",
        "Communes",
        *(entry for entry in AGENDA_MENU if entry != "Propositions"),
        *CALLS,
        "Chiffres-clés",
        "Accessibilité",
        "Synonymes",
    ],
    DIRECTION: [
        *["Lettres", "Feuille de route"],
        *["Annuaire", "Organisations", "Personnes", "Mandats", "Territoire", "Communes", "Intercommunalités"],
        *[*AGENDA_MENU, "Chiffres-clés", "Accessibilité", "Synonymes", "Pages verrouillées", *CALLS],
        *["Paramètres", "Utilisateurs", "Règles de Redirection", "Éditeur du site", "État du site"],
    ],
    "Agenda": ["Annuaire", "Organisations", *AGENDA_MENU, "Réponses", *REMARKS],
    "Label": [
        *["Annuaire", "Organisations", "Personnes", "Instruction"],
        *["Label Euralens", "Candidatures", "Appels à candidatures", *REMARKS],
    ],
    "Réseau": ["Annuaire", "Organisations", "Personnes", *NETWORK_MENU, *REMARKS],
    "Feuille de route": ["Feuille de route", "Annuaire", "Organisations", "Personnes"],
}


def as_(role):
    return signed_in(builders.account(role))


def index_of(name):
    return Page.objects.get(slug=PAGES[name][1])


def addresses_of(page):
    """Every address at which a page is changed or its draft is read."""
    names = ["edit", "view_draft", "delete", "unpublish", "usage"]
    return [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names]


@pytest.mark.parametrize(("role", "name"), BRANCH.items())
def test_a_branch_role_writes_and_publishes_in_its_branch(client, role, name):
    build, _, _, streams = PAGES[name]
    page = build(title="Avant")

    save(as_(role), page, action="publish", streams=streams, title="Après la retouche")

    assert "Après la retouche" in client.get(page.url).content.decode()


@pytest.mark.parametrize(("role", "name"), BRANCH.items())
def test_a_branch_role_adds_and_deletes_pages_of_its_branch(role, name):
    build, slug, model, _ = PAGES[name]
    page, writer = build(), as_(role)

    form = writer.get(f"/admin/pages/add/{model}/{index_of(name).pk}/")
    writer.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert form.status_code == 200
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize(("role", "name"), OTHERS)
def test_a_branch_role_is_refused_every_page_of_another_branch(role, name):
    build, _, model, _ = PAGES[name]
    page, writer = build(), as_(role)

    for address in addresses_of(page):
        assert is_refused(writer, address), address
        assert is_refused(writer, address, {"title": "Détourné", "action-publish": "1"}), address
    assert is_refused(writer, f"/admin/pages/add/{model}/{index_of(name).pk}/")
    page.refresh_from_db()
    assert page.title != "Détourné"
    assert page.live


@pytest.mark.parametrize("role", [EDITING, *BRANCH])
def test_who_is_refused_reads_it_on_the_home_page(role):
    writer = as_(role)

    response = writer.get("/admin/groups/", follow=True)

    assert response.redirect_chain == [("/admin/", 302)]
    assert text(response).count(REFUSAL) == 1


@pytest.mark.parametrize("role", BRANCH)
def test_a_branch_role_explores_its_own_branch_only(role):
    writer, own = as_(role), index_of(BRANCH[role])
    builders.issue(title="Une lettre pas encore sortie", live=False)

    elsewhere = writer.get(reverse("wagtailadmin_explore", args=[index_of("letter").pk]))
    found = writer.get("/admin/pages/search/", {"q": "sortie"}).content.decode()

    assert elsewhere.url == reverse("wagtailadmin_explore", args=[own.pk])
    assert "pas encore sortie" not in found


@pytest.mark.parametrize("role", BRANCH)
def test_a_branch_role_links_to_published_pages_but_sees_no_draft_of_another_branch(
    role, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        builders.issue(title="Bulletin sorti")
        builders.issue(title="Bulletin à venir", live=False)
    writer = as_(role)

    listed = writer.get(f"/admin/choose-page/{index_of('letter').pk}/").content.decode()
    found = writer.get("/admin/choose-page/search/", {"q": "bulletin"}).content.decode()

    assert "Bulletin sorti" in listed
    assert "Bulletin sorti" in found
    assert "venir" not in listed + found


@pytest.mark.parametrize(("role", "name"), BRANCH.items())
def test_the_index_of_a_branch_is_not_taken_away_by_its_role(client, role, name):
    writer, index = as_(role), index_of(name)

    for action in ("delete", "unpublish"):
        response = writer.post(reverse(f"wagtailadmin_pages:{action}", args=[index.pk]), follow=True)
        assert "porte une rubrique du site" in " ".join(messages(response))
    bulk = f"/admin/bulk/wagtailcore/page/unpublish/?id={index.pk}"
    writer.post(bulk, {"confirm": "1"})

    assert client.get(index.url).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_editing_writes_drafts_everywhere_and_publishes_nothing(client, name):
    build, _, model, streams = PAGES[name]
    page, writer = build(title="Version en ligne"), as_(EDITING)

    response = save(writer, page, action="publish", streams=streams, follow=True, title="Version nouvelle")

    assert response.status_code == 200
    assert writer.get(f"/admin/pages/add/{model}/{index_of(name).pk}/").status_code == 200
    assert "Version nouvelle" in writer.get(edit_address(page)).content.decode()
    assert "Version en ligne" in client.get(page.url).content.decode()
    assert "Publier" not in " ".join(_buttons(writer.get(edit_address(page))))
    assert is_refused(writer, reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def _buttons(response):
    form = response.content.decode().split('class="footer"')[-1]
    return [part.split("</button>")[0] for part in form.split("<button")[1:]]


def test_an_issue_goes_from_editing_to_the_direction_and_out(client):
    page = builders.issue(title="Numéro de juin", live=False)
    writer, director = as_(EDITING), as_(DIRECTION)

    save(writer, page, action="submit", streams=PAGES["letter"][3], title="Numéro de juillet")
    waiting = director.get("/admin/").content.decode()
    state = page.current_workflow_task_state
    approval = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])

    assert "Numéro de juillet" in waiting
    assert is_refused(writer, approval, {"comment": ""})
    assert client.get(page.url).status_code == 404
    director.post(approval, {"comment": ""})
    assert "Numéro de juillet" in client.get(page.url).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_direction_publishes_locks_and_unpublishes_everywhere(client, name):
    build, _, _, streams = PAGES[name]
    page, director = build(title="Avant"), as_(DIRECTION)

    # Of the letter, the direction publishes what somebody else wrote.
    save(as_(EDITING), page, streams=streams, title="Signé par la direction")
    save(director, page, action="publish", streams=streams)
    online = client.get(page.url).content.decode()
    director.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page.refresh_from_db()
    locked = page.locked
    director.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    director.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert "Signé par la direction" in online
    assert locked
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_offers_what_the_role_may_do_and_nothing_else(role):
    shown = menu(as_(role))

    assert sorted(shown) == sorted([*COMMON_MENU, *MENUS[role], *HELP, "Compte", "Se déconnecter"])


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("register", REGISTERS)
def test_each_register_opens_to_the_roles_that_keep_it(role, register):
    address, build = REGISTERS[register]
    record, writer = build(), as_(role)
    rights = RIGHTS[role].get(register, set())
    screens = {"add": "add/", "edit": f"edit/{record.pk}/", "delete": f"delete/{record.pk}/"}

    answers = {action: asked(writer, f"/admin/snippets/{address}/{end}") for action, end in screens.items()}

    assert {action for action, answer in answers.items() if answer.status_code == 200} == rights
    assert {action for action, answer in answers.items() if is_refusal(answer)} == set(screens) - rights
    assert is_refused(writer, f"/admin/snippets/{address}/") is not bool(rights)


def test_a_refused_deletion_deletes_nothing():
    organisation = builders.organisation()

    as_("Agenda").post(f"/admin/snippets/directory/organisation/delete/{organisation.pk}/")
    as_("Agenda").post(f"/admin/bulk/directory/organisation/delete/?id={organisation.pk}", {"confirm": "1"})

    assert Organisation.objects.filter(pk=organisation.pk).exists()


@pytest.mark.parametrize("role", [EDITING, *BRANCH])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/redirects/",
        "/admin/workflows/list/",
        "/admin/settings/core/sitesettings/",
    ],
)
def test_the_settings_are_closed_to_who_writes(role, address):
    assert is_refused(as_(role), address)


def test_the_direction_keeps_the_settings_of_the_site():
    director = as_(DIRECTION)
    address = director.get("/admin/settings/core/sitesettings/", follow=True).redirect_chain[-1][0]

    director.post(
        address,
        {"publisher": "Pôle Métropolitain", "contact_email": "pma@example.org", "follow_links-count": "0"},
    )

    assert SiteSettings.objects.get().publisher == "Pôle Métropolitain"
    assert director.get("/admin/redirects/").status_code == 200
    for closed in ("/admin/groups/", "/admin/sites/", "/admin/collections/", "/admin/workflows/list/"):
        assert is_refused(director, closed), closed


def _account_form(**fields):
    password = "sept-hiboux-sous-la-lune"
    return {
        "username": "nouvelle",
        "email": "nouvelle@example.org",
        "first_name": "Nour",
        "last_name": "Elle",
        "password1": password,
        "password2": password,
        "is_active": "on",
        **fields,
    }


def test_the_direction_makes_accounts_but_no_administrator():
    as_(DIRECTION).post("/admin/users/new/", _account_form(is_superuser="on"))

    account = get_user_model().objects.get(username="nouvelle")
    assert not account.is_superuser


def test_the_direction_raises_nobody_to_administrator():
    colleague, director = builders.account(EDITING), as_(DIRECTION)

    director.post(f"/admin/users/edit/{colleague.pk}/", _account_form(is_superuser="on", first_name="Changé"))

    colleague.refresh_from_db()
    assert colleague.first_name == "Changé"
    assert not colleague.is_superuser


def test_the_direction_leaves_administrators_alone():
    administrator, director = builders.administrator(), as_(DIRECTION)
    edit, delete = f"/admin/users/edit/{administrator.pk}/", f"/admin/users/delete/{administrator.pk}/"

    assert is_refused(director, edit)
    assert is_refused(director, edit, _account_form())
    assert is_refused(director, delete, {})
    bulk = f"/admin/bulk/core/user/set_active_state/?id={administrator.pk}"
    assert is_refused(director, bulk, {"mark_as_active": "False"})
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.check_password(builders.PASSWORD)


def test_an_administrator_makes_administrators():
    signed_in(builders.administrator()).post("/admin/users/new/", _account_form(is_superuser="on"))

    assert get_user_model().objects.get(username="nouvelle").is_superuser


@pytest.mark.parametrize(("role", "allowed"), [(EDITING, True), (DIRECTION, True), *((role, False) for role in BRANCH)])
def test_pictures_of_others_are_changed_by_editing_and_direction_only(role, allowed):
    picture, writer = builders.image(), as_(role)
    address = reverse("wagtailimages:edit", args=[picture.pk])

    answer = asked(writer, address)
    assert (answer.status_code == 200) is allowed
    assert is_refusal(answer) is not allowed
    assert writer.get(reverse("wagtailimages:add_multiple")).status_code == 200
    assert writer.get(reverse("wagtailimages_chooser:choose")).status_code == 200


def test_who_has_no_role_does_not_enter():
    visitor = signed_in(builders.account())

    response = visitor.get("/admin/")

    assert response.status_code == 302
    assert response.url.startswith("/admin/acces/")


def test_a_page_form_is_not_saved_by_who_lost_the_role_meanwhile():
    page, writer = builders.event(title="Avant"), builders.account("Agenda")
    client = signed_in(writer)
    data = filled_in(client, edit_address(page), ["prices"], title="Après")

    writer.groups.clear()
    client.post(edit_address(page), data)

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Avant"
