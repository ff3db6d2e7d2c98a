"""A proposal that joins an event which the agenda has already."""

from datetime import timedelta

import pytest

from agenda.models import EventPage
from agenda.proposing import accepting
from pma_site.contributions.choices import ContributionState
from tests import builders
from tests.agenda.proposers import decide, delivered, in_days, page, propose
from tests.back_office import messages
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestMerging:
    def test_the_likely_twin_is_offered_and_takes_what_it_lacks_as_a_draft(self, keeper, proposal, town):
        start = proposal.event_slots[0].start
        twin = builders.event(
            [(start.replace(hour=9), None)], title="Sainte-Barbe : la fête", venue=builders.venue(commune=town)
        )
        builders.event([(start, None)], title="Réunion publique", venue=builders.venue(outside_place="Lille"))
        shown = keeper.get(page(proposal))
        assert [found.record.pk for found in shown.context["twins"]] == [twin.pk]
        assert shown.context["twins"][0].why == "mêmes jours, même commune et titre voisin"

        decide(keeper, proposal, "rattacher", twin=twin.pk, slots="on", pictures="on")

        draft = EventPage.objects.get(pk=twin.pk).get_latest_revision_as_object()
        assert draft.slots.count() == 2
        assert draft.image.credit == "Durand"
        assert EventPage.objects.get(pk=twin.pk).slots.count() == 1
        [message] = delivered()
        assert "était déjà dans l’agenda" in " ".join(message.body.split())

    @pytest.mark.parametrize("live", [True, False])
    def test_what_is_not_online_is_stored_whole_as_lists_of_drafts_tell_it(self, keeper, proposal, live):
        event = builders.event(live=live)

        decide(keeper, proposal, "rattacher", event=event.pk, slots="on")

        assert EventPage.objects.get().slots.count() == (1 if live else 2)

    @pytest.mark.parametrize(
        ("shifts", "said"),
        [
            ([0], "mêmes jours et même commune"),
            ([1], "jours voisins et même commune"),
            ([-1], "jours voisins et même commune"),
            ([-7, 7], "même période et même commune"),
        ],
    )
    def test_its_reason_is_true_of_their_days(self, keeper, proposal, town, shifts, said):
        start = proposal.event_slots[0].start.replace(hour=9)
        slots = [(start + timedelta(days=shift), None) for shift in shifts]
        builders.event(slots, title="Réunion publique", venue=builders.venue(commune=town))

        assert said in text(keeper.get(page(proposal)))

    def test_another_proposal_of_the_next_day_is_not_said_to_be_of_the_same(self, keeper, proposal, client):
        propose(client, quand={"day_0": in_days(31)}, quoi={"title": "Réunion publique"})

        assert "jours voisins et même commune" in text(keeper.get(page(proposal)))

    def test_no_event_chosen_is_said_and_nothing_is_lost(self, keeper, proposal):
        answer = decide(keeper, proposal, "rattacher")

        assert answer.status_code == 400
        assert "Choisissez l’événement" in text(answer)

    def test_an_event_that_is_gone_or_locked_takes_nothing(self, keeper, proposal, monkeypatch):
        event, locked = builders.event(title="Autre"), builders.event(title="Verrouillé", locked=True)
        merge = accepting.merge

        def late(pk, chosen, **choices):
            EventPage.objects.get(pk=chosen.pk).delete()
            return merge(pk, chosen, **choices)

        refused = decide(keeper, proposal, "rattacher", event=locked.pk, slots="on")
        monkeypatch.setattr(accepting, "merge", late)
        gone = decide(keeper, proposal, "rattacher", event=event.pk, slots="on")

        assert "verrouillé" in messages(refused)[0]
        assert "supprimé" in messages(gone)[0]
        proposal.refresh_from_db()
        assert (proposal.state, proposal.event) == (ContributionState.RECEIVED, None)
