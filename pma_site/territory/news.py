"""What is new about a commune, from whichever part of the site: each registers where it finds its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone


@dataclass(frozen=True)
class News:
    """One thing that is new: `key` is its lasting identity, `path` its address from the root of the site."""

    key: str
    title: str
    path: str
    published: datetime
    changed: datetime
    kind: str
    summary: str = ""


# Functions of (Commune, how many at the most) that return what a stranger may read, the latest first.
sources: dict[str, Callable[..., Iterable[News]]] = {}
# Functions of an instant that return the next one at which time alone makes news, or None.
turns: dict[str, Callable[[datetime], datetime | None]] = {}


def news_of(commune, most: int) -> list[News]:
    """Return what is new about a commune, the latest first, each once."""
    found = {news.key: news for source in sources.values() for news in source(commune, most)}
    return sorted(found.values(), key=lambda news: (news.changed, news.key), reverse=True)[:most]


def next_turn(after: datetime) -> datetime | None:
    """Return the first instant after `after` at which time alone makes news; None where none is known."""
    return min(filter(None, (turn(after) for turn in turns.values())), default=None)


def of_page(page, kind: str, summary: str = "") -> News:
    """Return what is new of a page of the site, known for ever by the identity that Wagtail gave it."""
    changed = page.last_published_at or page.first_published_at or timezone.now()
    return News(
        key=f"urn:uuid:{page.translation_key}",
        title=page.title,
        path=page.url,
        published=page.first_published_at or changed,
        changed=changed,
        kind=kind,
        summary=summary,
    )
