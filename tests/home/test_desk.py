"""The desk: what each role finds to do on the home page of the admin, and where each thing leads."""

from datetime import date, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from agenda.models import EventCommune, EventPage, EventSlot, Proposal
from newsletter.models import Indicator, Proof, ProofComment
from projects import board
from projects.choices import ActionStep
from projects.models import Action, AxisPage, Milestone, RoadmapPage
from tests import builders, contents
from tests.back_office import edit_address, signed_in
from tests.clocks import TODAY
from tests.newsletter.versions.steps import declare
from tests.reading import links, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DESK = "/admin/"
EDITING, DIRECTION = "Rédaction", "Direction de publication"


def proposal(title="Le loto", **fields):
    number = Proposal.objects.count()
    return Proposal.objects.create(
        title=title, sender_name="Camille", sender_email="c@ville.example", submission=f"{number:032}", **fields
    )


def remark(issue, words="Une faute."):
    lent = Proof.objects.create(issue=issue, reader="Zoé", token_sha256=f"{issue.pk}", ends_on=TODAY)
    return ProofComment.objects.create(proof=lent, name="Zoé", passage="p", place="La une", text=words)


def axis_with(*actions):
    axis = builders.axis(builders.roadmap(year=TODAY.year))
    axis.actions = [Action(**{"title": f"Action {rank}", **action}) for rank, action in enumerate(actions)]
    axis.save()
    return axis


def soon(**fields):
    start = timezone.now() + timedelta(days=3)
    return builders.event(slots=[(start, start + timedelta(hours=2))], **fields)


