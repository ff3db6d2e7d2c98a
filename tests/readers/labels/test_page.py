"""The page that prints labels: what it counts, its files, and what it refuses."""

import csv
import io
import re

import pytest

from pma_site.core import pdf
from pma_site.readers.models import Office, RegisterExport
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.readers.labels.sheets import PAGE
from tests.reading import elements, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed"),
]


class TestPage:
    def test_the_counts_add_up(self, client):
        page = client.get(PAGE, {"lettre": "n° 9"})
        rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page.content.decode(), re.DOTALL)
        counts = [[int(cell) for cell in re.findall(r"<td[^>]*>(\d+)</td>", row)] for row in rows]
        counts = [row for row in counts if row]

        assert len(counts) == 4
        for offices, post, both, email, none, posted, _ in counts:
            assert offices == post + both + email + none
            assert posted == post + both
        assert [sum(column) for column in zip(*counts[:3], strict=True)] == counts[3]
        assert counts[3][0] == 150
        assert counts[3][5] == Office.objects.by_post().count()
        assert counts[3][6] == 2
        assert f"Par courriel seulement : {Office.objects.by_email_only().count()}" in text(page)
        assert {"name": "lettre", "value": "n° 9"}.items() <= next(
            field for field in elements(page, "input") if field.get("name") == "lettre"
        ).items()

    def test_files_are_named_after_the_letter(self, client):
        asked = {"lettre": "n° 9", "format": "63x38", "premiere": "1", "ordre": "epci"}

        assert 'filename="etiquettes-n-9.pdf"' in client.get(f"{PAGE}pdf/", asked)["Content-Disposition"]
        assert 'filename="adresses-n-9.csv"' in client.post(f"{PAGE}csv/", asked)["Content-Disposition"]

    def test_a_table_of_the_addresses_runs_nothing(self, client):
        office = Office.objects.by_post().first()
        Office.objects.filter(pk=office.pk).update(street="=HYPERLINK(1)", complement="+33 ; @mairie")
        asked = {"format": "63x38", "premiere": "1", "ordre": "code-postal"}

        content = client.post(f"{PAGE}csv/", asked).content.decode("utf-8-sig")

        rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
        assert len(rows) == Office.objects.by_post().count() == RegisterExport.objects.get().rows
        assert [row["Code postal"] for row in rows] == sorted(row["Code postal"] for row in rows)
        mine = next(row for row in rows if row["Code"] == office.reference)
        assert (mine["Voie"], mine["Complément"]) == ("'=HYPERLINK(1)", "'+33 ; @mairie")

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"format": "a4"},
            {"premiere": "0"},
            {"premiere": "22"},
            {"premiere": "un"},
            {"ordre": "hasard"},
            {"lettre": "x" * 41},
            {"lettre": "\x00"},
        ],
    )
    def test_what_is_wrong_is_said(self, client, query):
        asked = {"format": "63x38", "premiere": "1", "ordre": "epci", **query} if query else {}

        for kind in ("pdf", "csv"):
            page = client.post(f"{PAGE}{kind}/", asked)
            assert page.status_code == 400
            assert "error-message" in page.content.decode()
        assert client.get(PAGE, {"lettre": "x" * 41}).status_code == 400

    def test_a_breakdown_is_told_over_the_form(self, client, monkeypatch):
        monkeypatch.setattr(pdf, "missing_library", lambda: "apt-get install pango")

        page = client.get(f"{PAGE}pdf/", {"format": "63x38", "premiere": "1", "ordre": "epci"})

        assert page.status_code == 503
        assert "Il manque une bibliothèque du système" in text(page)

    def test_files_are_closed_to_who_may_not_see_the_offices(self):
        stranger = signed_in(builders.account("Rédaction"))

        assert is_refused(stranger, f"{PAGE}pdf/")
        assert is_refused(stranger, f"{PAGE}csv/")
