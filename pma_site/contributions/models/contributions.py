"""What a mayor, a clerk or a citizen sends to the team by a public form."""

import secrets
from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from ..choices import OPEN_STATES, ContributionState

# No letter that is read for another, aloud or on paper; nor H, as « 4H48 » would be typeset like an hour.
_ALPHABET = "23456789ABCDEFGJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Draw a reference that a person can read over the telephone: « K7WQ-3FJM »."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


class ContributionQuerySet(models.QuerySet):
    """Contributions by where they stand."""

    def open(self):
        """Those that the team has still to decide on."""
        return self.filter(state__in=OPEN_STATES)

    def open_first(self):
        """Those to decide on first, the oldest of them at the top; then the others, the latest first."""
        closed = Case(When(state__in=OPEN_STATES, then=Value(0)), default=Value(1), output_field=IntegerField())
        waiting = Case(When(state__in=OPEN_STATES, then="sent_at"), output_field=models.DateTimeField())
        return self.annotate(closed=closed, waiting=waiting).order_by("closed", "waiting", "-sent_at", "-pk")


class Contribution(models.Model):
    """Something that was sent: by whom, for which commune, and what the team made of it.

    The sender follows, corrects or withdraws it by a signed link (contributions.links); `office` is the town hall
    whose own link in the letter brought them here, None where they came by the public door. Each kind says how it is
    `called` (a feminine noun) and under which name of an address it is followed (`follow_route`, with a token).
    `submission` is the identity of the form that was sent: the same one sent twice is one contribution.
    """

    called = ""
    follow_route = ""

    reference = models.CharField("référence", max_length=9, unique=True, default=new_reference, editable=False)
    submission = models.CharField(max_length=32, unique=True, editable=False)
    state = models.CharField("état", max_length=10, choices=ContributionState, default=ContributionState.RECEIVED)
    sender_name = models.CharField("nom", max_length=120)
    sender_role = models.CharField("fonction", max_length=120, blank=True)
    sender_organisation = models.CharField("organisme", max_length=160, blank=True)
    sender_email = models.EmailField("adresse électronique")
    sender_phone = models.CharField("téléphone", max_length=30, blank=True)
    note = models.TextField("mot pour l’équipe", blank=True)
    commune = models.ForeignKey(
        "territory.Commune", verbose_name="commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        "readers.Office", verbose_name="mairie", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    legal_version = models.CharField("version des mentions", max_length=20)
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    changed_at = models.DateTimeField("corrigée le", null=True, blank=True)
    # The team's own words to the sender: a question, or the reason why it was declined.
    answer = models.TextField("réponse de l’équipe", blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="décidée par", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-sent_at", "-pk"]

    @property
    def is_open(self):
        """Whether its sender may still correct it, and the team decide on it."""
        return self.state in OPEN_STATES

    @property
    def is_asked(self):
        """Whether the team waits for what its sender has to say."""
        return self.state == ContributionState.ASKED

    @property
    def fingerprint(self):
        """What tells whether it changed since somebody read it: posted back with what they decide."""
        return f"{self.state} {(self.changed_at or self.sent_at).isoformat()} {crc32(self.answer.encode())}"
