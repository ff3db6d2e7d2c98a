"""Lists of choices are written as Django's own templates write them."""

import datetime
import re

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import mark_safe

from pma_site.core.form_rendering import QuickListsRenderer

CHOICES = {
    "plain": [("", "Toutes"), ("62427", "Hénin-Beaumont"), (12000, 12000), (1.5, datetime.date(2026, 3, 1))],
    "hostile": [('"><script>', "</option><script>alert(1)</script>"), ("&amp;", "Noyelles & « l’autre »")],
    "safe": [(mark_safe("a&amp;b"), mark_safe("<b>gras</b>"))],  # noqa: S308
    "lazy": [("x", lazy(lambda: "<lazy>", str)())],
    "groups": [("CALL & Cie", [(1, "Lens"), (2, "Liévin")]), ("", [(3, "Ailleurs")])],
    "none": [],
}
ATTRIBUTES = [{}, {"id": "id_x", "required": True, "disabled": False, "aria-label": 'Dire "oui"', "data-number": 1200}]


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect])
@pytest.mark.parametrize("attrs", ATTRIBUTES)
@pytest.mark.parametrize("name", CHOICES)
def test_a_list_is_what_django_writes(name, attrs, widget):
    shown = widget(attrs=attrs) if widget is forms.NullBooleanSelect else widget(attrs=attrs, choices=CHOICES[name])
    value = ["62427", "2"] if widget is forms.SelectMultiple else "62427"

    ours, django = (shown.render("lieu", value, renderer=kind()) for kind in (QuickListsRenderer, DjangoTemplates))

    assert ours == django


def test_a_list_whose_choices_are_drawn_otherwise_is_left_to_django():
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    shown = Own(choices=[("a", "A")])

    assert shown.render("x", "a", renderer=QuickListsRenderer()) == shown.render("x", "a", renderer=DjangoTemplates())


def _close(html):
    """HTML without the spaces around its tags and between its words."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.split()))


class Narrowing(forms.Form):
    q = forms.CharField(label="Rechercher « ici »", required=False, widget=forms.TextInput({"type": "search"}))
    du = forms.DateField(label="Du", required=False, help_text="Par exemple <b>1/6/2026</b>.")
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "Tous"), ("sport", "Sport & loisirs")])
    gratuit = forms.BooleanField(label="Gratuit", required=False)
    page = forms.IntegerField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "typed", [None, {"q": '"><b>', "theme": "sport", "gratuit": "on"}, {"du": "hier", "theme": "?"}]
)
def test_a_form_that_narrows_a_list_looks_as_every_other_form(typed):
    ours = render_to_string("components/filter_form.html", {"form": Narrowing(typed), "label": "", "submit": "Filtrer"})

    theirs = as_crispy_form(Narrowing(typed))

    fields = ours[ours.index("<form") : ours.index("<button")].partition(">")[2]
    assert _close(fields) == _close(theirs)
