"""Audits kept in the admin."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pma_site.home.models import AccessibilityAudit
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.home.accessibility.statement import at, declared
from tests.reading import text

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/home/accessibilityaudit/add/"


def filled_in(**fields):
    """What the browser posts of a new audit of 60 criteria met and 20 not, with one fault and one page."""
    lists = {
        "contents": {"obstacle": "non_conformite", "description": "Une carte.", "justification": "", "alternative": ""},
        "pages": {"title": "Accueil", "address": "/"},
    }
    data = {
        "audited_on": timezone.localdate().strftime("%d/%m/%Y"),
        "declared_on": timezone.localdate().strftime("%d/%m/%Y"),
        "auditor": "Atelier Accès",
        "standard": "4.1.2",
        "passed": 60,
        "failed": 20,
        "not_applicable": 26,
        "average_rate": "",
        "technologies": "HTML",
        "environments": "Firefox et NVDA",
        "tools": "Inspecteur de code",
    }
    for name, row in lists.items():
        data |= {
            f"{name}-TOTAL_FORMS": 1,
            f"{name}-INITIAL_FORMS": 0,
            f"{name}-MIN_NUM_FORMS": 0,
            f"{name}-MAX_NUM_FORMS": 1000,
            **{f"{name}-0-{field}": value for field, value in row.items()},
            f"{name}-0-id": "",
            f"{name}-0-ORDER": 1,
            f"{name}-0-DELETE": "",
        }
    return {**data, **fields}


@pytest.mark.parametrize("role", ["Rédaction", "Direction de publication"])
def test_who_keeps_the_audits_changes_what_the_site_declares(client, role):
    signed_in(builders.account(role)).post(ADD, filled_in())

    assert declared(client) == "partiellement conforme"


@pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau"])
def test_nobody_else_enters_one(client, role):
    assert is_refused(signed_in(builders.account(role)), ADD, filled_in())
    assert declared(client) == "non conforme"


def tomorrow():
    return (timezone.localdate() + datetime.timedelta(days=1)).strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (lambda: {"audited_on": tomorrow()}, "Cette date est dans le futur"),
        (lambda: {"declared_on": tomorrow()}, "Cette date est dans le futur"),
        (lambda: {"declared_on": "01/01/2020"}, "La déclaration ne peut pas précéder l’audit"),
        (lambda: {"not_applicable": 25}, "font 105 : le RGAA 4.1.2 compte 106 critères"),
        (lambda: {"passed": 0, "failed": 0, "not_applicable": 106}, "Un critère au moins s’applique"),
        (lambda: {"passed": -1, "failed": 81}, "supérieure ou égale à 0"),
        (lambda: {"average_rate": "100.5"}, "inférieure ou égale à 100"),
        (lambda: {"contents-0-DELETE": "on"}, "Décrivez plus bas au moins une non-conformité"),
        (lambda: {"passed": 80, "failed": 0}, "un critère au moins n’est pas respecté"),
        (lambda: {"contents-0-obstacle": "derogation"}, "Une dérogation doit être expliquée et motivée"),
        (lambda: {"pages-0-address": "javascript:alert(1)"}, "Une adresse commence par « / »"),
        (lambda: {"pages-0-DELETE": "on"}, "au moins 1"),
        (lambda: {"tools": ""}, "Champ requis"),
    ],
)
def test_what_does_not_hold_is_refused_in_french(fields, message):
    response = signed_in(builders.account("Rédaction")).post(ADD, filled_in(**fields()))

    assert message in text(response)
    assert not AccessibilityAudit.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"passed": 61},
        {"passed": 0, "failed": 0, "not_applicable": 106},
        {"average_rate": "100.01"},
        {"declared_on": datetime.date(2000, 1, 1)},
    ],
)
def test_the_database_holds_the_count_by_itself(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.accessibility_audit(**fields)


def test_the_list_of_audits_shows_what_each_allows():
    with at(2026, 5, 4):
        builders.accessibility_audit()
        shown = text(signed_in(builders.account("Rédaction")).get("/admin/snippets/home/accessibilityaudit/"))

    assert "75 % Partiellement conforme 4 mai 2029" in shown
