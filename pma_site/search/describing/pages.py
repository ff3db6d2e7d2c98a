"""Pages as search sees them. A type that is not named here is found by its title, its standfirst and its texts."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.models import Page

from agenda.models import EventPage
from newsletter.choices import Output
from newsletter.letter import texts_of
from newsletter.models import ArchivedIssuePage, IssuePage
from pma_site.core.french import NBSP, euros
from pma_site.core.french import day as in_words
from pma_site.core.models import BasePageQuerySet, SiteSettings
from pma_site.home.models import HomePage
from projects.models import AxisPage, CandidatePage, LabelEditionPage, MemberPage, RoadmapPage

from ..choices import Kind
from .description import Description

# What is read together with the pages of a type, however many they are.
_TOGETHER = {
    EventPage: ["organisers__organisation", "communes__commune", "slots__venue__commune"],
    CandidatePage: ["holders__organisation", "communes__commune"],
    MemberPage: ["awards"],
    AxisPage: ["actions__milestones", "contacts__person"],
    RoadmapPage: ["contributions__organisation"],
}
# Of how many days an event is called by; a summer of daily visits is found by its month.
_DAYS = 12


def online_pages() -> BasePageQuerySet:
    """Every page that any visitor may read, of the site itself."""
    return BasePageQuerySet(Page).online().filter(depth__gt=1)


def described_pages(keys: Iterable[int]) -> Iterator[Description]:
    """Yield what search knows of pages, by their keys, as the public has them; nothing of one it may not read."""
    by_type = {}
    for page in online_pages().filter(pk__in=list(keys)).select_related("content_type"):
        by_type.setdefault(page.specific_class, []).append(page.pk)
    for model, pks in by_type.items():
        if model is None:
            continue
        pages = list(model._default_manager.filter(pk__in=pks))
        prefetch_related_objects(pages, *_TOGETHER.get(model, []))
        years = _years_above(pages) if model in (CandidatePage, AxisPage) else {}
        for page in pages:
            page.year_above = years.get(page.path[: -Page.steplen])
            yield from _before_and_after(page, _described(page))


def _before_and_after(page, described):
    """A page as search knows it; twice where an instant makes it say more: until then, and from then on."""
    result = page.result if isinstance(page, CandidatePage) else None
    if not (result and result.is_public and page.announced_at):
        yield described
        return
    instant = page.announced_at
    yield replace(described, ends=min(filter(None, [instant, described.ends])))
    yield replace(
        described,
        key=f"{described.key}:resultat",
        detail=f"{described.detail}, {result.name}",
        keywords=[*described.keywords, f"résultat Label Euralens {page.year_above} {result.name}"],
        starts=instant,
    )


def _years_above(pages):
    """The years of the editions and roadmaps just above pages, by their place in the tree."""
    above = {page.path[: -Page.steplen] for page in pages}
    models = (LabelEditionPage, RoadmapPage)
    return {path: year for model in models for path, year in _years(model.objects.filter(path__in=above))}


def _years(programmes):
    return programmes.values_list("path", "year")


def _described(page):
    stands_for_ever = _kind(page) == Kind.PAGE or page.max_count == 1
    known = {
        "key": f"page:{page.pk}",
        "page": page.pk,
        "kind": _kind(page),
        "noun": str(page._meta.verbose_name),
        "title": page.title,
        # The address of « Recevoir la lettre » is /abonnement/, and what it is called by many.
        "names": [page.slug.replace("-", " ")] if stands_for_ever and page.depth > 2 else [],
        "standfirst": getattr(page, "standfirst", "") or page.search_description,
        "texts": _texts(page),
        "years": [page.year] if getattr(page, "year", None) else [],
        # What stands there for ever is neither fresh nor old.
        "day": None if stands_for_ever else _day_of(page.last_published_at),
        "ends": page.expire_at,
    }
    more = next((details(page) for model, details in _DETAILS.items() if isinstance(page, model)), {})
    return Description(**{**known, **more})


def _kind(page):
    return Kind(page.look) if getattr(page, "look", None) in Kind.values else Kind.PAGE


def _texts(page):
    """The texts of a page but its title, which has a place of its own."""
    if not hasattr(page, "searchable_texts"):
        return []
    return [html.unescape(str(text)) for text in page.searchable_texts() if text and text != page.title]


def _day_of(moment):
    return timezone.localdate(moment) if moment else None


def _of_a_year(year):
    """The day that tells how fresh something of a whole year is: its last one."""
    return date(year, 12, 31)


def _letter(page):
    number = page.number
    names = [f"{number}", f"n° {number}", f"lettre {number}", f"lettre n° {number}", f"lettre aux maires n° {number}"]
    return {
        # « 9 » alone is nobody's name but a letter's.
        "names": [*names, f"lettre {page.month_in_words}", f"lettre aux maires {page.month_in_words}"],
        "detail": f"{page.number_in_words}, {page.month_in_words}",
        "years": [page.month.year],
        "day": page.month,
    }


def _issue(page):
    """An issue by what its page says: the records that it shows included, as they were when it was sent."""
    letter = page.letter_for_readers().shown_in(Output.WEB)
    said = [letter.standfirst, letter.kicker]
    if letter.picture:
        said += texts_of([letter.picture])
    for part in letter.parts:
        said += [part.title, part.kicker, part.standfirst]
        for piece in part.pieces:
            said += [piece.title, *texts_of(piece.elements)]
    ours = [f"{line['title']} : {line['name']}" for line in letter.masthead.lines]
    titles = [part.title for part in letter.inner_parts]
    pieces = [piece.title for piece in letter.pieces if piece.title]
    return {
        **_letter(page),
        "standfirst": letter.standfirst,
        "keywords": [*titles, *pieces],
        "texts": [str(text) for text in (*said, *ours, *letter.masthead.committee) if text],
    }


def _archive(page):
    return {**_letter(page), "texts": [page.standfirst, *page.text.replace("\f", "\n").split("\n")]}


def _event(page):
    communes = [link.commune for link in page.communes.all()]
    # What it names its place by (EventPage.place_in_words), without asking again.
    page.commune_rows = [{"name": commune.name} for commune in communes]
    venues = [page.venue, *(slot.venue for slot in page.slots.all())]
    communes += [venue.commune for venue in venues if venue and venue.commune]
    organisers = [f"{link.organisation.name} {link.organisation.acronym}" for link in page.organisers.all()]
    slots = page.slots.all()
    days = [day for slot in slots for day in (slot.first_day, slot.last_day)]
    return {
        "detail": page.when,
        # « 30 juin 2023 »: who types a day wants what takes place then.
        "names": [in_words(day) for day in dict.fromkeys(slot.first_day for slot in slots)][:_DAYS],
        "keywords": [page.place_in_words, *(commune.name for commune in communes), *organisers],
        "texts": [page.summary, *_texts(page), *_practical(page)],
        "years": [day.year for day in days],
        "communes": [commune.insee_code for commune in communes],
        "day": page.last_day or _day_of(page.last_published_at),
    }


def _practical(page):
    """What it costs and how to get in, in the words that readers ask for it."""
    if page.price_in_words:
        yield f"Tarifs : {page.price_in_words}. {page.conditions}"
    ways = [page.registration_url, page.registration_email, page.registration_phone]
    if any(ways):
        yield f"Inscription, réservation : {' '.join(filter(None, ways))}"


def _candidate(page):
    """A candidate, without what became of it: its result has an hour of its own (_before_and_after)."""
    communes = [link.commune for link in page.communes.all()]
    holders = [link.organisation for link in page.holders.all()]
    year = page.year_above
    return {
        "detail": f"édition {year}",
        "standfirst": page.standfirst or page.subject,
        "keywords": [
            page.subject,
            page.area,
            f"candidat Label Euralens {year}",
            *(f"{holder.name} {holder.acronym}" for holder in holders),
            *(commune.name for commune in communes),
        ],
        "years": [year],
        "communes": [commune.insee_code for commune in communes],
        "day": _of_a_year(year),
    }


def _edition(page):
    steps = [f"{step.name} {step.when}" for step in page.steps.all()]
    return {
        "names": [f"Label Euralens {page.year}", f"Label {page.year}", f"candidats au label {page.year}"],
        "keywords": [f"résultats du label {page.year}"],
        "texts": [*_texts(page), *steps],
        "day": _of_a_year(page.year),
    }


def _roadmap(page):
    paid = [_contribution(line) for line in page.contributions.all()]
    stated = f"Budget de l’ordre de {euros(page.stated_budget)}." if page.stated_budget else ""
    return {
        "names": [f"feuille de route {page.year}", f"programme d’action {page.year}", f"budget {page.year}"],
        "keywords": [f"fil rouge {page.guiding_thread}", "budget"],
        "texts": [*_texts(page), stated, page.budget_note, *paid],
        "day": _of_a_year(page.year),
    }


def _contribution(line):
    """Who pays what: « Contribution : Département du Pas-de-Calais, 120 000 € »."""
    payer = " ".join(filter(None, [line.organisation.name, line.organisation.acronym]))
    amount = f", {euros(line.amount)}" if line.amount else ""
    return f"{line.get_kind_display().capitalize()}{NBSP}: {payer}{amount}"


def _home(page):
    """The front page: who publishes the site, and where they are reached."""
    publisher = SiteSettings.of(page.get_site())
    place = [publisher.building, publisher.street, f"{publisher.postal_code} {publisher.city}".strip()]
    reached = [*place, publisher.contact_email, publisher.contact_phone]
    return {
        "names": [publisher.publisher, "accueil", "contact", "nous contacter"],
        "keywords": [f"adresse contact {publisher.publisher}"],
        "texts": [*_texts(page), f"Adresse{NBSP}: {', '.join(filter(None, reached))}."],
    }


def _axis(page):
    year = page.year_above
    milestones = [milestone.sentence for action in page.actions.all() for milestone in action.milestones.all()]
    people = [link.person.full_name for link in page.contacts.all()]
    return {
        "detail": f"feuille de route {year}",
        "keywords": [f"axe feuille de route {year}", *(action.title for action in page.actions.all())],
        "texts": [*_texts(page), *milestones, *people],
        "years": [year],
        "day": _of_a_year(year),
    }


def _member(page):
    organisation = page.organisation
    commune = organisation.commune
    return {
        "detail": organisation.place,
        "names": [organisation.name, *filter(None, [organisation.acronym])],
        "standfirst": page.standfirst or page.activity,
        "keywords": [page.activity, page.object_name, organisation.place, "membre réseau Innov in Artois"],
        "texts": [*_texts(page), organisation.description],
        "years": [page.cohort] if page.cohort else [],
        "communes": [commune.insee_code] if commune else [],
    }


_DETAILS = {
    HomePage: _home,
    IssuePage: _issue,
    ArchivedIssuePage: _archive,
    EventPage: _event,
    CandidatePage: _candidate,
    LabelEditionPage: _edition,
    RoadmapPage: _roadmap,
    AxisPage: _axis,
    MemberPage: _member,
}
