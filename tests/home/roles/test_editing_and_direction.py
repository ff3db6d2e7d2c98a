"""Editing writes everywhere and publishes nothing; the direction publishes."""

import pytest
from django.urls import reverse

from tests import builders
from tests.back_office import asked, edit_address, filled_in, is_refusal, is_refused, save, signed_in
from tests.home.roles.branches import BRANCH, DIRECTION, EDITING, PAGES, as_, index_of

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(("role", "allowed"), [(EDITING, True), (DIRECTION, True), *((role, False) for role in BRANCH)])
def test_pictures_of_others_are_changed_by_editing_and_direction_only(role, allowed):
    picture, writer = builders.image(), as_(role)
    address = reverse("wagtailimages:edit", args=[picture.pk])

    answer = asked(writer, address)
    assert (answer.status_code == 200) is allowed
    assert is_refusal(answer) is not allowed
    assert writer.get(reverse("wagtailimages:add_multiple")).status_code == 200
    assert writer.get(reverse("wagtailimages_chooser:choose")).status_code == 200


def test_a_page_form_is_not_saved_by_who_lost_the_role_meanwhile():
    page, writer = builders.event(title="Avant"), builders.account("Agenda")
    client = signed_in(writer)
    data = filled_in(client, edit_address(page), ["prices"], title="Après")

    writer.groups.clear()
    client.post(edit_address(page), data)

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Avant"
