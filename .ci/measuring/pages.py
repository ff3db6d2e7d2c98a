"""The pages that are looked at and measured, and their addresses in the demo content."""

import argparse
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of the demo site: its name in files and tables, its address, what it shows (text, photos, home)."""

    name: str
    address: str
    kind: str = "text"
    # What it answers.
    status: int = 200
    # Only an administrator sees it.
    staff: bool = False


PAGES = [
    Page("home", "/", "home"),
    Page("issues", "/lettres/", "photos"),
    Page("issue", "/lettres/9/", "photos"),
    Page("roadmaps", "/feuille-de-route/"),
    Page("roadmap", "/feuille-de-route/2023/"),
    Page("axis", "/feuille-de-route/2023/ecotransition/"),
    Page("years", "/feuille-de-route/comparer/"),
    Page("figures", "/chiffres-cles/"),
    Page("figure", "/chiffres-cles/emplois-crees-depuis-le-covid/"),
    Page("editions", "/label-euralens/", "photos"),
    Page("edition", "/label-euralens/2023/", "photos"),
    Page("candidate", "/label-euralens/2023/les-cousalis/", "photos"),
    Page("applying", "/label-euralens/candidater/"),
    Page("calls", "/appels/"),
    Page("call", "/appels/exemple/"),
    Page("network", "/innov-in-artois/", "photos"),
    Page("network-filtered", "/innov-in-artois/?secteur=textile", "photos"),
    Page("network-nothing", "/innov-in-artois/?q=xylophone"),
    Page("showroom", "/innov-in-artois/showroom/", "photos"),
    Page("join", "/innov-in-artois/rejoindre/"),
    Page("member", "/innov-in-artois/hyboo/", "photos"),
    Page("agenda", "/agenda/", "photos"),
    Page("agenda-filtered", "/agenda/?theme=sport", "photos"),
    Page("agenda-month", "/agenda/?mois=2023-06", "photos"),
    Page("agenda-past", "/agenda/?periode=passes", "photos"),
    Page("agenda-nothing", "/agenda/?theme=autre&commune=62510"),
    Page("agenda-subscribe", "/agenda/abonnement/?theme=culture"),
    Page("event", "/agenda/bivouac-2023/", "photos"),
    Page("event-past", "/agenda/bois-et-eco-materiaux/", "photos"),
    Page("communes", "/communes/"),
    Page("commune", "/communes/62510-lievin/"),
    Page("remark", "/communes/signaler/62510/"),
    Page("epci", "/communes/epci/246200364-communaute-dagglomeration-de-lens-lievin/"),
    Page("search", "/recherche/"),
    Page("search-results", "/recherche/?q=innovation"),
    Page("search-nothing", "/recherche/?q=xylophone"),
    Page("subscribe", "/abonnement/"),
    Page("subscribe-asked", "/abonnement/message-envoye/"),
    Page("legal", "/mentions-legales/"),
    Page("accessibility", "/accessibilite/"),
    Page("personal-data", "/donnees-personnelles/"),
    Page("site-map", "/plan-du-site/"),
    Page("open-data", "/donnees/"),
    Page("dataset", "/donnees/agenda/"),
    Page("api", "/donnees/api/"),
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
