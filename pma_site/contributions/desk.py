"""What the answers to calls put on the desk of those who read them."""

from django.db.models import F
from django.urls import reverse

from pma_site.core.desk import Pile
from pma_site.core.french import counted

from .admin_views import DECIDE, VIEW
from .choices import ContributionState
from .models import CallAnswer


def piles_of(user):
    """Yield what waits for an account."""
    if not (user.has_perm(VIEW) or user.has_perm(DECIDE)):
        return
    answers = CallAnswer.snippet_viewset
    yield Pile(
        name="reponses",
        icon="comment",
        rows=CallAnswer.objects.filter(state=ContributionState.RECEIVED).order_by("sent_at", "pk"),
        words=F("call__title"),
        since=F("sent_at"),
        title=lambda count: f"{counted(count, 'réponse')} à un appel à examiner",
        address=lambda key: reverse(answers.get_url_name("inspect"), args=[key]),
        everything=f"{reverse(answers.get_url_name('list'))}?state={ContributionState.RECEIVED}",
    )
