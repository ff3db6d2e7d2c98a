"""The table that compares applications, and what goes to the meeting."""

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from page import validate_pdf_bytes

from pma_site.core import pdf
from projects.models import Hearing
from tests import builders
from tests.back_office import signed_in
from tests.projects.instruction.committees import at, table_of
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestTable:
    def test_it_is_ordered_by_any_column(self, runner, edition):
        cheap = builders.admissible(edition, title="Zèbre", budget=[{"origin": "Ville", "amount": "10.00"}])
        dear = builders.admissible(edition, title="Abeille", budget=[{"origin": "Ville", "amount": "9000.00"}])
        committee = builders.committee(edition, applications=[cheap, dear])
        committee.hearings.filter(application=cheap).update(conclusion="favorable")
        committee.hearings.filter(application=dear).update(conclusion="defavorable", summary="Non.")

        def order(query):
            page = text(runner.get(at("label_instruction", edition) + query))
            return sorted(["Zèbre", "Abeille"], key=page.index)

        assert order("") == ["Abeille", "Zèbre"]
        assert order("?tri=budget") == ["Zèbre", "Abeille"]
        assert order("?tri=budget&sens=desc") == ["Abeille", "Zèbre"]
        assert order(f"?tri=comite-{committee.pk}") == ["Zèbre", "Abeille"]
        assert order("?tri=%00&sens=zzz") == ["Abeille", "Zèbre"]

    def test_the_workbook_says_all_and_runs_nothing(self, runner, edition):
        application = builders.admissible(edition, title="=1+1", holders=[{"name": "@SUM(A1)", "siret": ""}])
        committee = builders.committee(edition, [member := builders.reviewer()], [application], name="Technique")
        builders.opinion(committee.hearings.get(), member, vote="reserve")

        header, row = table_of(runner.get(at("label_table_xlsx", edition)))

        assert header[-3:] == ("Technique : avis", "Technique : votes", "Technique : motifs")
        assert row[-2] == "1 réservé"
        assert row[header.index("Budget (€)")] == 1500
        assert not any(str(cell).startswith(("=", "@")) for cell in row if cell)

    def test_it_costs_the_same_whatever_its_size(self, runner, edition):
        members = [builders.reviewer() for _ in range(3)]
        committees = [builders.committee(edition, members) for _ in range(3)]

        def cost_with(count):
            for _ in range(count):
                application = builders.admissible(edition)
                for committee in committees:
                    hearing = Hearing.objects.create(committee=committee, application=application)
                    builders.opinion(hearing, members[0])
            with CaptureQueriesContext(connection) as queries:
                runner.get(at("label_instruction", edition))
            return len(queries)

        cost_with(1)
        assert cost_with(1) == cost_with(10)


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_a_committee_takes_its_applications_to_the_meeting(edition):
    member = builders.reviewer()
    applications = [builders.admissible(edition, title=f"Projet {letter}") for letter in "AB"]
    committee = builders.committee(edition, [member], applications, name="Comité des jeunesses")
    hearing = committee.hearings.get(application=applications[0])
    builders.opinion(hearing, builders.reviewer(), note="Note personnelle")
    builders.application_file(applications[1], name="plan.pdf")

    made = signed_in(member).get(at("label_committee_pdf", committee))

    assert made.headers["Content-Type"] == "application/pdf"
    assert [failure.message for failure in validate_pdf_bytes(made.content, profile="ua1").failures] == []
    with pypdfium2.PdfDocument(made.content) as document:
        said = " ".join(page.get_textpage().get_text_bounded() for page in document)
    for words in ("Comité des jeunesses", "2 dossiers", "Projet A", "Projet B", "En quoi est-ce durable ?", "plan.pdf"):
        assert words in said
    assert "Note personnelle" not in said
    assert applications[0].sender_email not in said
