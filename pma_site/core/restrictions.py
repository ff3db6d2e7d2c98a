"""Which pages are closed: those with a password or a login of Wagtail's, and all below them."""

from wagtail.models import PageViewRestriction

from .memory import remembered

# By which they are remembered; core.navigation reads them together with the menu.
CLOSED = "closed places"


def closed_places() -> tuple[str, ...]:
    """Return the places in the tree (`Page.path`) at which closed pages begin; few, as a rule none."""
    return remembered(CLOSED, _read)


def _read():
    return tuple(PageViewRestriction.objects.order_by("page__path").values_list("page__path", flat=True).distinct())
