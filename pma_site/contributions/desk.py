"""What answers to calls and remarks put on the desk of those who read them."""

from django.db.models import Case, F, When
from django.urls import reverse

from pma_site.core.desk import Pile
from pma_site.core.french import counted

from .choices import ContributionState
from .models import CallAnswer, Remark


def piles_of(user):
    """Yield what waits for an account."""
    yield from _received(
        user,
        CallAnswer,
        F("call__title"),
        "comment",
        lambda count: f"{counted(count, 'réponse')} à un appel à examiner",
    )
    place = Case(When(epci=None, then=F("commune__name")), default=F("epci__name"))
    yield from _received(user, Remark, place, "help", lambda count: f"{counted(count, 'remarque')} à examiner")


def _received(user, model, words, icon, title):
    """What the public sent and nobody has looked at, for who may read it."""
    name, viewset = model._meta.model_name, model.snippet_viewset
    if any(user.has_perm(f"contributions.{action}_{name}") for action in ("view", "change")):
        yield Pile(
            name=name,
            icon=icon,
            rows=model.objects.filter(state=ContributionState.RECEIVED).order_by("sent_at", "pk"),
            words=words,
            since=F("sent_at"),
            title=title,
            address=lambda key: reverse(viewset.get_url_name("inspect"), args=[key]),
            everything=f"{reverse(viewset.get_url_name('list'))}?state={ContributionState.RECEIVED}",
        )
