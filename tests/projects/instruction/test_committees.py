"""Admissibility, and the committees of an edition."""

import pytest
from django.urls import reverse

from projects.models import Admissibility, Hearing, LabelCommittee, LabelStep
from tests import builders
from tests.back_office import messages, signed_in
from tests.projects.instruction.committees import at
from tests.reading import text

pytestmark = pytest.mark.django_db


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

    def test_what_a_committee_concluded_together_keeps_an_application_there_too(self, runner, edition):
        application = builders.admissible(edition, title="Le jardin")
        committee = builders.committee(edition, applications=[application])
        hearing = committee.hearings.get()
        runner.post(at("label_committee", committee), {f"{hearing.pk}-conclusion": "favorable"})

        unticked = runner.post(at("label_committee_change", committee), {"name": "Autre", "place": "1"})
        verdict = {"verdict": "irrecevable", "reason": "Hors territoire."}
        declared = runner.post(at("label_admissibility", application), verdict, follow=True)

        assert "« Le jardin » a déjà reçu un avis" in text(unticked)
        assert "déjà passé devant un comité" in text(declared) + " ".join(messages(declared))
        assert Hearing.objects.get().conclusion == "favorable"

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
