"""A page of each type but letters, with everything in it."""

import datetime

from django.utils import timezone

from agenda.models import EventCommune, EventOrganiser
from pma_site.home.choices import Obstacle
from pma_site.home.models import AuditedPage, InaccessibleContent, StandardPage
from projects.models import (
    Action,
    Award,
    AxisContact,
    CandidateCommune,
    CandidateHolder,
    Contribution,
    LabelResult,
    LabelStep,
    Milestone,
)
from tests import builders
from tests.contents.streams import raw, story


def full_roadmap(size=1):
    """A year with `size` axes, each with `size` contacts, actions and milestones, and `size` contributors."""
    roadmap = builders.roadmap(
        guiding_thread="l’écotransition",
        introduction="<p>Une année.</p>",
        method="<p>Ensemble.</p>",
        stated_budget=1_000_000,
    )
    roadmap.contributions = [
        Contribution(organisation=builders.organisation(), amount=1000 * number) for number in range(1, size + 1)
    ]
    roadmap.save()
    for _ in range(size):
        axis = builders.axis(roadmap)
        axis.contacts = [AxisContact(person=builders.person(email="a@example.org")) for _ in range(size)]
        axis.actions = [
            Action(
                title=f"Action {number}",
                step=step,
                reason="Faute de crédits" if step == "reportee" else "",
                milestones=[Milestone(day=datetime.date(2023, 3, 4), sentence="Une étape", in_letter=True)],
            )
            for number in range(size)
            for step in ("realisee", "prevue", "reportee")
        ]
        axis.save()
    return roadmap


def full_edition(size=1):
    """An edition with `size` steps and candidates, each with `size` holders and communes and a published result."""
    edition = builders.edition(contact=builders.person(email="b@example.org"), introduction="<p>Un label.</p>")
    edition.steps = [LabelStep(name=f"Étape {number}", note="en décembre") for number in range(size)]
    edition.results = [LabelResult(name="Lauréat")]
    edition.save()
    for number in range(1, size + 1):
        candidate = builders.candidate(
            edition,
            number=number,
            state="realisation",
            area="tout l’Artois",
            standfirst="Un résumé.",
            image=builders.image(),
            image_alt="Le jardin",
            result=edition.results.get(),
            result_announced_at=timezone.now() - datetime.timedelta(days=1),
        )
        candidate.body = story(builders.image())
        candidate.holders = [CandidateHolder(organisation=builders.organisation()) for _ in range(size)]
        candidate.communes = [CandidateCommune(commune=builders.commune(f"Commune {n}")) for n in range(size)]
        candidate.save()
    return edition


def full_member(size=1):
    """A member with a picture, `size` awards and `size` candidacies."""
    organisation = builders.organisation(commune=builders.commune(), website="https://www.example.org/")
    member = builders.member(
        organisation=organisation,
        object_name="Un pneu",
        image=builders.image(),
        image_alt="Un pneu",
        stage="incubation",
        cohort=2023,
        hub="metaphone",
    )
    member.body = story(builders.image())
    member.awards = [Award(title=f"Prix {number}", year=2023) for number in range(size)]
    member.save()
    for _ in range(size):
        candidate = builders.candidate()
        candidate.holders = [CandidateHolder(organisation=organisation)]
        candidate.save()
    return member


def full_event(size=1, day=None):
    """An event with everything: `size` slots, communes and organisers."""
    first = day or timezone.now() + datetime.timedelta(days=10)
    slots = [(first + datetime.timedelta(days=n), first + datetime.timedelta(days=n, hours=2)) for n in range(size)]
    event = builders.event(
        slots,
        venue=builders.venue(street="1 rue du Parc", access="Bus 1", wheelchair_access=True, hearing_loop=True),
        standfirst="Un résumé.",
        image=builders.image(),
        image_alt="La salle",
        status="complet",
        status_note="Plus une place.",
        online_url="https://www.example.org/direct",
        registration_url="https://www.example.org/inscription",
        registration_email="c@example.org",
        registration_phone="03 21 00 00 00",
        registration_deadline=first,
        website="https://www.example.org/",
        capacity=2000,
        age_min=12,
        conditions="Sur réservation",
    )
    event.prices = raw([("price", {"label": "La journée", "amount": "35.00"}) for _ in range(size)])
    event.communes = [EventCommune(commune=builders.commune(f"Ville {n}")) for n in range(size)]
    event.organisers = [
        EventOrganiser(organisation=builders.organisation(), role=role)
        for _ in range(size)
        for role in ("organisateur", "partenaire")
    ]
    event.save()
    return event


def statement():
    """The page of the accessibility statement."""
    return StandardPage.objects.get(slug="accessibilite")


def full_statement(size=1):
    """The same after an audit of `size` pages, which found `size` contents not accessible for each legal reason."""
    audit = builders.accessibility_audit(average_rate="81.25", environments="Firefox et NVDA\n" * size)
    audit.pages = [AuditedPage(title=f"Page {number}", address=f"/page-{number}/") for number in range(size)]
    audit.contents = [
        InaccessibleContent(
            obstacle=obstacle,
            description=f"Un contenu {number}",
            justification="Sa reprise coûterait plus que la lettre.",
            alternative="Le même texte, sur demande.",
        )
        for obstacle in Obstacle
        for number in range(size)
    ]
    audit.save()
    return statement()
