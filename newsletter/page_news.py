"""What is new in the letter about a place, for its own feed."""

from datetime import datetime, time

from django.utils import timezone

from pma_site.territory import news

from .models import IndicatorValue, IssuePage


def offer_news():
    """Let the feed of a place tell of the issues that name it and of its key figures."""
    news.sources["letter"] = _issues
    news.sources["figures"] = _figures


def _issues(place, most):
    issues = IssuePage.objects.citing(*place.records).order_by("-last_published_at", "pk")[:most]
    return [news.of_page(issue, "Lettre", f"La Lettre aux maires {issue.number_in_words}") for issue in issues]


def _figures(place, most):
    values = IndicatorValue.objects.about(commune__in=place.communes, epci=place.epci).select_related("indicator")
    for value in values.order_by("-as_of", "pk")[:most]:
        known = timezone.make_aware(datetime.combine(value.as_of, time()))
        yield news.News(
            key=f"tag:polemetropolitainartois.fr,2026:chiffre/{value.pk}",
            title=f"{value.indicator.title} : {value.display}",
            path=value.href,
            published=known,
            changed=known,
            kind="Chiffres-clés",
            summary=f"{value.caption}. Source : {value.source}.",
        )
