"""What is new about a commune, for readers of news (Atom, RFC 4287)."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, quote_etag
from django.utils.crypto import salted_hmac
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from .models import Commune
from .news import news_of, next_turn

MOST = 50
_FRESH = 300


class _Feed(Atom1Feed):
    def latest_post_date(self):
        """The last change of what is in it: an empty feed is not new each time that it is asked for."""
        return max((item["updateddate"] for item in self.items), default=datetime(2021, 1, 1, tzinfo=UTC))


@require_safe
def commune_news(request, insee_code, slug):
    """« nouvelles.atom »: events, candidates, members, letters and pages about a commune, the last 50."""
    commune = get_object_or_404(Commune, insee_code=insee_code)
    if slug != commune.slug:
        return redirect("territory:commune_news", commune.insee_code, commune.slug, permanent=True)
    here = request.build_absolute_uri(reverse("territory:commune_news", args=[commune.insee_code, commune.slug]))
    feed = _Feed(
        title=f"{commune.name} – ce qui est nouveau sur le site du Pôle Métropolitain de l’Artois",
        link=request.build_absolute_uri(commune.get_absolute_url()),
        description=f"Événements, candidats au label, membres du réseau et lettres qui concernent {commune.name}.",
        language="fr",
        feed_url=here,
        feed_guid=here,
        author_name="Pôle Métropolitain de l’Artois",
    )
    for news in news_of(commune, MOST):
        feed.add_item(
            title=news.title,
            link=request.build_absolute_uri(news.path),
            description=format_html("<p>{}</p>", news.summary) if news.summary else "",
            unique_id=news.key,
            pubdate=news.published,
            updateddate=news.changed,
            categories=[news.kind],
        )
    content = feed.writeString("utf-8")
    etag = quote_etag(salted_hmac("territory.news", content).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=_fresh_for())
    return response


def _fresh_for():
    """For how many seconds it may be kept: not beyond the next instant at which time alone makes news."""
    now = timezone.now()
    turn = next_turn(now)
    return min(_FRESH, int((turn - now).total_seconds())) if turn else _FRESH
