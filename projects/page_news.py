"""What is new in the registers of projects about a place, for its own feed."""

from pma_site.territory import news

from .models import CandidatePage, MemberPage


def offer_news():
    """Let the feed of a place tell of the candidates and the members that it has."""
    news.sources["label"] = _candidates
    news.sources["network"] = _members


def _candidates(place, most):
    candidates = CandidatePage.objects.in_communes(place.communes).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(candidate, "Label Euralens", candidate.subject) for candidate in candidates]


def _members(place, most):
    members = MemberPage.objects.in_communes(place.communes).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(member, "Innov in Artois", member.activity) for member in members]
