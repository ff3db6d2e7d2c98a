"""A message on its way to the mail relay, as the database follows it."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from ..choices import OutgoingState


class OutgoingQuerySet(models.QuerySet):
    """Messages by where they stand."""

    def due(self):
        """Those whose turn has come, in order."""
        return self.filter(state=OutgoingState.READY, due_at__lte=timezone.now()).order_by("due_at", "pk")

    def orphaned(self):
        """Those that a worker took and never sent: it died before anything could leave."""
        return self.filter(state=OutgoingState.CLAIMED, lease_until__lt=timezone.now()).order_by("lease_until", "pk")

    def held_by(self, claim):
        """The one that is taken under the token `claim`, and whose lease still runs."""
        return self.filter(state=OutgoingState.CLAIMED, claim=claim, lease_until__gte=timezone.now())

    def abandoned(self):
        """Those whose handing over to the relay nobody can tell the end of."""
        return self.filter(state=OutgoingState.COMMITTING, lease_until__lt=timezone.now())

    def received(self):
        """Those that count as sent, or may yet be: a ledger that also holds rehearsals leaves them out."""
        return self.exclude(state=OutgoingState.WITHHELD)

    def unfinished(self):
        """Those that may still leave."""
        return self.filter(state__in=[OutgoingState.READY, OutgoingState.CLAIMED, OutgoingState.COMMITTING])


class Outgoing(models.Model):
    """A message to one address. Each step is a commit of its own: taken, about to be handed over, answered.

    `claim` is the fencing token of the worker that took it, until `lease_until`.
    """

    state = models.CharField("état", max_length=10, choices=OutgoingState, default=OutgoingState.READY)
    due_at = models.DateTimeField("à envoyer à partir de", default=timezone.now)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    answer = models.CharField("réponse du relais", max_length=500, blank=True)
    settled_at = models.DateTimeField("issue connue le", null=True, blank=True)

    # How long a worker has for one message. A worker that dies is stood in for after that time.
    LEASE = timedelta(seconds=50)

    class Meta:
        abstract = True
