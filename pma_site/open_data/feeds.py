"""What is new in each section, for readers of news (Atom, RFC 4287). To add a section: a Section, in FEEDS."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from pma_site.core.licence import LICENCE, open_to_all
from pma_site.core.spreadsheets import clean
from projects.models import AxisPage, MemberPage, Milestone, label_catalogue

from .datasets.label import first_announcement
from .datasets.letters import online_letters
from .forms import FileForm
from .kept import KeptList
from .validators import freshness

_MOST = 50
_KIND = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class News:
    """One entry: a page that came online, a milestone, a result."""

    identity: str
    title: str
    address: str
    lines: tuple[str, ...]
    changed: datetime
    published: datetime | None = None


@dataclass(frozen=True)
class Section:
    """The feed of a section: its name is its address for ever, `look` is that of the section's pages.

    `news` gives its entries, and the next instant at which time alone makes more of them, or None.
    """

    name: str
    look: str
    title: str
    summary: str
    news: Callable[[], tuple[Iterable[News], datetime | None]]

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("feed", args=[self.name])


class _Atom(Atom1Feed):
    def latest_post_date(self):
        # An empty feed is not new each time that it is asked for.
        return max((item["updateddate"] for item in self.items), default=datetime(2021, 1, 1, tzinfo=UTC))


@require_safe
def feed(request, name):
    """« /flux/lettres.atom »: the 50 latest news of a section."""
    section = next((section for section in FEEDS.values() if section.name == name), None)
    if section is None:
        raise Http404("no such feed")
    form = FileForm(request.GET)
    if not form.is_valid():
        response = HttpResponse(form.refusal_in_words, status=400, content_type="text/plain; charset=utf-8")
        return open_to_all(response, fresh=0)
    here = request.build_absolute_uri(request.path)
    written = _Atom(
        title=section.title,
        link=request.build_absolute_uri("/"),
        description=section.summary,
        language="fr",
        feed_url=here,
        feed_guid=here,
        author_name="Pôle Métropolitain de l’Artois",
        feed_copyright=LICENCE,
    )
    told, turn = section.news()
    for news in told:
        written.add_item(
            title=clean(news.title),
            link=request.build_absolute_uri(news.address),
            description=format_html_join("", "<p>{}</p>", ([clean(line)] for line in news.lines if line)),
            unique_id=news.identity,
            updateddate=news.changed,
            pubdate=news.published,
        )
    response = HttpResponse(written.writeString("utf-8"), content_type=_KIND)
    set_response_etag(response)
    answered = get_conditional_response(request, etag=response["ETag"], response=response)
    return open_to_all(answered, freshness(turn))


def _known(*instants):
    return max(filter(None, instants), default=datetime(2021, 1, 1, tzinfo=UTC))


def _letters():
    for page in online_letters()[:_MOST]:
        yield News(
            f"urn:uuid:{page.translation_key}",
            f"n° {page.number} – {page.title}",
            page.url,
            (page.search_description,),
            _known(page.last_published_at, page.first_published_at),
            page.first_published_at,
        )


def _milestones():
    known = Milestone.objects.filter(
        day__lte=timezone.localdate(), action__axis__in=AxisPage.objects.online().order_by().values("pk")
    )
    # The latest are found first, by the index of days; what they say is read of them alone.
    latest = list(known.order_by("-day", "-pk").values_list("pk", flat=True)[:_MOST])
    milestones = Milestone.objects.select_related("action__axis").in_bulk(latest)
    for milestone in (milestones[key] for key in latest if key in milestones):
        axis = milestone.action.axis
        happened = timezone.make_aware(datetime.combine(milestone.day, time(12)))
        yield News(
            f"urn:uuid:{axis.translation_key}#etape-{milestone.pk}",
            milestone.sentence,
            axis.url,
            (f"{milestone.when} – {milestone.action.title}", axis.title),
            happened,
            happened,
        )


def _candidates():
    """What became known last of candidates: that they apply, or their result."""
    latest, release = label_catalogue.latest(_MOST)
    return [_candidate(page) for page in latest], first_announcement(release)


def _candidate(page):
    result = page.public_result
    since = page.announced_at if result else page.first_published_at
    return News(
        f"urn:uuid:{page.translation_key}" + ("#resultat" if result else ""),
        f"{page.title}\u00a0: {result.name}" if result else page.title,
        page.url,
        (page.subject,),
        since,
        since,
    )


def _members():
    members = MemberPage.objects.online().defer("body").order_by("-first_published_at", "-pk")
    for page in KeptList("flux du réseau", members)[:_MOST]:
        yield News(
            f"urn:uuid:{page.translation_key}",
            page.title,
            page.url,
            (page.activity, page.standfirst),
            _known(page.first_published_at),
            page.first_published_at,
        )


_SECTIONS = (
    Section(
        "lettres",
        "lettre",
        "La Lettre aux maires – les numéros",
        "Chaque numéro, dès qu’il paraît.",
        lambda: (_letters(), None),
    ),
    Section(
        "feuille-de-route",
        "feuille-de-route",
        "Feuille de route – les étapes",
        "Ce qui avance dans la feuille de route de l’Artois.",
        lambda: (_milestones(), None),
    ),
    Section(
        "label",
        "label",
        "Label Euralens – projets et résultats",
        "Les projets candidats, et les résultats quand ils sont annoncés.",
        _candidates,
    ),
    Section(
        "reseau",
        "reseau",
        "Innov in Artois – les membres",
        "Les nouveaux membres du réseau.",
        lambda: (_members(), None),
    ),
)
FEEDS = {section.look: section for section in _SECTIONS}
