"""Each address of the admin has its row in docs/adresses-admin.txt, and answers as that row says.

Here every address is asked for by who is not signed in and, by turns, by one of the roles, for reading and for writing;
`make admin-table ARGS=--check` asks for each as each.
"""

import pytest

from newsletter.models import IssuePage
from pma_site.core.fields import StoryField
from tests import builders
from tests.back_office import signed_in

from .asking import not_laid_out
from .objects import ROLES
from .table import RENEW, asked, kept

# What stands in the way of a deletion is known from indexes.
pytestmark = [pytest.mark.django_db, pytest.mark.followed]

# Signing in, a link that gives an account back, and files that say nothing of the site.
DOORS = ("/admin/acces/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")
SIGNED_IN = [column for column in ROLES if column != "anonyme"]


def test_each_address_has_its_row_and_answers_as_it_says():
    table = kept()
    with asked() as (rows, answer):
        names = [name for _, name, _ in rows]
        without, gone = set(names) - {name for name, _ in table}, {name for name, _ in table} - set(names)
        assert not without, f"{len(without)} adresses sans ligne : {sorted(without)[:5]}. {RENEW}"
        assert not gone, f"{len(gone)} lignes sans adresse : {sorted(gone)[:5]}. {RENEW}"
        otherwise = []
        for place, (address, name, whose) in enumerate(rows):
            for column in ("anonyme", SIGNED_IN[place % len(SIGNED_IN)]):
                got = answer(address, whose, column)
                if got != table[name, column]:
                    otherwise.append(f"{name}, {column} : {got} et non {table[name, column]}")

    assert not otherwise, f"{otherwise[:10]}. {RENEW}"


def test_who_is_not_signed_in_reads_and_writes_nothing_but_the_doors():
    opened = {name for (name, column), got in kept().items() if column == "anonyme" and "o" in got}

    assert {name for name in opened if not name.startswith(DOORS)} == set()
    assert {name for (name, _), got in kept().items() if "x" in got} == {"/admin/failwhale/"}


def test_no_form_is_kept_as_it_was_said_here():
    """What the blocks of an issue are is kept by the process: forms of later tests would have no fields."""
    client = signed_in(builders.administrator())
    form = f"/admin/pages/add/newsletter/issuepage/{builders.issue().get_parent().pk}/"
    for field in IssuePage._meta.get_fields():
        if isinstance(field, StoryField):
            field._said.clear()

    with not_laid_out():
        client.get(form)

    assert "mjml" not in client.get(form).content.decode()
