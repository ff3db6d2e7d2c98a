"""What is new in the agenda, for readers of news (Atom, RFC 4287)."""

import json
from datetime import UTC, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join

from ..models import EventRecord
from ..open_records import LICENCE
from .answering import answered
from .asking import Asked, feed

_MOST = 50
_KIND = "application/atom+xml; charset=utf-8"
_STATES = {4: "Reporté", 5: "Complet", 6: "Annulé"}


class _Feed(Atom1Feed):
    def latest_post_date(self):
        """The last change of what is in it: an empty feed is not new each time that it is asked for."""
        return max((item["updateddate"] for item in self.items), default=datetime(2021, 1, 1, tzinfo=UTC))


@feed
def atom(request, asked: Asked):
    """« agenda.atom »: the events to come that were entered or changed last, 50 at the most."""
    events = asked.events if asked.is_about_time else asked.events.not_past()
    last = EventRecord.objects.of_events(events).latest_first().values("pk")[:_MOST]
    records = EventRecord.objects.filter(pk__in=list(last.values_list("pk", flat=True)))
    here = request.build_absolute_uri(reverse("agenda:atom") + asked.query)

    def make():
        written = _Feed(
            title=asked.title,
            link=request.build_absolute_uri("/agenda/" + asked.query),
            description="Les événements à venir, entrés ou changés dernièrement.",
            language="fr",
            feed_url=here,
            feed_guid=here,
            author_name="Pôle Métropolitain de l’Artois",
            feed_copyright=LICENCE,
        )
        for record in records.latest_first():
            _add(written, record, json.loads(record.data))
        return HttpResponse(written.writeString("utf-8"))

    dated = not asked.is_about_time
    return answered(request, make, kind=_KIND, frame=here + asked.title, stamp=records.stamp(), dated=dated)


def _add(written, record, data):
    state = _STATES.get(data["status"])
    place = data["location"]["name"] if data["location"] else ""
    if data["location"] and data["location"]["city"] not in ("", None, place):
        place = f"{place} ({data['location']['city']})"
    lines = [data["dateRange"]["fr"], place, data["statusNote"] or "", (data["description"] or {}).get("fr", "")]
    written.add_item(
        title=f"{state} : {data['title']['fr']}" if state else data["title"]["fr"],
        link=data["canonicalUrl"],
        description=format_html_join("", "<p>{}</p>", ([line] for line in lines if line)),
        unique_id=f"urn:uuid:{data['extIds'][0]['value']}",
        updateddate=record.changed_at,
        pubdate=datetime.fromisoformat(data["createdAt"]) if data["createdAt"] else None,
        categories=data["keywords"]["fr"],
    )
