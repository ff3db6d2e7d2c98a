"""« Depuis le label »: the news on laureates, written by who runs the label."""

from pma_site.core.refusals import Refused

from .models import CandidateNews, CandidatePage

NOT_A_LAUREATE = "« Depuis le label » raconte la suite des projets lauréats, une fois leur résultat annoncé."


def may_tell(user, candidate: CandidatePage) -> bool:
    """Whether an account may write news on a candidate: they are online at once, as a publication is."""
    return candidate.permissions_for_user(user).can_publish()


def tell(news: CandidateNews) -> CandidateNews:
    """Have a piece of news read from now on, on the page of its candidate. Raises Refused where it is no laureate."""
    if not news.candidate.is_laureate:
        raise Refused(NOT_A_LAUREATE)
    news.save()
    return news


def take_back(news: CandidateNews) -> None:
    """Delete a piece of news."""
    news.delete()
