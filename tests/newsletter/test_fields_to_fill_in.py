"""« Prêt à partir ? » tells what the form will ask for once the issue is submitted."""

import pytest
from django.urls import reverse

from tests import builders, contents
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


def said(issue):
    address = reverse("newsletter_readiness", args=[issue.pk])
    return text(signed_in(builders.account("Rédaction")).get(address)).replace("\u00a0", " ")


def test_a_field_left_empty_is_told_before_the_form_asks_for_it():
    quotation = ("quotation", {"text": "C’est notre montagne.", "author": "", "role": ""})

    assert "Champs à remplir Bloquant Bloc « Citation », « Auteur » :" in said(contents.sound_issue(cover=[quotation]))


def test_a_period_that_ends_before_it_begins_is_told():
    agenda = ("agenda", {"title": "Agenda", "events": [], "start": "2026-12-01", "end": "2026-11-29"})

    assert "Bloc « Agenda », « au » : La fin de la période précède son début." in said(
        contents.sound_issue(territory=[agenda])
    )


def test_a_draft_that_still_has_its_number_for_a_title_does_not_leave():
    issue = contents.sound_issue(number=90, title="Lettre n°\u00a090")

    assert "Titre de la une Bloquant La une n’a pas encore de titre : « Lettre n° 90 »." in said(issue)
    issue.title = "Lettre n° 90 : les berges rouvrent"
    issue.save()
    assert "pas encore de titre" not in said(issue)
