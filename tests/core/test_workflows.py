"""A step of an approval that fails half-way has not begun: the page opens, and the step can be taken again."""

import pytest
from django.urls import reverse

from pma_site.core.models import SecondReaderTask
from tests import builders
from tests.back_office import edit_address, save, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication"))


def asked(writer, page):
    return save(writer, page, action="submit", streams=["body"])


def test_a_proof_that_is_asked_for_again(monkeypatch, director):
    writer, page = signed_in(builders.account("Rédaction")), builders.standard_page(title="Avant", live=False)
    asked(writer, page)
    refusal = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "reject", page.current_workflow_task_state.pk]
    )
    director.post(refusal, {"comment": "Le titre est trop long."})
    with monkeypatch.context() as broken:
        broken.setattr(SecondReaderTask, "start", lambda *arguments, **options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            asked(writer, page)

    shown = director.get(edit_address(page))

    assert shown.status_code == 200
    assert "Le titre est trop long." in text(shown)
    asked(writer, page)
    assert "Approuver" in text(director.get(edit_address(page)))
