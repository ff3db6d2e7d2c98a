"""Letters with everything in them, and one that may just leave."""

from newsletter.models import ArchivedCover, ArchivedIssuePage, IssuePage
from tests import builders
from tests.builders import counting
from tests.contents.pages import full_edition, full_event, full_member, full_roadmap
from tests.contents.streams import STORY, described, raw

ONLY_BY_EMAIL = {"title": "Par courriel seulement", "text": "<p>Rendez-vous le 14 juillet.</p>"}


def sound_issue(cover=(), feature=(), territory=(), **fields):
    """An issue with nothing to say against its text: each part has a paragraph, then the blocks given."""
    issue = builders.issue(
        **{"director": builders.person(), "standfirst": "Un résumé.", "cover_image": builders.image(size=(1000, 48))}
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
