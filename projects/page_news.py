"""What is new in the registers of projects about a commune, for its own feed."""

from pma_site.territory import news

from .models import CandidatePage, MemberPage


def offer_news():
    """Let the feed of a commune tell of the candidates and the members that it has."""
    news.sources["label"] = _candidates
    news.sources["network"] = _members


def _candidates(commune, most):
    candidates = CandidatePage.objects.in_commune(commune).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(candidate, "Label Euralens", candidate.subject) for candidate in candidates]


def _members(commune, most):
    members = MemberPage.objects.in_commune(commune).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(member, "Innov in Artois", member.activity) for member in members]
