"""The yearly confirmation carried out: members are asked and reminded, answer, leave the directory, come back to it.

Each step may be done again by any number of processes: what is noted once is noted once, by locks of the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from pma_site.contributions import messages
from pma_site.contributions.messages import Words
from pma_site.contributions.models import Message
from pma_site.core.alphabet import InFrench
from pma_site.core.choices import OutgoingState
from pma_site.core.french import day
from pma_site.core.refusals import Refused

from . import record_links
from .choices import ConfirmationAnswer
from .models import Campaign, Confirmation, MemberContact, MemberPage

WHY = (
    "Vous recevez ce message parce que cette adresse est le contact de votre organisation auprès de l’équipe "
    "d’Innov in Artois. Elle n’est pas publiée."
)
PERSONAL = "Ce lien est personnel : qui le possède peut répondre à votre place."
NOT_THE_ONE = "Vous n’êtes plus la bonne personne ? Répondez à ce message, ou corrigez le contact sur la fiche."
NO_ADDRESS = "Ce membre n’a pas d’adresse privée : ajoutez-la d’abord."
ANSWERED = "Ce membre a déjà répondu."
TOO_LATE = "Le délai de cette confirmation est passé : ouvrez-en une nouvelle."
NOT_STARTED = "Cette confirmation n’est pas encore ouverte."
ON_ITS_WAY = "Un message à ce membre attend déjà de partir."
EARLIER = "Une confirmation plus récente est ouverte : celle-ci ne change plus rien."


@dataclass
class Night:
    """What a run of the command did."""

    asked: int = 0
    reminded: int = 0
    withdrawn: int = 0
    left: int = 0


def save(campaign: Campaign, **fields) -> Campaign:
    """Write a campaign down. Raises Refused where its year has one already."""
    for name, value in fields.items():
        setattr(campaign, name, value)
    if Campaign.objects.exclude(pk=campaign.pk).filter(year=campaign.year).exists():
        raise Refused(f"La confirmation {campaign.year} existe déjà.")
    campaign.save()
    return campaign


def keep_contact(member: MemberPage, **fields) -> MemberContact:
    """Write down how the team writes to a member: `name`, `email`, `phone`."""
    record_links.remember(member, fields.get("email"))
    contact, _ = MemberContact.objects.update_or_create(member=member, defaults=fields)
    return contact


def start(campaign: Campaign) -> int:
    """Open a campaign now: note a message to each member that has an address; return how many.

    Members online are asked, and those that an earlier campaign took offline. Raises Refused where a later one began.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if campaign.is_overtaken:
            raise Refused(EARLIER)
        if not campaign.may_be_asked:
            raise Refused("La date limite et le délai sont passés : changez-les d’abord.")
        if campaign.started_at is None:
            known = set(campaign.confirmations.values_list("member_id", flat=True))
            keys = [key for key in to_be_asked().order_by("path").values_list("pk", flat=True) if key not in known]
            Confirmation.objects.bulk_create([Confirmation(campaign=campaign, member_id=key) for key in keys])
            campaign.started_at = timezone.now()
            campaign.opens_on = min(campaign.opens_on, timezone.localdate())
            campaign.save(update_fields=["started_at", "opens_on"])
    return ask(campaign)


def ask(campaign: Campaign, tell: Callable[[int], None] = lambda done: None) -> int:
    """Note a message to each member of a campaign that was not asked yet and has an address; return how many.

    Each is a transaction of its own, so that a run that dies goes on where it stopped; `tell` hears how many are done.
    """
    done = 0
    for key in list(campaign.confirmations.to_ask().values_list("pk", flat=True)):
        with transaction.atomic():
            row = _locked(key)
            if row.asked_at is None and row.sender_email and row.answer == ConfirmationAnswer.NONE:
                record_links.hand(row)
                messages.queue(row, _invitation(row))
                row.asked_at = timezone.now()
                row.save(update_fields=["asked_at"])
                done += 1
                tell(done)
    return done


def remind(confirmation: Confirmation) -> Confirmation:
    """Note one more message to a member that has not answered. Raises Refused where that makes no sense."""
    with transaction.atomic():
        row = _locked(confirmation.pk)
        if row.campaign.started_at is None:
            raise Refused(NOT_STARTED)
        if not row.campaign.may_be_asked:
            raise Refused(TOO_LATE)
        if row.answer != ConfirmationAnswer.NONE:
            raise Refused(ANSWERED)
        if not row.sender_email:
            raise Refused(NO_ADDRESS)
        if Message.objects.filter(reference=row.reference).unfinished().exists():
            raise Refused(ON_ITS_WAY)
        record_links.hand(row)
        messages.queue(row, _invitation(row, again=row.asked_at is not None))
        row.reminders += row.asked_at is not None
        row.asked_at = row.asked_at or timezone.now()
        row.save(update_fields=["reminders", "asked_at"])
    return row


def remind_silent(campaign: Campaign) -> int:
    """Remind, now, all those whose message left and that answered nothing; return how many."""
    note_what_left()
    return sum(_reminded(row) for row in campaign.confirmations.silent())


def _reminded(row):
    try:
        remind(row)
    except Refused:
        return 0
    return 1


def confirm(confirmation: Confirmation) -> Confirmation:
    """A member says that its record is right: it is noted, and it is back in the directory at once. Idempotent."""
    return answer(confirmation, ConfirmationAnswer.CONFIRMED)


