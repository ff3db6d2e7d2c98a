"""A key figure that a letter shows is not lost by who tidies the register."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from newsletter.models import Indicator, IndicatorValue
from tests import builders
from tests.back_office import messages, signed_in
from tests.contents import raw
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    """The only value of an indicator, which a letter shows."""
    value = builders.indicator_value(builders.indicator("Emplois"), display="+ 4 100")
    issue = builders.issue(number=9)
    issue.territory = raw([("key_figures", {"title": "Les chiffres", "figures": [value.pk]})])
    issue.save()
    return value


def address(record, name):
    return reverse(Indicator.snippet_viewset.get_url_name(name), args=[record.pk])


def test_an_indicator_that_a_letter_shows_is_not_deleted(shown):
    chief = signed_in(builders.administrator())
    screen = text(chief.get(address(shown.indicator, "delete")))
    answer = chief.post(address(shown.indicator, "delete"), follow=True)

    assert "1 utilisation" in screen
    assert "Oui, " not in screen
    assert "sert ailleurs" in text(answer)
    assert "Numéro de la lettre" in text(answer)
    assert IndicatorValue.objects.get() == shown


def test_nor_among_many(shown):
    chief = signed_in(builders.administrator())
    many = reverse("wagtail_bulk_action", args=["newsletter", "indicator", "delete"])
    answer = chief.post(f"{many}?id={shown.indicator.pk}", follow=True)

    assert "sert ailleurs" in text(answer)
    assert IndicatorValue.objects.get() == shown


def take_value_out(shown, **fields):
    """Post the form of an indicator with another value in the place of the one that is shown."""
    desk, form = signed_in(builders.account("Rédaction")), address(shown.indicator, "edit")
    held = querydict_from_html(desk.get(form).content.decode(), form_id="w-editor-form").dict()
    new = {"number": "4300", "display": "+ 4 300", "caption": "Légende", "as_of": "01/06/2027", "source": "INSEE"}
    rows = {"values-TOTAL_FORMS": "2", "values-0-DELETE": "on", "values-1-ORDER": "2", "values-1-id": ""}
    rows |= {f"values-1-{name}": words for name, words in new.items()}
    return desk.post(form, {**held, **rows, **fields})


def test_nor_does_its_value_leave_the_indicator(shown):
    answer = take_value_out(shown)

    assert "Une lettre montre « + 4 100 » : cette valeur reste." in text(answer).replace("\u00a0", " ")
    assert IndicatorValue.objects.get() == shown


def test_what_is_wrong_besides_is_told_beside_as_french_writes_it(shown):
    (banner,) = messages(take_value_out(shown, title="x" * 300))

    assert "<li>Une lettre montre" in banner
    assert "\u00a0: Assurez-vous" in banner


def test_what_no_letter_shows_is_deleted():
    value = builders.indicator_value(builders.indicator("Emplois"))

    assert signed_in(builders.administrator()).post(address(value.indicator, "delete")).status_code == 302
    assert not Indicator.objects.exists()
