"""How much of what the public sent nobody has looked at yet: the numbers beside the entries of the menu."""

from django.db.models import CharField, Count, Value

from .choices import ContributionState
from .models import Contribution


def received(user, model) -> int:
    """Return how many contributions of a kind wait to be looked at.

    All kinds are counted at once and kept with the account, of which a request has its own.
    """
    counts = getattr(user, "_received", None)
    if counts is None:
        parts = [_counted(kind) for kind in Contribution.__subclasses__()]
        counts = user._received = dict(parts[0].union(*parts[1:], all=True))
    return counts.get(model._meta.label, 0)


def _counted(kind):
    rows = kind.objects.filter(state=ContributionState.RECEIVED).order_by()
    named = rows.annotate(counted_kind=Value(kind._meta.label, CharField())).values("counted_kind")
    return named.annotate(counted=Count("pk")).values_list("counted_kind", "counted")
