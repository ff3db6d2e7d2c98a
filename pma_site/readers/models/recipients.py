"""Addresses to which the letter may go, and those that want it no more."""

import secrets

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from pma_site.core import processing
from pma_site.core.mail_addresses import address_hash

from ..choices import LeavingWay, NoticeKind, ReadingList, ReadingState

# A clear address is kept that long after its owner left, so that a leaving by mistake can be undone.
KEPT_AFTER_LEAVING = processing.AFTER_LEAVING.span
# A link of confirmation opens that long; who asked and did not confirm is forgotten then.
CONFIRMATION = processing.CONFIRMATION.span


def new_code():
    """Draw the name by which the outside knows a recipient: 16 letters and digits that nobody guesses."""
    return secrets.token_hex(8)


class RecipientQuerySet(models.QuerySet):
    """Recipients, found by address or by list."""

    def at(self, address):
        """The recipient at an address, however it is spelt; none where it was erased."""
        return self.filter(address_hash=address_hash(address))

    def reachable(self):
        """Those to whom a letter may go today."""
        return self.filter(state=ReadingState.ACTIVE).exclude(email="")

    def on_lists(self, names):
        """Those of any of these lists (choices.ReadingList), each once, whether or not a letter may go to them.

        `read_as` is the first of the lists that each is on.
        """
        listed = {name: self.model.objects.filter(_ON_LIST[name]()).values("pk") for name in ReadingList}
        wanted = [When(pk__in=listed[name], then=Value(name)) for name in ReadingList if name in names]
        return self.annotate(read_as=Case(*wanted, default=Value(""))).exclude(read_as="")

    def left(self):
        """Those who want the letter no more."""
        return self.filter(state=ReadingState.LEFT)

    def awaited(self):
        """Those where something was asked for that its owner may still confirm."""
        since = timezone.now() - CONFIRMATION
        return self.filter(
            Q(consents__confirmed_at=None, consents__asked_at__gt=since)
            | Q(notices__kind=NoticeKind.MOVE, notices__asked_at__gt=since)
        ).distinct()

    def to_forget(self):
        """Those who left long enough ago for their address to be erased, unless somebody asked to come back there."""
        long_gone = self.left().filter(left_at__lte=timezone.now() - KEPT_AFTER_LEAVING)
        return long_gone.exclude(email="").exclude(pk__in=self.model.objects.awaited().values("pk"))

    def read(self):
        """Those that something which counts refers to: a town hall, a confirmed subscription, somebody by name."""
        listed = Q(offices__isnull=False) | Q(subscription__confirmed_at__isnull=False)
        return self.filter(listed | Q(elected__isnull=False) | Q(tester__isnull=False)).distinct()

    def to_drop(self):
        """Those that no list holds and that no import which may still be undone would put back."""
        return self.unlisted().exclude(pk__in=apps.get_model("readers.ImportRow").objects.recipients_before())

    def unlisted(self):
        """Those that no list holds any more, though nobody said that they want the letter no more."""
        return self.filter(subscription=None, offices=None, elected=None, tester=None).exclude(state=ReadingState.LEFT)


_ON_LIST = {
    ReadingList.TOWN_HALLS: lambda: Q(offices__by_email=True),
    ReadingList.SUBSCRIBERS: lambda: Q(subscription__confirmed_at__isnull=False),
    ReadingList.ELECTED: lambda: (
        Q(elected__isnull=False) & (Q(elected__until__isnull=True) | Q(elected__until__gte=timezone.localdate()))
    ),
    ReadingList.TESTERS: lambda: Q(tester__isnull=False),
}


class Recipient(models.Model):
    """One e-mail address of one reader or office. It is on a list by what refers to it: subscription, office, mandate.

    `email` is empty once it was erased. `moved_to` is where its owner now reads the letter: links to
    leave that were given for the former address lead there, and no others.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    email = models.EmailField("adresse électronique", blank=True)
    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField("état", max_length=12, choices=ReadingState, default=ReadingState.ACTIVE)
    created_at = models.DateTimeField("connu depuis le", default=timezone.now)
    left_at = models.DateTimeField("parti le", null=True, blank=True)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    moved_to = models.ForeignKey(
        "self",
        verbose_name="nouvelle adresse",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="moved_from",
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"
        ordering = ["email", "pk"]
        constraints = [
            models.CheckConstraint(
                name="readers_recipient_left_is_dated",
                condition=~Q(state=ReadingState.LEFT) | Q(left_at__isnull=False),
            ),
            models.CheckConstraint(
                name="readers_recipient_moved_has_left", condition=Q(moved_to=None) | Q(state=ReadingState.LEFT)
            ),
        ]

    def __str__(self):
        return self.email or "adresse effacée"

    def save(self, *args, **kwargs):
        if self.email:
            self.address_hash = address_hash(self.email)
        super().save(*args, **kwargs)

    @property
    def is_reachable(self):
        """Whether a letter may go to it today."""
        return self.state == ReadingState.ACTIVE and bool(self.email)

    @property
    def is_subscribed(self):
        """Whether its owner asked for the letter, confirmed it, and gets it."""
        subscription = getattr(self, "subscription", None)
        return self.is_reachable and subscription is not None and subscription.confirmed_at is not None

    @property
    def hint(self):
        """Its address as its owner knows it again and nobody else learns it: « ma…@lens.example »."""
        local, _, domain = self.email.rpartition("@")
        return f"{local[:2]}…@{domain}" if local else ""

    @property
    def same_person(self):
        """Itself, and the recipients at every address that its owner moved from and to."""
        found, waiting = {}, [self]
        while waiting:
            recipient = waiting.pop()
            if recipient.pk not in found:
                found[recipient.pk] = recipient
                waiting += [*recipient.moved_from.all(), *filter(None, [recipient.moved_to])]
        return list(found.values())

    @property
    def followed(self):
        """Where its owner reads the letter now: itself, or the address they moved to."""
        here = self
        # It ends: an address that moves leads to an active one, which leads nowhere.
        while here.moved_to_id:
            here = here.moved_to
        return here


class RefusalQuerySet(models.QuerySet):
    """Refusals."""

    def of(self, address):
        """The refusal of an address, however it is spelt."""
        return self.filter(address_hash=address_hash(address))


class Refusal(models.Model):
    """« Plus jamais » from an address that is itself not kept: no file and no copy brings it back, its owner alone may.

    CNIL, opposition à la prospection: the list of refusals holds what is needed to respect them and nothing else.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    way = models.CharField("moyen", max_length=12, choices=LeavingWay)
    made_at = models.DateTimeField("date", default=timezone.now)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = "refus"
        verbose_name_plural = "refus"

    def __str__(self):
        return f"Refus du {timezone.localtime(self.made_at):%d/%m/%Y}"
