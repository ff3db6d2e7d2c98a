"""What the nights do to readers whose time has come, for core.retention_rules: each returns how many it was."""

from django.db.models import QuerySet
from wagtail.models import ReferenceIndex

from pma_site.core.personal_data import is_used
from pma_site.core.retention import empty_rows_of
from pma_site.directory.models import Person

from .choices import LeavingWay, ReadingState
from .models import Consent, ElectedReader, Office, Recipient, Refusal, Subscription, Tester


def forget_addresses(recipients: QuerySet) -> int:
    """Erase the address of readers who left, with what they were on a list for; their refusal outlives it."""
    keys = list(recipients.values_list("pk", flat=True))
    for model in (Subscription, ElectedReader, Tester):
        model.objects.filter(recipient__in=keys).delete()
    empty_rows_of("readers.Recipient", keys)
    return Recipient.objects.filter(pk__in=keys).update(email="")


def forget_unconfirmed(subscriptions: QuerySet) -> int:
    """Delete what was asked for and never confirmed, and the address unless something else needs it."""
    keys = list(subscriptions.values_list("pk", flat=True))
    recipients = list(subscriptions.values_list("recipient", flat=True))
    Consent.objects.filter(recipient__in=recipients, confirmed_at=None).delete()
    Subscription.objects.filter(pk__in=keys).delete()
    Recipient.objects.to_drop().filter(pk__in=recipients, state=ReadingState.PENDING).delete()
    # One that had been erased, and was typed again by somebody.
    erased = Refusal.objects.filter(way=LeavingWay.ERASURE).values("address_hash")
    Recipient.objects.left().filter(pk__in=recipients, address_hash__in=erased).update(email="")
    return len(keys)


def forget_imports(runs: QuerySet) -> int:
    """Erase what the rows of imports hold of people."""
    return runs.empty()


def forget_mandates(mandates: QuerySet) -> int:
    """Delete mandates that ended long ago, and those who held them unless something else names them."""
    people = set(mandates.values_list("person", flat=True))
    offices = set(mandates.values_list("office", flat=True))
    count = mandates.count()
    mandates.delete()
    for office in Office.objects.filter(pk__in=offices):
        # Wagtail notes whom an office names when the office is saved, and not when a part of it goes.
        ReferenceIndex.create_or_update_for_object(office)
    for person in Person.objects.filter(pk__in=people):
        if not is_used(person):
            person.delete()
    return count
