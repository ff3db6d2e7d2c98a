"""« They refuse us »: the team is told of refusals of principle, once a day while nothing changes."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pma_site.core import mail
from pma_site.core.typography import french_text

from .models import Return

# Who is told.
ALERTED_GROUPS = ("Diffusion", "Direction de publication")
# The same refusal is told again after this time only.
SILENCE = timedelta(days=1)
# Keys, hours and addresses of machines change in the words of every server.
_CHANGING = re.compile(r"[\d.:\[\]-]+|\S*\d\S*")


@dataclass(frozen=True)
class Reason:
    """Refusals that say the same: how many, of which domains, in whose words."""

    status: str
    words: str
    domains: list[str]
    count: int


@dataclass
class Alert:
    """Who was told, or why nobody could be."""

    told: list[str] = field(default_factory=list)
    fault: str = ""


def reasons_of(returns) -> list[Reason]:
    """Put refusals together by what they say, the most frequent first."""
    counts, words, domains = Counter(), {}, {}
    for refusal in returns:
        key = _sameness(refusal)
        counts[key] += 1
        words.setdefault(key, refusal.diagnostic)
        if refusal.recipient and refusal.recipient.email:
            domains.setdefault(key, set()).add(refusal.recipient.email.rpartition("@")[2])
    return [Reason(key[0], words[key], sorted(domains.get(key, ())), count) for key, count in counts.most_common()]


def alert() -> Alert:
    """Write to the team of the refusals that it does not know of; of those it was told of today, tomorrow."""
    now = timezone.now()
    untold = list(Return.objects.untold().select_related("recipient"))
    told_today = Return.objects.filter(told_at__gt=now - SILENCE).only("status", "diagnostic")
    if not {_sameness(refusal) for refusal in untold} - {_sameness(refusal) for refusal in told_today}:
        return Alert()
    team = get_user_model().objects.filter(is_active=True, groups__name__in=ALERTED_GROUPS).exclude(email="")
    told = sorted(set(team.values_list("email", flat=True)))
    if not told:
        groups = " ni ".join(f"« {name} »" for name in ALERTED_GROUPS)
        return Alert(fault=f"Personne à prévenir : aucun compte actif des groupes {groups} n’a d’adresse.")
    if mail.is_held_back():
        # It is told once messages may leave.
        return Alert(fault=mail.NOT_CONFIRMED)
    context = {
        "reasons": reasons_of(untold),
        "count": len(untold),
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("readers_messaging"),
    }
    plural = "s" if len(untold) > 1 else ""
    message = EmailMessage(
        subject=french_text(
            f"{settings.WAGTAIL_SITE_NAME} : {len(untold)} message{plural} refusé{plural} par principe"
        ),
        body=french_text(render_to_string("readers/mail/refusals.txt", context)),
        to=told,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except OSError as error:
        return Alert(fault=f"L’équipe n’a pas pu être prévenue : {error}")
    Return.objects.filter(pk__in=[refusal.pk for refusal in untold]).update(told_at=now)
    return Alert(told=told)


def _sameness(refusal):
    return refusal.status, " ".join(_CHANGING.sub(" ", refusal.diagnostic).split())[:120]
