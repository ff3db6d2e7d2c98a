"""A branch role writes and publishes in its branch and nowhere else."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import builders
from tests.back_office import REFUSAL, is_refused, messages, save
from tests.home.roles.branches import BRANCH, EDITING, PAGES, as_, index_of
from tests.reading import text

pytestmark = pytest.mark.django_db
OTHERS = [(role, name) for role, own in BRANCH.items() for name in PAGES if name != own]


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
