"""Every type of public page: as issue no. 9 fills it, filled to the brim, and with nothing in it.

Each function yields addresses one by one: it may build a page after those before it were visited.
"""

import datetime

from tests import builders, contents, extremes

TOO_LONG = "x" * 101
FAULT = "/plan-du-site/?incident"
# Pages that answer with something else than 200.
STATUSES = {
    "/n-existe-pas/": 404,
    f"/recherche/?q={TOO_LONG}": 400,
    "/agenda/?commune=99999": 400,
    FAULT: 500,
}
SECTIONS = [
    "/",
    "/lettres/",
    "/feuille-de-route/",
    "/feuille-de-route/comparer/",
    "/chiffres-cles/",
    "/label-euralens/",
    "/innov-in-artois/",
    "/agenda/",
    "/communes/",
    "/recherche/",
    "/plan-du-site/",
    "/donnees/",
    "/donnees/agenda/",
    "/donnees/api/",
    "/abonnement/",
    "/accessibilite/",
]


def demo():
    """The real contents of issue no. 9 and of its territory; the sections that they change little are left out."""
    yield from STATUSES
    yield "/"
    yield "/lettres/"
    yield "/lettres/9/"
    yield "/feuille-de-route/2023/"
    yield "/feuille-de-route/2023/ecotransition/"
    yield "/label-euralens/2023/"
    yield "/label-euralens/2023/les-cousalis/"
    yield "/innov-in-artois/"
    yield "/innov-in-artois/hyboo/"
    yield "/agenda/?periode=passes"
    yield "/agenda/?periode=passes&theme=economie&commune=62510"
    yield "/agenda/?mois=2023-06&theme=economie"
    yield "/agenda/?annee=2023"
    yield "/agenda/bivouac-2023/"
    yield "/communes/"
    yield "/communes/?nom=zzz"
    yield "/communes/62510-lievin/"
    yield "/recherche/?q=innovation"
    yield "/abonnement/"
    yield "/mentions-legales/"
    # The demo has none: no PDF of a former issue may be given away with the code.
    yield builders.archived_issue().url


def full():
    """Every field and block in use, several times over, each with the longest words the admin takes."""
    roadmap, edition = contents.full_roadmap(2), contents.full_edition(2)
    member, event, issue = contents.full_member(2), contents.full_event(2), contents.full_issue(2)
    archived = contents.full_archived_issue(2)
    standard = builders.standard_page()
    standard.body = contents.story(builders.image())
    standard.save()
    for _ in range(20):
        builders.event()
    contents.full_event(day=builders.local(2023, 6, 21, 18))
    builders.accessibility_audit()
    figures = builders.indicator("Emplois créés sur le Pôle")
    for year in (2021, 2022, 2023):
        builders.indicator_value(figures, as_of=datetime.date(year, 6, 1))
    extremes.stretch()
    yield from SECTIONS
    yield "/agenda/?page=2"
    yield "/agenda/?mois=2023-06"
    yield "/agenda/?periode=passes"
    yield "/recherche/?q=rencontre"
    for page in (
        issue,
        archived,
        roadmap,
        roadmap.get_children().first(),
        edition,
        edition.get_children().first(),
        member,
        event,
    ):
        yield page.url
    yield standard.url
    yield figures.get_absolute_url()
    yield event.venue.commune.get_absolute_url()


def empty():
    """The tree as a new site has it, then one page of every type with only what it must have."""
    yield from SECTIONS
    yield "/recherche/?q=innovation"
    for build in (
        builders.issue,
        builders.archived_issue,
        builders.roadmap,
        builders.axis,
        builders.edition,
        builders.candidate,
        builders.member,
        lambda: builders.event([]),
        builders.standard_page,
    ):
        yield build().url
    yield builders.commune().get_absolute_url()


CONTENTS = {"demo": demo, "full": full, "empty": empty}
