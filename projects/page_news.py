"""What is new in the registers of projects about a commune, for its own feed."""

from dataclasses import replace

from pma_site.territory import news

from .models import CandidatePage, MemberPage
from .turning import next_announcement


def offer_news():
    """Let the feed of a commune tell of the candidates and the members that it has."""
    news.sources["label"] = _candidates
    news.sources["network"] = _members
    news.turns["label"] = next_announcement


def _candidates(commune, most):
    candidates = CandidatePage.objects.in_commune(commune).order_by("-last_published_at", "pk")[:most]
    return [_candidate(candidate) for candidate in candidates]


def _candidate(candidate):
    """A candidate; from the instant of its announcement on it is news again, with its result."""
    told = news.of_page(candidate, "Label Euralens", candidate.subject)
    result = candidate.public_result
    if not result:
        return told
    title, since = f"{candidate.title}\u00a0: {result.name}", candidate.announced_at
    return replace(told, key=f"{told.key}#resultat", title=title, published=since, changed=since)


def _members(commune, most):
    members = MemberPage.objects.in_commune(commune).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(member, "Innov in Artois", member.activity) for member in members]
