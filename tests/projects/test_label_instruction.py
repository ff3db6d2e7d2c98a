"""The instruction of the label: who runs it decides, a committee reads what is before it, and nothing else."""

import json
from datetime import UTC, timedelta
from io import BytesIO, StringIO

import pypdfium2
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from page import validate_pdf_bytes

from pma_site.core import pdf
from projects.models import Admissibility, Hearing, LabelCommittee, LabelStep, Opinion
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return builders.label_call(criteria=["En quoi est-ce durable ?"]).edition


@pytest.fixture
def runner():
    return signed_in(builders.account("Label"))


def at(name, *args):
    return reverse(name, args=[getattr(each, "pk", each) for each in args])


class TestAdmissibility:
    def test_what_is_admissible_goes_before_committees_and_what_is_not_says_why(self, runner, edition):
        first, second = (builders.application(edition, title=title) for title in ("Atelier", "Bateau"))

        accepted = runner.post(at("label_admissibility", first), {"verdict": "recevable"}, follow=True)
        silent = runner.post(at("label_admissibility", second), {"verdict": "irrecevable", "reason": " "})
        runner.post(at("label_admissibility", second), {"verdict": "irrecevable", "reason": "Hors du territoire."})

        # The next one to decide follows by itself.
        assert accepted.redirect_chain[-1][0] == at("label_dossier", second)
        assert silent.status_code == 400
        assert "Dites pourquoi le dossier est irrecevable." in text(silent)
        assert dict(Admissibility.objects.values_list("application__title", "verdict")) == {
            "Atelier": "recevable",
            "Bateau": "irrecevable",
        }
        runner.get("/admin/")  # What was just told is shown there.
        offered = text(runner.get(at("label_committee_add", edition)))
        assert "Atelier" in offered
        assert "Bateau" not in offered

    def test_what_a_committee_has_judged_stays_admissible(self, runner, edition):
        member, application = builders.reviewer(), builders.admissible(edition)
        committee = builders.committee(edition, [member], [application])
        builders.opinion(committee.hearings.get(), member)

        answer = runner.post(at("label_admissibility", application), {"verdict": "irrecevable", "reason": "Non."})

        assert answer.status_code == 409
        assert "il reste recevable" in text(answer)
        assert committee.hearings.count() == 1

    def test_a_draft_and_what_was_taken_back_are_not_instructed(self, runner, edition):
        for state in ("brouillon", "retiree"):
            application = builders.application(edition, state=state, title="Secret de fabrique")

            assert runner.get(at("label_dossier", application)).status_code == 404
            assert "Secret de fabrique" not in text(runner.get(at("label_instruction", edition)))


