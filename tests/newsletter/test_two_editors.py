"""Two people on one issue: neither overwrites the other unawares, and both versions can be compared."""

import pytest
from django.urls import reverse

from newsletter.models import IssuePage
from tests import builders
from tests.admin.french import english_in
from tests.back_office import edit_address, filled_in, is_refused, signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]


@pytest.fixture
def issue():
    page = builders.issue(number=9, live=False)
    page.save_revision()
    return page


@pytest.fixture
def editors():
    return [signed_in(builders.account("Rédaction", first_name=name)) for name in ("Alice", "Brahim")]


def opened(editor, issue, **fields):
    return filled_in(editor, edit_address(issue), STREAMS, **fields)


def saved_by_itself(editor, issue, data):
    """What the page answers to its own saving, a while after something was typed."""
    data = data.copy()
    for name in [name for name in data if name.startswith("action-")]:
        del data[name]
    return editor.post(edit_address(issue), data, headers={"accept": "application/json"})


def standfirst(issue):
    return IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object().standfirst


def test_what_is_typed_is_saved_by_itself(editors, issue):
    answer = saved_by_itself(editors[0], issue, opened(editors[0], issue, standfirst="Texte d’Alice"))

    assert answer.json()["success"]
    assert standfirst(issue) == "Texte d’Alice"


def test_who_comes_second_is_told_and_overwrites_nothing(editors, issue):
    forms = [opened(editor, issue, standfirst=f"Texte {number}") for number, editor in enumerate(editors)]

    saved_by_itself(editors[0], issue, forms[0])
    answer = saved_by_itself(editors[1], issue, forms[1])

    assert answer.status_code == 400
    assert not answer.json()["success"]
    assert "enregistre" in answer.json()["error_message"].lower()
    assert english_in(answer) == []
    assert standfirst(issue) == "Texte 0"


def test_an_open_page_tells_who_else_saved(editors, issue):
    form = opened(editors[1], issue)
    page = editors[1].get(edit_address(issue))
    ping = next(field["data-w-swap-src-value"] for field in elements(page, "form") if "data-w-swap-src-value" in field)
    saved_by_itself(editors[0], issue, opened(editors[0], issue, standfirst="Texte d’Alice"))

    answer = editors[1].post(ping, {"revision_id": form["loaded_revision_id"], "is_editing": "1"}).json()

    assert "Alice Durand" in text(answer["html"])
    assert "a enregistré une nouvelle version" in answer["html"]


def test_both_versions_stay_and_are_compared(editors, issue):
    forms = [opened(editor, issue, standfirst=f"Texte {number}") for number, editor in enumerate(editors)]
    saved_by_itself(editors[0], issue, forms[0])
    editors[1].post(edit_address(issue), forms[1])
    revisions = list(IssuePage.objects.get(pk=issue.pk).revisions.order_by("pk").values_list("pk", flat=True))

    history = editors[1].get(reverse("wagtailadmin_pages:history", args=[issue.pk]))
    compared = editors[1].get(reverse("wagtailadmin_pages:revisions_compare", args=[issue.pk, *revisions[-2:]]))

    assert "Alice" in text(history)
    assert "Brahim" in text(history)
    assert "Texte 0" in text(compared).replace("Texte 01", "Texte 0 Texte 1")
    assert english_in(compared) == []


def test_the_difference_is_shown_to_those_who_may_edit(editors, issue):
    saved_by_itself(editors[0], issue, opened(editors[0], issue, standfirst="Texte d’Alice"))
    address = reverse("others_change", args=[issue.pk])

    assert "Texte d’Alice" in text(editors[1].get(address, follow=True))
    assert editors[0].get(address).url == reverse("wagtailadmin_pages:history", args=[issue.pk])
    assert is_refused(signed_in(builders.account("Agenda")), address)


def test_a_page_asks_whether_its_editor_is_still_signed_in(client, editors):
    address = reverse("still_signed_in")

    assert editors[0].head(address).status_code == 200
    assert client.head(address).status_code == 302
    assert english_in(editors[0].get(address)) == []


def test_the_form_knows_what_to_say_when_it_cannot_be_sent(editors, issue):
    page = text(editors[0].get(edit_address(issue)))

    assert "Votre session a pris fin" in page
    assert "Le site ne répond pas" in page
