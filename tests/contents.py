"""Whole contents for tests: every page type with every field and block in use, `size` times over."""

import datetime

from django.utils import timezone

from agenda.models import EventCommune, EventOrganiser
from newsletter.models import ArchivedCover, ArchivedIssuePage, IssuePage
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
from tests.builders import counting

STORY = [
    ("paragraph", "<p>Un texte avec un <b>mot fort</b>.</p>"),
    ("heading", "Un intertitre"),
    ("quotation", {"text": "Nous avançons.", "author": "Alain Bavay", "role": "Président"}),
    ("numbered_list", {"title": "En deux temps", "items": ["<p>Écouter</p>", "<p>Choisir</p>"]}),
    ("callout", {"title": "À savoir", "text": "<p>Une précision.</p>", "tone": "canal"}),
    ("link", {"label": "Le site du Pôle", "page": None, "url": "https://www.example.org/"}),
]


ONLY_BY_EMAIL = {"title": "Par courriel seulement", "text": "<p>Rendez-vous le 14 juillet.</p>"}


def described(image):
    """The raw value of an image block."""
    return {"image": image.pk, "alt_text": "Ce que montre l’image", "decorative": False}


def story(image):
    """The raw stream of a running text that uses every block, with one picture."""
    figure = ("figure", {"image": described(image), "caption": "Une légende"})
    return raw([*STORY, figure])


def raw(blocks):
    """Blocks as pairs, in the form a stream is stored."""
    return [{"type": kind, "value": value} for kind, value in blocks]


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


def sound_issue(cover=(), feature=(), territory=(), **fields):
    """An issue with nothing to say against its text: each part has a paragraph, then the blocks given."""
    issue = builders.issue(
        **{"director": builders.person(), "standfirst": "Un résumé.", "cover_image": builders.image()}
        | {"cover_image_alt": "Le showroom", "feature_title": "Le dossier du mois"}
        | fields
    )
    callout = ("callout", {"title": "Encart", "text": "<p>Un mot.</p>", "tone": "craie", "contacts": []})
    issue.cover = raw([("paragraph", "<p>Un texte.</p>"), *cover])
    issue.feature = raw([("paragraph", "<p>Un dossier.</p>"), *feature])
    issue.territory = raw([callout, *territory])
    issue.save()
    return issue


def full_archived_issue(size=1):
    """A former issue of `size` pages of text, with its picture, a summary and another one on each side."""
    number = 10_000 + 10 * next(counting.numbers)
    builders.archived_issue(number=number - 1)
    builders.archived_issue(number=number + 1)
    page = "\n".join(["Un titre", "Les communes de l’Artois se retrouvent."] * 3)
    issue = builders.archived_issue(number=number, standfirst="Un résumé.", text="\f".join([page] * size), pages=size)
    ArchivedCover.objects.create(issue=issue, image=builders.image(), sha256=issue.sha256)
    return ArchivedIssuePage.objects.get(pk=issue.pk)


def full_issue(size=1):
    """An issue that uses every block, each with `size` records of its own."""
    roadmap, edition = full_roadmap(size), full_edition(size)
    body = builders.organisation()
    for number in range(size):
        builders.mandate(builders.person(f"Élue {number}"), body, kind="executif", function="vice-présidente")
        builders.mandate(builders.person(f"Élu {number}"), body)
    events = [full_event(2) for _ in range(size)]
    members = [full_member() for _ in range(size)]
    people = [builders.person(f"Personne {number}", email="d@example.org") for number in range(size)]
    contacts = [person.pk for person in people]
    images = [builders.image() for _ in range(size)]
    values = [builders.indicator_value() for _ in range(size)]
    cover = [
        *STORY,
        *[("figure", {"image": described(image), "caption": "Une légende"}) for image in images],
        ("callout", {"title": "Contact", "text": "<p>Écrivez.</p>", "tone": "brique", "contacts": contacts}),
        ("contact_line", {"contacts": contacts}),
        (
            "showcase",
            {
                "title": "Showroom",
                "text": "<p>Des objets.</p>",
                "members": [member.pk for member in members],
                "highlight": members[0].pk,
                "highlight_text": "pour sa médaille",
            },
        ),
    ]
    feature = [
        *cover,
        ("roadmap_axes", {"title": "Les axes", "roadmap": roadmap.pk}),
        ("budget", {"title": "Le budget", "roadmap": roadmap.pk, "text": "<p>Un million.</p>"}),
        (
            "governance",
            {"title": "Les élus", "body": body.pk, "as_of": "2023-06-01", "text": "<p>Aux manettes.</p>"},
        ),
        ("actions_done", {"title": "Réalisé", "roadmap": roadmap.pk}),
        ("candidates", {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": contacts}),
        *[
            (
                "report",
                {
                    "title": "Retour",
                    "event": event.pk,
                    "image": described(images[0]),
                    "text": "<p>Une journée.</p>",
                    "contacts": contacts,
                },
            )
            for event in events
        ],
        ("call", {"title": "Appel", "text": "<p>Écrivez.</p>", "contacts": contacts}),
    ]
    territory = [
        *[
            (
                "initiative",
                {
                    "title": "Initiative",
                    "text": "<p>Un festival.</p>",
                    "image": described(image),
                    "caption": "Une légende",
                    "practical": "Trois jours",
                    "prices": [{"label": "La journée", "amount": "35.00"}],
                    "link": {"label": "Le site", "page": None, "url": "https://www.example.org/"},
                    "event": event.pk,
                    "commune": builders.commune(f"Bourg {event.pk}").pk,
                },
            )
            for event, image in zip(events, images, strict=True)
        ],
        ("figure", {"image": described(images[0]), "caption": ""}),
        ("key_figures", {"title": "Chiffres-clés", "figures": [value.pk for value in values]}),
        (
            "agenda",
            {
                "title": "Agenda",
                "events": [event.pk for event in events],
                "start": "2020-01-01",
                "end": "2090-01-01",
            },
        ),
        ("call", {"title": "Appel", "text": "<p>Écrivez.</p>", "contacts": contacts}),
        ("callout", {"title": "Encart", "text": "<p>Un mot.</p>", "tone": "craie", "contacts": contacts}),
        ("reserved", {"outputs": ["courriel"], "content": raw([("call", {**ONLY_BY_EMAIL, "contacts": contacts})])}),
    ]
    issue = builders.issue(
        kicker="Le réseau",
        standfirst="Un résumé.",
        cover_image=builders.image(),
        cover_image_alt="Le showroom",
        cover_caption="Une légende",
        feature_title="La feuille de route",
        feature_standfirst="Un résumé.",
        director=people[0],
        editor=people[0],
    )
    issue.cover, issue.feature, issue.territory = raw(cover), raw(feature), raw(territory)
    issue.committee = raw([("person", person.pk) for person in people])
    issue.save()
    return IssuePage.objects.get(pk=issue.pk)
