"""The roles of the site, and a page of each branch."""

from wagtail.models import Page

from tests import builders
from tests.back_office import signed_in

EDITING = "Rédaction"
DIRECTION = "Direction de publication"

# A page of each branch, its index's slug, its type, and its stream fields.
PAGES = {
    "letter": (
        builders.issue,
        "lettres",
        "newsletter/issuepage",
        ["cover", "feature", "territory", "committee"],
    ),
    "archive": (builders.archived_issue, "lettres", "newsletter/archivedissuepage", []),
    "roadmap": (builders.roadmap, "feuille-de-route", "projects/roadmappage", []),
    "label": (builders.edition, "label-euralens", "projects/labeleditionpage", []),
    "network": (builders.member, "innov-in-artois", "projects/memberpage", ["body"]),
    "agenda": (builders.event, "agenda", "agenda/eventpage", ["prices"]),
    "standard": (builders.standard_page, "accueil", "home/standardpage", ["body"]),
}
BRANCH = {"Agenda": "agenda", "Label": "label", "Réseau": "network", "Feuille de route": "roadmap"}


def as_(role):
    return signed_in(builders.account(role))


def index_of(name):
    return Page.objects.get(slug=PAGES[name][1])