class TestCommittees:
    def test_a_committee_is_set_up_from_the_calendar(self, runner, edition):
        step = LabelStep.objects.create(
            edition=edition, kind="comite", name="Comité des jeunesses", start="2026-10-12", end="2026-10-12"
        )
        application, member = builders.admissible(edition), builders.reviewer()
        address = at("label_committee_add", edition)

        proposed = runner.get(address)
        runner.post(
            address,
            {
                "name": "Comité des jeunesses",
                "place": "1",
                "step": step.pk,
                "composition": "Des lycéens et des apprentis.",
                "members": [member.pk],
                "applications": [application.pk],
            },
        )

        assert 'value="Comité des jeunesses"' in proposed.content.decode()
        committee = LabelCommittee.objects.get()
        assert (committee.when, list(committee.members.all())) == ("le 12 octobre 2026", [member])
        assert committee.hearings.get().application == application

    def test_two_committees_of_one_name_are_refused(self, runner, edition):
        builders.committee(edition, name="Jeunesses")

        answer = runner.post(at("label_committee_add", edition), {"name": "Jeunesses", "place": "2"})

        assert answer.status_code == 400
        assert "a déjà un comité de ce nom" in text(answer)

    def test_only_accounts_of_the_role_are_members(self, runner, edition):
        stranger = builders.account("Réseau")

        answer = runner.post(at("label_committee_add", edition), {"name": "X", "place": "1", "members": [stranger.pk]})

        assert answer.status_code == 400
        assert not LabelCommittee.objects.exists()

    def test_a_judged_application_is_not_taken_out_nor_its_committee_deleted(self, runner, edition):
        member, application = builders.reviewer(), builders.admissible(edition, title="Le jardin")
        committee = builders.committee(edition, [member], [application])
        builders.opinion(committee.hearings.get(), member)

        answer = runner.post(at("label_committee_change", committee), {"name": "Autre", "place": "1"})
        runner.post(at("label_committee_remove", committee))

        assert "« Le jardin » a déjà reçu un avis" in text(answer)
        committee.refresh_from_db()
        assert committee.name != "Autre"

    def test_conclusions_are_written_together_or_not_at_all(self, runner, edition):
        one, two = builders.admissible(edition, title="A"), builders.admissible(edition, title="B")
        committee = builders.committee(edition, applications=[one, two])
        first, second = committee.hearings.order_by("application__title")
        data = {f"{first.pk}-conclusion": "favorable", f"{second.pk}-conclusion": "defavorable"}

        silent = runner.post(at("label_committee", committee), data)
        untouched = set(Hearing.objects.values_list("conclusion", flat=True))
        runner.post(at("label_committee", committee), {**data, f"{second.pk}-summary": "Trop coûteux."})

        assert "« B » : un avis réservé ou défavorable s’explique" in " ".join(messages(silent))
        assert untouched == {""}
        second.refresh_from_db()
        assert (second.conclusion, second.summary) == ("defavorable", "Trop coûteux.")

    def test_an_instructed_edition_is_not_deleted(self, edition):
        builders.application(edition)
        client = signed_in(builders.administrator())

        client.post(reverse("wagtailadmin_pages:delete", args=[edition.pk]))

        edition.refresh_from_db()


