"""The pages that are looked at and measured, and their addresses in the demo content."""

import argparse
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of the demo site: the file name of its screenshots, its address, the status that it answers."""

    name: str
    address: str
    status: int = 200
    # Only an administrator sees it.
    staff: bool = False


PAGES = [
    Page("home", "/"),
    Page("issues", "/lettres/"),
    Page("issue", "/lettres/9/"),
    Page("roadmaps", "/feuille-de-route/"),
    Page("roadmap", "/feuille-de-route/2023/"),
    Page("axis", "/feuille-de-route/2023/ecotransition/"),
    Page("editions", "/label-euralens/"),
    Page("edition", "/label-euralens/2023/"),
    Page("candidate", "/label-euralens/2023/les-cousalis/"),
    Page("network", "/innov-in-artois/"),
    Page("member", "/innov-in-artois/hyboo/"),
    Page("agenda", "/agenda/"),
    Page("agenda-filtered", "/agenda/?theme=sport"),
    Page("agenda-past", "/agenda/?periode=passes"),
    Page("agenda-nothing", "/agenda/?theme=autre&commune=62510"),
    Page("event", "/agenda/bivouac-2023/"),
    Page("event-past", "/agenda/bois-et-eco-materiaux/"),
    Page("communes", "/communes/"),
    Page("commune", "/communes/62510-lievin/"),
    Page("search", "/recherche/"),
    Page("search-results", "/recherche/?q=innovation"),
    Page("search-nothing", "/recherche/?q=xylophone"),
    Page("legal", "/mentions-legales/"),
    Page("accessibility", "/accessibilite/"),
    Page("personal-data", "/donnees-personnelles/"),
    Page("site-map", "/plan-du-site/"),
    Page("open-data", "/donnees/"),
    Page("not-found", "/cette-page-n-existe-pas/", status=404),
    Page("catalogue", "/catalogue/", staff=True),
]


def chosen(pages: list[Page]):
    """Return a reader of `--only` for argparse: a comma-separated list of names taken from `pages`."""
    known = {page.name: page for page in pages}

    def read(names: str) -> list[Page]:
        if unknown := [name for name in names.split(",") if name not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)} : inconnu parmi {', '.join(known)}")
        return [known[name] for name in names.split(",")]

    return read
