"""The mayors' register as the team keeps it: addresses, mayors, what the post brought back, what town halls ask for."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.log_actions import registry as logs

from pma_site.core.mail_addresses import address_hash
from pma_site.core.refusals import Refused
from pma_site.directory.models import Person

from . import periods
from .choices import ReadingState
from .models import ElectedReader, Office, OfficeMandate, Recipient, Refusal, Tester
from .namesakes import Directory, newcomer

A_DAY = timedelta(days=1)
ADDRESS = ("complement", "street", "postal_code", "city")


class ChangedMeanwhileError(Refused):
    """Somebody changed the town hall since it was shown; nothing is written over what they wrote."""


class SeveralNamesakesError(Exception):
    """The directory holds several people of a new mayor's name: who asks says which one it is, or that it is none."""


# Addresses.


def recipient_at(address: str) -> Recipient | None:
    """Return the recipient at an address, made if need be; None for no address.

    Who left is never brought back: neither a recipient who left, nor an address that a refusal remembers.
    """
    address = address.strip()
    if not address:
        return None
    refusal = Refusal.objects.of(address).first()
    # Its clear address is forgotten as long after its leaving as any other's.
    state = {"state": ReadingState.LEFT, "left_at": refusal.made_at} if refusal else {"state": ReadingState.ACTIVE}
    recipient, _ = Recipient.objects.get_or_create(
        address_hash=address_hash(address), defaults={"email": address, **state}
    )
    if recipient.state == ReadingState.PENDING and refusal is None:
        # The team vouches for it; the subscription that its owner may have asked for still waits for them. Who leaves
        # at this very moment has left.
        Recipient.objects.filter(pk=recipient.pk, state=ReadingState.PENDING).update(state=ReadingState.ACTIVE)
        recipient.refresh_from_db(fields=["state", "left_at"])
    return recipient


def _refused(address):
    """Whether the owner of an address wants the letter no more."""
    return Refusal.objects.of(address).exists() or Recipient.objects.left().at(address).exists()


def _held(office, seen):
    """Return a town hall as the database has it, which nobody else changes until the transaction ends.

    `seen` is the fingerprint of what was shown. Raises ChangedMeanwhileError where that is no longer so.
    """
    stored = Office.objects.select_for_update().get(pk=office.pk)
    if stored.fingerprint != seen:
        entry = logs.get_logs_for_instance(stored).order_by("-timestamp").first()
        who = entry.user.get_full_name() or entry.user.get_username() if entry and entry.user else "quelqu’un d’autre"
        raise ChangedMeanwhileError(
            f"« {stored} » a changé pendant que vous la regardiez : {who} vient d’y travailler. Regardez ce qui "
            "est noté maintenant, puis recommencez si c’est encore utile."
        )
    return stored


@transaction.atomic
def keep(office: Office, *, email: str, seen: str = "", post_again: bool = False) -> Office:
    """Save a town hall with its mayors, as a form filled it in, and the address of its e-mail.

    `seen` is the fingerprint of what the form showed; empty for a new town hall. A new postal address clears the
    return that the former one caused. Raises ChangedMeanwhileError, and Refused where two mandates overlap.
    """
    stored = _held(office, seen) if office.pk else None
    mandates = office.mandates.get_object_list()
    if periods.overlap([mandate.period for mandate in mandates]):
        raise Refused("Deux mandats se chevauchent : donnez une fin à l’un avant le début de l’autre.")
    if stored:
        moved = any(getattr(office, name) != getattr(stored, name) for name in ADDRESS)
        if moved and (office.postal_return, office.returned_on) == (stored.postal_return, stored.returned_on):
            office.postal_return, office.returned_on = "", None
    if post_again:
        office.post_stopped_on = None
    office.recipient = recipient_at(email)
    if office.recipient and office.wished_email and office.recipient.address_hash == address_hash(office.wished_email):
        office.wished_email, office.wished_at = "", None
    # One mandate at most is open at any moment: those that end are written first.
    mandates.sort(key=lambda mandate: mandate.end is None)
    office.save()
    return office


@transaction.atomic
def keep_individual(reader: ElectedReader | Tester, *, email: str) -> ElectedReader | Tester:
    """Save an elected member, or a colleague of the list of test, at an address; raise Refused where it is taken."""
    reader.recipient = recipient_at(email)
    other = type(reader).objects.filter(recipient=reader.recipient).exclude(pk=reader.pk).first()
    if other:
        raise Refused(f"Cette adresse est déjà celle de {other} dans cette liste.")
    reader.save()
    return reader


# After an election.


@transaction.atomic
def confirm(office: Office, *, seen: str, user) -> Office:
    """Note that what is kept of a town hall is right today. Raises ChangedMeanwhileError."""
    office = _held(office, seen)
    return _reviewed(office, "confirm", user)


