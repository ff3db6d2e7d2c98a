"""What the table of addresses cannot show: the words on pages that open to everybody who works in the admin."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from pma_site.core.models import SiteDocument
from pma_site.readers.models import Subscription
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

COMMITTEES, KEEPERS = "Comités du label", "Diffusion"


def bulk(model, action, *keys):
    query = "&".join(f"id={key}" for key in keys)
    return f"/admin/bulk/{model}/{action}/?{query}"


@pytest.mark.parametrize("key", ["all", None], ids=["all", "one"])
@pytest.mark.parametrize("role", [COMMITTEES, "Agenda"])
def test_an_action_on_several_records_names_none_to_who_may_not_see_them(role, key):
    office, page = builders.office("Mairie de Vimy"), builders.issue(title="Numéro secret", live=False)
    somebody = signed_in(builders.account(role))

    assert is_refused(somebody, bulk("readers/office", "delete", key or office.pk))
    assert is_refused(somebody, bulk("wagtailcore/page", "delete", page.pk))
    assert is_refused(somebody, bulk("wagtailcore/page", "publish", page.pk), {})


def test_an_action_on_several_pages_leaves_out_those_of_another_branch():
    mine, theirs = builders.event(title="Ma soirée"), builders.issue(title="Numéro secret", live=False)

    page = signed_in(builders.account("Agenda")).get(bulk("wagtailcore/page", "unpublish", mine.pk, theirs.pk))

    assert "Ma soirée" in text(page)
    assert "Numéro secret" not in page.content.decode()


def test_a_page_is_not_named_to_who_may_not_move_it():
    draft = builders.issue(title="Numéro secret", live=False)
    address = reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, draft.get_parent().pk])

    assert is_refused(signed_in(builders.account("Agenda")), address)
    assert "Numéro secret" in text(signed_in(builders.administrator()).get(address))


def test_what_no_screen_deletes_is_not_deleted_with_others():
    subscription = builders.subscriber().subscription

    answer = signed_in(builders.administrator()).post(bulk("readers/subscription", "delete", subscription.pk))

    assert answer.status_code == 404
    assert Subscription.objects.filter(pk=subscription.pk).exists()


@pytest.mark.parametrize("role", [COMMITTEES, KEEPERS])
def test_who_works_with_no_document_reads_none_that_is_not_public(role):
    document = SiteDocument.objects.create(title="Compte rendu", file=ContentFile(b"Secret", name="note.txt"))
    picture = builders.image(title="Portrait")
    somebody = signed_in(builders.account(role))

    for address in (document.url, f"/media/{document.file.name}", f"/media/{picture.file.name}"):
        assert somebody.get(address).status_code == 404, address
    assert is_refused(somebody, reverse("wagtailimages_chooser:select_format", args=[picture.pk]))
    for kind, record in (("documents", document), ("images", picture)):
        listed = somebody.get(f"/admin/api/main/{kind}/").json()
        assert listed["meta"]["total_count"] == 0
        assert somebody.get(f"/admin/api/main/{kind}/{record.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["edit", "copy"])
def test_a_form_without_its_fields_is_badly_made_and_no_fault(name):
    event = builders.event()

    answer = signed_in(builders.account("Agenda")).post(reverse(f"wagtailadmin_pages:{name}", args=[event.pk]), {})

    assert answer.status_code == 400


def test_a_call_without_its_questions_is_badly_made_whatever_the_method():
    clerk = signed_in(builders.administrator())

    assert clerk.post("/admin/snippets/contributions/call/add/", {}).status_code == 400
    assert clerk.put("/admin/snippets/contributions/call/add/", {}).status_code == 400


def test_where_a_call_is_used_is_shown_with_its_answers():
    answer = builders.answer_to()

    page = signed_in(builders.administrator()).get(f"/admin/snippets/contributions/call/usage/{answer.call_id}/")

    assert page.status_code == 200


def test_the_root_of_the_tree_is_placed_nowhere():
    answer = signed_in(builders.administrator()).get("/admin/pages/1/set_position/")

    assert answer.status_code == 404