class TestTasks:
    def test_each_thing_that_waits_leads_to_where_it_is_dealt_with(self):
        issue = builders.issue(number=10, live=False)
        remark(issue)
        event = soon(title="Bal", image=None, venue=None)
        late = axis_with({"title": "Planter une forêt", "due_on": TODAY - timedelta(days=2)}).actions.get()
        figure = builders.indicator("Emplois", refresh_on=TODAY)
        sent = proposal()
        hall = builders.office("Mairie de Lens")

        page = signed_in(builders.administrator()).get(DESK)
        found, said = links(page), text(page)

        assert reverse("newsletter_proofs", args=[issue.pk]) + "#remarques" in found
        assert edit_address(event) + "#id_venue" in found and edit_address(event) + "#id_image" in found
        assert reverse("roadmap_add_milestone", args=[late.key]) in found
        assert reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[figure.pk]) in found
        assert reverse("agenda_proposal", args=[sent.pk]) in found
        assert any(f"mairie={hall.pk}" in address for address in found)
        for words in (
            "1 remarque de relecture à traiter",
            "1 événement à venir sans lieu",
            "1 proposition d’événement à examiner",
            "1 chiffre-clé à actualiser",
            f"1 action de {TODAY.year} sans nouvelle ou en retard",
            "1 mairie à vérifier",
        ):
            assert words in said, words

    def test_what_is_many_is_counted_and_its_first_ones_named(self):
        now = timezone.now()
        for rank in range(7):
            proposal(f"Fête n° {rank}", sent_at=now - timedelta(days=10 - rank))
        proposal("Déjà acceptée", state="acceptee")

        said = text(signed_in(builders.account("Agenda")).get(DESK))

        assert "7 propositions d’événements à examiner" in said
        assert "Fête n° 0" in said and "Fête n° 2" in said and "Fête n° 3" not in said
        assert "Et 4 autres" in said
        assert "Déjà acceptée" not in said

    def test_an_event_that_was_called_off_lacks_nothing(self):
        soon(title="Bal", status="annule", status_note="Trop de vent.", image=None, venue=None)

        assert "événement à venir sans" not in text(signed_in(builders.account("Agenda")).get(DESK))

    def test_a_draft_waits_for_those_who_approve_it_and_for_nobody_else(self):
        issue = builders.issue(title="À relire", number=11, live=False)
        writer = builders.account(EDITING)
        issue.save_revision(user=writer)
        issue.get_workflow().start(issue, writer)

        waiting = "1 brouillon à approuver"
        assert waiting in text(signed_in(builders.account(DIRECTION)).get(DESK))
        assert waiting not in text(signed_in(builders.account("Agenda")).get(DESK))

    def test_what_was_sent_back_waits_for_who_asked(self):
        issue = builders.issue(title="À relire", number=11, live=False)
        writer, director = builders.account(EDITING), builders.account(DIRECTION)
        issue.save_revision(user=writer)
        waiting = "1 brouillon à corriger"
        state = issue.get_workflow().start(issue, writer)
        assert "approbation demandée" in text(signed_in(writer).get(DESK))

        state.current_task_state.specific.reject(user=director, comment="Le prix manque.")

        assert waiting in text(signed_in(writer).get(DESK))
        assert waiting not in text(signed_in(director).get(DESK))

    def test_who_sends_finds_where(self):
        assert reverse("newsletter_sendings") in links(signed_in(builders.account("Diffusion")).get(DESK))

    @pytest.mark.parametrize("role", ["Label", "Réseau", "Feuille de route", "Agenda"])
    def test_a_role_sees_nothing_of_the_work_of_others(self, role):
        remark(builders.issue(number=12, live=False), "Mot secret")
        builders.office("Mairie de Nulle-Part")
        if role != "Agenda":
            proposal("Fête secrète")
            soon(title="Bal secret", image=None)

        said = text(signed_in(builders.account(role)).get(DESK))

        assert "secret" not in said.lower() and "Nulle-Part" not in said
        assert "Rien ne vous attend" in said

    @pytest.mark.parametrize(("role", "words"), [("Agenda", "Publier un événement"), (EDITING, "Écrire un événement")])
    def test_an_event_is_published_by_who_may_and_written_by_the_others(self, role, words):
        shown = text(signed_in(builders.account(role)).get(DESK))

        assert words in shown
        assert shown.count(" un événement") == shown.count(words)

    def test_an_empty_site_says_what_to_do_first(self):
        page = signed_in(builders.account(EDITING)).get(DESK)

        assert "Aucun numéro n’est en préparation" in text(page)
        assert "Rien n’est prévu dans les deux semaines qui viennent" in text(page)
        assert reverse("new_issue") in links(page)

    def test_it_takes_as_many_queries_for_much_as_for_little(self):
        client = signed_in(builders.administrator())
        counts = []
        for many in (1, 12):
            issue = builders.issue(number=20 + many, live=False)
            for rank in range(many):
                proposal(f"Fête n° {rank}")
                soon(title=f"Bal {rank}", image=None, venue=builders.venue(f"Salle {many} {rank}"))
                builders.indicator(refresh_on=TODAY)
                ProofComment.objects.create(
                    proof=Proof.objects.create(issue=issue, reader="Zoé", token_sha256=f"{many} {rank}", ends_on=TODAY),
                    name="Zoé",
                    passage="p",
                    place="La une",
                    text="Une faute.",
                )
                log(instance=issue, action="wagtail.edit", user=builders.account(EDITING))
            client.get(DESK)
            with CaptureQueriesContext(connection) as made:
                client.get(DESK)
            counts.append(len(made))

        assert counts[0] == counts[1] <= 20


class TestNextIssue:
    def test_it_is_the_one_that_was_not_sent_and_its_checks_come_in(self):
        builders.issue(number=9, title="Le numéro paru")
        issue = builders.issue(number=10, title="Le numéro à venir", live=False)
        client = signed_in(builders.account(EDITING))

        page = client.get(DESK)
        glance = client.get(f"{reverse('newsletter_readiness', args=[issue.pk])}?apercu=1")

        assert "n° 10 – Le numéro à venir" in text(page)
        assert f"{reverse('newsletter_readiness', args=[issue.pk])}?apercu=1" in page.content.decode()
        assert "à corriger avant la mise en ligne" in text(glance)
        assert any(address.startswith(f"{edit_address(issue)}#") for address in links(glance))

    def test_one_before_an_issue_that_was_sent_is_not_the_next(self):
        builders.issue(number=9, title="Le numéro oublié")
        declare(signed_in(builders.account(DIRECTION)), contents.sound_issue(number=10))

        said = text(signed_in(builders.account(EDITING)).get(DESK)).partition("Le prochain numéro")[2]

        assert "Aucun numéro n’est en préparation." in said and "Le numéro oublié" not in said

    def test_who_does_not_work_on_letters_does_not_see_it(self):
        builders.issue(number=10, live=False)

        assert "prochain numéro" not in text(signed_in(builders.account("Réseau")).get(DESK))