@transaction.atomic
def replace_mayor(office, *, seen, first_name, last_name, form_of_address, start, user, namesake="") -> OfficeMandate:
    """Let somebody head a town hall from the day `start` on; the mandate before ends the day before.

    `namesake` says which person of that name in the directory it is, by key, or « new » for none of them. Without it,
    the only one who heads no other town hall is taken, and where there is none a person is created.
    Raises ChangedMeanwhileError, SeveralNamesakesError, and Refused for a mayor who did not begin before `start`.
    """
    office = _held(office, seen)
    _end_mandates(office, start)
    person = _mayor(office, first_name, last_name, namesake)
    mandate = OfficeMandate.objects.create(office=office, person=person, form_of_address=form_of_address, start=start)
    _reviewed(office, "replace", user)
    return mandate


@transaction.atomic
def leave_seat_empty(office: Office, *, seen: str, since, user) -> Office:
    """Note that a town hall has no mayor from the day `since` on. Raises ChangedMeanwhileError, Refused."""
    office = _held(office, seen)
    _end_mandates(office, since)
    return _reviewed(office, "empty", user)


def namesakes(office: Office, first_name: str, last_name: str):
    """The people of the directory of that name, however it is spelt, who head no other town hall."""
    found = [person.pk for person in Directory().eligible(first_name, last_name, office.pk)]
    return Person.objects.filter(pk__in=found).select_related("organisation").order_by("pk")


def _end_mandates(office, start):
    """Let every mandate of a town hall that reaches the day `start` end the day before."""
    for mandate in office.mandates.unfinished(start):
        if mandate.start and mandate.start >= start:
            raise Refused(
                f"Le mandat de {mandate.person} commence le {mandate.start:%d/%m/%Y} : indiquez une date plus tardive, "
                "ou corrigez ce mandat dans la fiche de la mairie."
            )
        mandate.end = start - A_DAY
        mandate.save(update_fields=["end"])


def _mayor(office, first_name, last_name, namesake):
    found = list(namesakes(office, first_name, last_name))
    if namesake and namesake != "new":
        chosen = next((person for person in found if str(person.pk) == namesake), None)
        if chosen is None:
            raise SeveralNamesakesError
        return chosen
    if len(found) > 1 and not namesake:
        raise SeveralNamesakesError
    if found and not namesake:
        return found[0]
    person = newcomer(first_name, last_name)
    person.save()
    return person


def _reviewed(office, action, user):
    office.reviewed_on = timezone.localdate()
    office.save(update_fields=["reviewed_on"])
    log(instance=office, action=f"readers.office.{action}", user=user)
    return office


# The post.


@transaction.atomic
def note_postal_return(office: Office, *, reason: str, day, user) -> None:
    """Note that a letter to a town hall came back on `day`, and why (choices.PostalReturn): no more is posted there."""
    Office.objects.filter(pk=office.pk).update(postal_return=reason, returned_on=day)
    log(instance=office, action="readers.office.returned", user=user)


@transaction.atomic
def clear_postal_return(office: Office, *, user) -> None:
    """Post letters to a town hall again: its address is right after all."""
    Office.objects.filter(pk=office.pk).update(postal_return="", returned_on=None)
    log(instance=office, action="readers.office.return_cleared", user=user)


# What a town hall asks for, on the page that its labels lead to. Anybody who holds the envelope reads that address:
# nothing asked there sends a message, and everything can be undone.


@transaction.atomic
def stop_post(office: Office) -> None:
    """Post nothing more to a town hall, which asked for that; the team sees it, and no file undoes it."""
    if Office.objects.filter(pk=office.pk, post_stopped_on=None).update(post_stopped_on=timezone.localdate()):
        log(instance=office, action="readers.office.post_stopped")


@transaction.atomic
def resume_post(office: Office) -> None:
    """Undo stop_post."""
    if Office.objects.filter(pk=office.pk).exclude(post_stopped_on=None).update(post_stopped_on=None):
        log(instance=office, action="readers.office.post_resumed")


@transaction.atomic
def wish_email(office: Office, address: str) -> None:
    """Keep the address at which a town hall would like the e-mail, until the team has looked at it."""
    Office.objects.filter(pk=office.pk).update(wished_email=address, wished_at=timezone.now())
    log(instance=office, action="readers.office.wished")


@transaction.atomic
def grant_wish(office: Office, *, seen: str, user) -> Recipient | None:
    """Send the e-mail where the town hall asked for it; return where that is.

    Raises ChangedMeanwhileError, and Refused where its owner left: the address that works is kept.
    """
    office = _held(office, seen)
    if office.wished_email and _refused(office.wished_email):
        raise Refused(
            f"{office.wished_email} s’est désabonnée : « {office} » garde l’adresse qu’elle a. Écartez cette demande ; "
            "seule la personne qui lit cette adresse peut la réabonner, sur la page d’abonnement du site."
        )
    if office.wished_email:
        office.recipient, office.by_email = recipient_at(office.wished_email), True
        office.wished_email, office.wished_at = "", None
        office.save(update_fields=["recipient", "by_email", "wished_email", "wished_at"])
        log(instance=office, action="readers.office.wish_granted", user=user)
    return office.recipient


@transaction.atomic
def dismiss_wish(office: Office, *, user) -> None:
    """Forget the address at which a town hall would have liked the e-mail."""
    Office.objects.filter(pk=office.pk).update(wished_email="", wished_at=None)
    log(instance=office, action="readers.office.wish_dismissed", user=user)