class TestReviewing:
    @pytest.fixture
    def member(self):
        return builders.reviewer(first_name="Nadia", last_name="Exemple")

    @pytest.fixture
    def hearing(self, edition, member):
        application = builders.admissible(edition, title="Le jardin suspendu")
        return builders.committee(edition, [member], [application], name="Technique").hearings.get()

    def test_a_member_gives_an_opinion_and_changes_it(self, member, hearing, runner):
        client, key = signed_in(member), hearing.application.answers[0]["criterion"]
        address = at("label_my_file", hearing)

        empty = client.post(address, {})
        client.post(address, {"vote": "reserve", f"critere-{key}": "fort", "note": "Beau projet."})
        client.post(address, {"vote": "favorable", f"critere-{key}": "fort", "note": "Convaincu."})

        assert empty.status_code == 400
        assert "Choisissez dans la liste." in text(empty)
        opinion = Opinion.objects.get()
        assert (opinion.vote, opinion.note, opinion.appreciations) == ("favorable", "Convaincu.", {str(key): "fort"})
        seen = text(runner.get(at("label_dossier", hearing.application)))
        assert "Nadia Exemple : favorable" in seen
        assert "En quoi est-ce durable ? : convaincant" in seen

    def test_the_next_file_follows_and_the_menu_counts_those_that_wait(self, member, hearing, edition):
        other = Hearing.objects.create(
            committee=hearing.committee, application=builders.admissible(edition, title="Zoo")
        )
        client = signed_in(member)
        waiting = menu(client)

        answer = client.post(at("label_my_file", hearing), {"vote": "favorable"})

        assert "Mes dossiers (2)" in waiting
        assert answer.url == at("label_my_file", other)
        assert "Mes dossiers (1)" in menu(client)

    def test_opinions_of_colleagues_are_read_after_one_s_own(self, member, hearing):
        colleague = builders.reviewer(first_name="Paul", last_name="Voisin")
        hearing.committee.members.add(colleague)
        builders.opinion(hearing, colleague, note="Je doute du calendrier.")
        client = signed_in(member)

        before = text(client.get(at("label_my_file", hearing)))
        client.post(at("label_my_file", hearing), {"vote": "deport"})
        after = text(client.get(at("label_my_file", hearing)))

        assert "1 avis déjà donné" in before
        assert "Je doute" not in before
        assert "Je doute du calendrier." in after

    def test_a_closed_committee_changes_nothing_any_more(self, member, hearing, runner):
        runner.post(at("label_committee_close", hearing.committee))

        answer = signed_in(member).post(at("label_my_file", hearing), {"vote": "favorable"})

        assert answer.status_code == 409
        assert "Ce comité est clos" in text(answer)
        assert not Opinion.objects.exists()

    def test_a_member_sees_what_waits_as_soon_as_they_are_in(self, member, hearing):
        assert "1 dossier à lire avant le comité" in text(signed_in(member).get("/admin/"))

    def test_a_member_reads_nothing_that_is_before_others(self, member, hearing, edition):
        other = builders.admissible(edition, title="Projet des autres")
        elsewhere = builders.committee(edition, [builders.reviewer()], [other, hearing.application], name="Expertise")
        theirs = elsewhere.hearings.get(application=hearing.application)
        builders.opinion(theirs, elsewhere.members.get(), note="Note de l’autre comité")
        theirs.conclusion, theirs.summary = "defavorable", "Motif de l’autre comité"
        theirs.save()
        file = builders.application_file(other)
        client = signed_in(member)
        client.post(at("label_my_file", hearing), {"vote": "favorable"})

        mine = [
            text(client.get(at("label_my_files"))),
            text(client.get(at("label_my_file", hearing))),
            str(table_of(client.get(at("label_committee_xlsx", hearing.committee)))),
        ]

        assert all("Le jardin suspendu" in page for page in mine)
        for word in ("Projet des autres", "autre comité", "Expertise"):
            assert not any(word in page for page in mine), word
        assert client.get(at("label_my_file", theirs)).status_code == 404
        assert client.get(at("label_attachment", file)).status_code == 404
        assert is_refused(client, at("label_committee_xlsx", elsewhere))
        assert is_refused(client, at("label_committee_pdf", elsewhere))

    def test_who_loses_the_role_reads_nothing_more(self, member, hearing):
        member.groups.clear()
        member.groups.add(*builders.account("Réseau").groups.all())

        assert is_refused(signed_in(member), at("label_my_file", hearing))

    def test_the_files_are_opened_as_they_are_and_run_nothing(self, member, hearing):
        file = builders.application_file(hearing.application, name="plan d’été.pdf", content=b"%PDF-1.4 plan")

        answer = signed_in(member).get(at("label_attachment", file))

        assert b"".join(answer.streaming_content) == b"%PDF-1.4 plan"
        assert (
            answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''plan%20d%E2%80%99%C3%A9t%C3%A9.pdf"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store, private" in answer.headers["Cache-Control"]


def table_of(response):
    """The rows of a workbook."""
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


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


SCREENS = {
    "label_latest": lambda made: (),
    "label_instruction": lambda made: (made["edition"],),
    "label_certificates": lambda made: (made["edition"],),
    "label_table_xlsx": lambda made: (made["edition"],),
    "label_committee_add": lambda made: (made["edition"],),
    "label_dossier": lambda made: (made["application"],),
    "label_committee": lambda made: (made["committee"],),
    "label_committee_change": lambda made: (made["committee"],),
    "label_committee_xlsx": lambda made: (made["committee"],),
    "label_committee_pdf": lambda made: (made["committee"],),
    "label_my_files": lambda made: (),
    "label_my_file": lambda made: (made["hearing"],),
    "label_attachment": lambda made: (made["file"],),
    "label_news": lambda made: (made["laureate"],),
    "label_news_change": lambda made: (made["news"],),
    "label_certificate": lambda made: (made["laureate"],),
    "label_certificate_pdf": lambda made: (made["laureate"],),
}
POSTED = {
    "label_prepare": lambda made: (made["edition"],),
    "label_admissibility": lambda made: (made["application"],),
    "label_committee_close": lambda made: (made["committee"],),
    "label_committee_remove": lambda made: (made["committee"],),
    "label_news_remove": lambda made: (made["news"],),
}
REVIEWED = {"label_my_files", "label_my_file", "label_attachment", "label_committee_xlsx", "label_committee_pdf"}
PUBLISHED = {"label_news", "label_news_change", "label_certificate", "label_certificate_pdf", "label_news_remove"}


@pytest.fixture
def made(edition):
    application = builders.admissible(edition, title="Le jardin suspendu")
    committee = builders.committee(edition, [builders.reviewer()], [application])
    laureate = builders.laureate(title="La serre")
    return {
        "edition": edition,
        "application": application,
        "committee": committee,
        "hearing": committee.hearings.get(),
        "file": builders.application_file(application),
        "laureate": laureate,
        "news": builders.candidate_news(laureate),
    }


@pytest.mark.parametrize(
    "role", ["Rédaction", "Direction de publication", "Agenda", "Réseau", "Diffusion", "Comités du label"]
)
def test_every_address_is_closed_to_who_has_no_right(made, role):
    client = signed_in(builders.account(role))
    open_to_role = {"Direction de publication": PUBLISHED}.get(role, set())

    for name, key in {**SCREENS, **POSTED}.items():
        if name in open_to_role:
            continue
        address = at(name, *key(made))
        # Who sits in committees has screens of their own, where nothing of these is theirs to read.
        unknown = role == "Comités du label" and name in {"label_my_file", "label_attachment"}
        if role == "Comités du label" and name == "label_my_files":
            assert "jardin" not in text(client.get(address))
        elif unknown or (name == "label_attachment"):
            assert client.get(address).status_code == 404, name
        else:
            assert is_refused(client, address, {} if name in POSTED else None), name
    assert not {"Instruction", "Label Euralens"} & set(menu(client)) or role == "Comités du label"


def test_who_runs_the_label_opens_them_all(made, runner):
    for name, key in SCREENS.items():
        if name not in REVIEWED - {"label_attachment", "label_committee_xlsx"} and "pdf" not in name:
            answer = runner.get(at(name, *key(made)), follow=True)
            # What is streamed is read to its end, as a browser does.
            assert list(answer) if answer.streaming else answer.content
            assert answer.status_code == 200, name
    for name, key in POSTED.items():
        # Each has a form that is sent: to ask for it by its address changes nothing.
        assert runner.get(at(name, *key(made))).status_code == 405, name


def test_nothing_private_is_known_to_choosers_histories_or_the_index_of_references(made):
    from wagtail.models import ModelLogEntry, ReferenceIndex

    titles = [reference.model_name for reference in ReferenceIndex.objects.select_related("content_type")]
    logged = json.dumps([entry.data for entry in ModelLogEntry.objects.all()])

    assert not {"passage devant un comité", "avis", "recevabilité", "comité du label"} & set(titles)
    assert "jardin" not in logged


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


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_said_of_an_application_goes_with_it(edition, decided):
    member = builders.reviewer()
    now = timezone.now()
    dates = {"decided_at": now, "state": "acceptee"} if decided else {"decided_at": None}
    application = builders.admissible(edition, **dates)
    committee = builders.committee(edition, [member], [application])
    builders.opinion(committee.hearings.get(), member, note="Trop cher pour Camille Durand.")

    def left_after(months):
        with time_machine.travel((now + timedelta(days=31 * months)).astimezone(UTC), tick=False):
            call_command("apply_retention", stdout=StringIO())
        return [model.objects.count() for model in (Opinion, Hearing, Admissibility)]

    due = 24 if decided else 36
    assert left_after(due - 3) == [1, 1, 1]
    assert left_after(due + 1) == [0, 0, 0]


def test_an_erasure_takes_what_was_said_of_who_asks_for_it(edition):
    application = builders.admissible(edition, sender_email="camille@jardin.example")
    committee = builders.committee(edition, [member := builders.reviewer()], [application])
    builders.opinion(committee.hearings.get(), member, note="Écrire à camille@jardin.example")

    call_command("erase_person", "camille@jardin.example", yes=True, stdout=StringIO())

    assert not Opinion.objects.exists()
    assert not Admissibility.objects.exists()


def test_who_sits_in_a_committee_sees_nothing_of_the_site_but_their_files():
    client = signed_in(builders.reviewer())

    entries = menu(client)

    assert {"Label Euralens", "Mes dossiers"} <= set(entries)
    assert not {"Pages", "Images", "Documents", "Rapports", "Instruction", "Candidatures"} & set(entries)