@transaction.atomic
def answer(confirmation: Confirmation, said: ConfirmationAnswer) -> Confirmation:
    """Write down what a member answered, by a link of this campaign or of a former one; return the row that counts."""
    row = _locked(latest(confirmation).pk)
    if row.answer != ConfirmationAnswer.CONFIRMED or said == ConfirmationAnswer.CORRECTED:
        row.answer, row.answered_at = said, timezone.now()
        row.save(update_fields=["answer", "answered_at"])
    messages.withhold(row, "Le membre a répondu.")
    _bring_back(row.member)
    return row


def latest(confirmation: Confirmation) -> Confirmation:
    """The row of the latest campaign that asked the same member: a link of last year answers this year's question."""
    rows = Confirmation.objects.filter(member=confirmation.member_id).select_related("campaign", "member")
    return rows.order_by("-campaign__year").first()


def _bring_back(member):
    """Publish again, as it was, the page of a member that left for its silence; what the team took offline stays so."""
    left = member.confirmations.exclude(withdrawn_at=None).select_related("withdrawn_revision")
    last = left.order_by("-withdrawn_at").first()
    if last is None:
        return
    page = MemberPage.objects.select_for_update(of=("self", "page_ptr")).get(pk=member.pk)
    # Published since by hand, and taken offline again: the team knows why.
    since = page.last_published_at is None or page.last_published_at <= last.withdrawn_at
    if not page.live and since:
        revision = last.withdrawn_revision or page.save_revision()
        revision.publish()
    left.update(withdrawn_at=None, withdrawn_revision=None)


def withdraw_silent(campaign: Campaign) -> int:
    """Take offline the pages of those that were silent until the end of the delay; return how many.

    Only a member whose message left is silent: one that we could not write to stays. Nothing is done before the day,
    nor by a campaign that a later one follows.
    """
    if timezone.localdate() < campaign.leaves_on or campaign.is_overtaken:
        return 0
    done = 0
    for key in list(campaign.confirmations.silent().filter(withdrawn_at=None).values_list("pk", flat=True)):
        with transaction.atomic():
            row = _locked(key)
            page = MemberPage.objects.select_for_update(of=("self", "page_ptr")).get(pk=row.member_id)
            if not row.is_silent or row.withdrawn_at or not page.live:
                continue
            row.withdrawn_revision = page.live_revision
            page.unpublish()
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at", "withdrawn_revision"])
            done += 1
    return done


def note_what_left() -> int:
    """Write down which first messages the relay took: the ledger of messages forgets them after a month.

    A link that leaves once the campaign is over (resending) asks nothing: it makes nobody silent.
    """
    done = 0
    rows = Confirmation.objects.filter(sent_at=None).exclude(asked_at=None).select_related("campaign")
    for row in list(rows):
        taken = Message.objects.filter(reference=row.reference, state=OutgoingState.ACCEPTED)
        sent = taken.filter(asked_at__date__lt=row.campaign.leaves_on).order_by("settled_at").first()
        if sent:
            done += Confirmation.objects.filter(pk=row.pk, sent_at=None).update(sent_at=sent.settled_at)
    return done


def keep_up(tell: Callable[[str], None] = lambda words: None) -> Night:
    """Do all that is due today: open, ask those who have an address since, remind, take the silent ones offline."""
    night = Night(left=note_what_left())
    for campaign in Campaign.objects.due():
        if campaign.may_be_asked and not campaign.is_overtaken:
            night.asked += start(campaign)
    newest = Campaign.objects.started().first()
    if newest is None:
        return night
    if newest.may_be_asked:
        night.asked += ask(newest, lambda done: done % 100 or tell(f"{done} messages préparés…"))
    due = newest.reminders_due()
    if due:
        for row in newest.confirmations.silent().filter(reminders__lt=due):
            # Two that are due at once (a command that slept) are one message.
            if _reminded(row):
                Confirmation.objects.filter(pk=row.pk).update(reminders=due)
                night.reminded += 1
    night.withdrawn = withdraw_silent(newest)
    return night


def to_be_asked() -> QuerySet:
    """The members that a campaign which opened now would ask: online, or taken offline by a former one."""
    gone = Confirmation.objects.exclude(withdrawn_at=None).values("member")
    return MemberPage.objects.filter(Q(live=True) | Q(pk__in=gone))


def preview(campaign: Campaign) -> Words:
    """The message of a campaign as a member would read it, shown on the first of those that would be asked."""
    member = to_be_asked().order_by(InFrench("title")).first() or MemberPage(title="Nom du membre")
    return _invitation(Confirmation(campaign=campaign, member=member))


def _locked(key):
    return Confirmation.objects.to_change().get(pk=key)


def time_left(campaign: Campaign) -> str:
    """Until when a member may answer, as messages say it."""
    if timezone.localdate() > campaign.deadline:
        return f"La date limite est passée ; sans réponse, la fiche quitte l’annuaire le {day(campaign.leaves_on)}."
    return f"Merci de répondre au plus tard le {day(campaign.deadline)}."


def _invitation(row, again=False):
    campaign, title = row.campaign, row.member.title
    subject = f"{title} : votre fiche dans l’annuaire d’Innov in Artois est-elle à jour ?"
    paragraphs = [part.strip() for part in campaign.message.split("\n\n") if part.strip()]
    return Words(
        f"Rappel – {subject}" if again else subject,
        ["Bonjour,", *paragraphs, f"Il s’agit de la fiche « {title} ». {time_left(campaign)}"],
        "Voir et confirmer ma fiche",
        [PERSONAL, NOT_THE_ONE],
        why=WHY,
    )