class TestChanges:
    def test_it_tells_what_the_others_did_since_one_was_last_here(self):
        me, other = builders.account(DIRECTION), builders.account(EDITING, first_name="Zoé", last_name="Martin")
        issue, gone = builders.issue(number=9, title="La lettre"), builders.issue(number=8, title="La disparue")
        with time_machine.travel(timezone.now() - timedelta(days=9)):
            log(instance=issue, action="wagtail.publish", user=other)
        with time_machine.travel(timezone.now() - timedelta(days=5)):
            log(instance=gone, action="wagtail.edit", user=me)
        with time_machine.travel(timezone.now() - timedelta(days=2)):
            log(instance=gone, action="wagtail.edit", user=other)
        log(instance=builders.event(title="Mon bal"), action="wagtail.edit", user=me)

        said = text(signed_in(me).get(DESK)).partition("Depuis votre dernier passage")[2]

        assert "La disparue" in said and "par Zoé Martin" in said
        assert "La lettre" not in said and "Mon bal" not in said

    def test_who_only_signed_in_changed_nothing(self):
        other = builders.account(EDITING)
        log(instance=other, action="accounts.enter", user=other)

        assert "S’est connecté" not in text(signed_in(builders.account(DIRECTION)).get(DESK))

    def test_it_shows_only_what_the_account_may_see(self):
        other = builders.administrator()
        log(instance=builders.issue(number=9, title="La lettre"), action="wagtail.edit", user=other)
        log(instance=builders.office("Mairie de Nulle-Part"), action="wagtail.edit", user=other)

        said = text(signed_in(builders.account("Réseau")).get(DESK))

        assert "La lettre" not in said and "Nulle-Part" not in said


class TestRulesSaidTwice:
    """What the desk asks of the database is what a screen says of each record."""

    def test_a_figure_is_due_on_the_desk_when_its_page_says_so(self):
        days = [date(2023, 1, 31), date(2023, 8, 31), date(2024, 2, 29), date(2024, 6, 1)]
        for known in (None, *days):
            for every in (None, 3, 6, 12):
                for on in (None, date(2024, 2, 28)):
                    made = builders.indicator(refresh_every=every, refresh_on=on)
                    if known:
                        builders.indicator_value(made, as_of=known)
        turns = [*days, date(2024, 2, 28), date(2024, 8, 31), date(2025, 2, 28), date(2024, 5, 31), date(2026, 1, 1)]

        for today in turns:
            with time_machine.travel(f"{today}T12:00:00+00:00", tick=False):
                told = {each.pk for each in Indicator.objects.with_values() if each.is_due}
                assert set(Indicator.objects.due().values_list("pk", flat=True)) == told, today

    def test_an_action_waits_on_the_desk_when_it_does_on_the_board(self):
        edge = TODAY - relativedelta(months=board.SILENCE)
        axis_with(
            *(
                {"step": step, "due_on": TODAY - timedelta(days=1), "reason": "Faute de terrain."}
                for step in ActionStep
            ),
            *(
                {"due_on": due, "milestones": [Milestone(day=edge + timedelta(days=shift), sentence="Oui.")]}
                for due in (None, TODAY, TODAY + timedelta(days=30))
                for shift in (-1, 0, 1)
            ),
            {"title": "Muette"},
        )
        roadmap = RoadmapPage.objects.get()

        lines = board.lines_of(roadmap, AxisPage.objects.all())
        told = {line.action.pk for line in lines if line.attention}
        assert {action.pk for action in Action.objects.needing_somebody(roadmap)} == told

    def test_an_event_lacks_a_place_on_the_desk_when_its_form_says_so(self):
        hall, start = builders.venue(), timezone.now() + timedelta(days=3)
        for venue in (None, hall):
            for own in ([], [hall], [None], [hall, None]):
                for link in ("", "https://visio.example/"):
                    for town in (None, builders.commune()):
                        event = builders.event(slots=[], venue=venue, online_url=link, provisional_date="bientôt")
                        event.slots = [EventSlot(start=start, venue=place) for place in own]
                        event.communes = [EventCommune(commune=town)] if town else []
                        event.save()
        events = EventPage.objects.all()

        told = {event.pk for event in events if "place" in [warning.code for warning in event.find_warnings()]}
        assert set(events.without_place().values_list("pk", flat=True)) == told
