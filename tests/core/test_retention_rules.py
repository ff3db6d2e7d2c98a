"""How long what is kept: one table, in which nothing that speaks of people is missing."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models

from pma_site.core import retention
from pma_site.core.declarations import names_no_one, rule_of
from pma_site.core.personal_data import columns, searched_models
from pma_site.core.processing import Fate, Period
from pma_site.core.retention_rules import RULES
from pma_site.directory.models import Person
from pma_site.readers.models import Recipient

NAMED = "{0.model} {0.kept}".format


@pytest.mark.parametrize("model", searched_models(), ids=lambda model: model._meta.label)
def test_each_table_with_texts_says_whether_it_speaks_of_people(model):
    assert (rule_of(model) is None) == names_no_one(model), "core/retention_rules.py, or core/declarations.py"


@pytest.mark.parametrize("model", [*filter(names_no_one, searched_models())], ids=lambda model: model._meta.label)
def test_what_names_no_one_holds_no_address_and_belongs_to_no_one(model):
    fields = model._meta.get_fields()

    assert not [field.name for field in fields if isinstance(field, models.EmailField)]
    assert not [field.name for field in fields if field.concrete and field.related_model in (Recipient, Person)]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fate == Fate.EMPTIED and rule.installed], ids=NAMED)
def test_a_row_that_outlives_its_person_says_of_each_text_what_becomes_of_it(rule):
    texts = [field for field in columns(rule.installed) if not field.choices and "sha256" not in field.name]
    free = {"fingerprint", "claim", "passage", "place", "quotation", "text", "reason", "reference", "submission"}

    assert {field.name for field in texts} - set(rule.emptied) - free == set()


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.is_timed and rule.installed], ids=NAMED)
def test_what_is_due_can_be_asked_of_the_database(rule):
    assert retention.due(rule).count() == 0


def test_a_period_of_months_ends_on_the_last_day_where_there_is_no_such_day():
    assert Period(months=1).before(datetime.date(2026, 3, 31)) == datetime.date(2026, 2, 28)
    assert Period(months=13).before(datetime.date(2026, 1, 15)) == datetime.date(2024, 12, 15)
    assert [str(Period(months=13)), str(Period(months=36)), str(Period(days=1))] == ["13 mois", "3 ans", "1 jour"]


@pytest.mark.django_db
def test_the_register_names_each_table_that_speaks_of_people():
    output = StringIO()

    call_command("processing_register", stdout=output)

    register = output.getvalue()
    assert [
        model._meta.label for model in searched_models() if rule_of(model) and model._meta.label not in register
    ] == []
    assert "Délégué à la protection des données" in register
    assert "28 jours après le départ" in register
    assert register.count("\n## ") == len({rule.processing for rule in RULES})
