"""What a member of a committee reads, and their opinions."""

import pytest

from projects.models import Hearing, Opinion
from tests import builders
from tests.back_office import is_refused, menu, signed_in
from tests.projects.instruction.committees import at, table_of
from tests.reading import text

pytestmark = pytest.mark.django_db


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


def test_who_sits_in_a_committee_sees_nothing_of_the_site_but_their_files():
    client = signed_in(builders.reviewer())

    entries = menu(client)

    assert {"Label Euralens", "Mes dossiers"} <= set(entries)
    assert not {"Pages", "Images", "Documents", "Rapports", "Instruction", "Candidatures"} & set(entries)
