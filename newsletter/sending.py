"""Sending an issue to its lists: who would get it, the test to oneself, what is frozen once it is confirmed."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.contributions.links import invitation_query
from pma_site.core import mail, relaying
from pma_site.core.choices import OutgoingState
from pma_site.core.french import moment
from pma_site.core.refusals import Refused
from pma_site.readers import links
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Recipient, Refusal

from . import dispatching, rendering
from .choices import ExclusionReason
from .letter import Letter
from .models import Delivery, Exclusion, Sending, TestSending

# For that long after it was confirmed, a sending can be taken back as if nothing had been.
DELAY = timedelta(minutes=10)
# What stands in the frozen letter where each reader's own signature goes.
LEAVE_MARK = "https://jeton-de-la-personne.invalid/"
# What stands behind the addresses of forms where a town hall gets the query that names it; others get nothing there.
INVITATION_MARK = "?invitation=jeton-de-la-mairie.invalid"
# Names that no real address ends in (RFC 2606): demonstration and tests use them.
RESERVED = (".invalid", ".example", ".test", ".localhost", "@example.com", "@example.org", "@example.net")
MANY = 500
UNCONFIRMED = "Aucun administrateur n’a encore confirmé le transport, dans « Messagerie »."


@dataclass(frozen=True)
class Composed:
    """An issue as it would be sent now: the same for all readers, but for the address at which each leaves.

    The links of a town hall to the forms it is invited to also bear the query by which these know it.
    """

    subject: str
    html: str
    text: str

    @property
    def fingerprint(self):
        """What changes when anything in the message does."""
        return hashlib.sha256("\0".join([self.subject, self.html, self.text]).encode()).hexdigest()

    @property
    def invites(self):
        """Whether it leads to a form that may know the town hall that comes."""
        return INVITATION_MARK in self.html

    def for_reader(self, leave: str, invitation: str = ""):
        """The two parts for who leaves at the address `leave`; `invitation` is the query of a town hall's own links."""
        if LEAVE_MARK not in self.text or LEAVE_MARK not in self.html:
            raise ValueError("no place for the way to leave")
        query = f"?{invitation}" if invitation else ""
        parts = (self.text, self.html)
        return tuple(part.replace(LEAVE_MARK, leave).replace(INVITATION_MARK, query) for part in parts)


def compose(issue) -> Composed:
    """Return the message that readers of `issue` would get now: what is online, registers included."""
    return compose_letter(issue.letter_for_readers())


def compose_letter(letter) -> Composed:
    """Return the message of a letter.Letter, in which each reader's own way to leave has its place."""
    base = settings.WAGTAILADMIN_BASE_URL
    return Composed(
        mail.one_line(letter.name)[:200],
        rendering.email_html(letter, base, LEAVE_MARK, INVITATION_MARK),
        rendering.email_text(letter, base, LEAVE_MARK, INVITATION_MARK),
    )


def message_for(composed, recipient, *, message_id, unsubscribe_to):
    """Return the message of one reader: its address, its own way to leave, nothing that would tell it was opened."""
    invitation = _invitation(recipient) if composed.invites else ""
    text, html = composed.for_reader(links.leave_address(recipient), invitation)
    message = EmailMultiAlternatives(
        composed.subject,
        text,
        mail.sender(),
        [recipient.email],
        headers={"Message-ID": message_id, **links.list_headers(recipient, unsubscribe_to)},
    )
    message.attach_alternative(html, "text/html")
    return message


def _invitation(recipient):
    """The query that names the town hall of an address; none where it is nobody's, or that of several."""
    offices = list(recipient.offices.all()[:2]) if recipient.pk else []
    return invitation_query(offices[0]) if len(offices) == 1 else ""


@dataclass(frozen=True)
class Audience:
    """Who is on the chosen lists: those who get the issue, and those who do not, each with the reason."""

    chosen: list
    excluded: list

    @property
    def eligible(self):
        return len(self.chosen) + len(self.excluded)

    @property
    def reasons(self):
        """How many do not get it, by reason (choices.ExclusionReason)."""
        counted = Counter(reason for _, reason in self.excluded)
        return {ExclusionReason(reason): counted[reason] for reason in ExclusionReason.values if counted[reason]}

    def by_list(self):
        """How many get it, by list."""
        return Counter(recipient.read_as for recipient in self.chosen)


def audience(issue, lists, *, rehearsal) -> Audience:
    """Return who would get `issue` if it were sent to `lists` (readers.choices.ReadingList) now."""
    # At this address, whichever row was its own then, or at one that its owner has moved from since.
    here = (
        Q(recipient=OuterRef("pk")) | Q(recipient__moved_to=OuterRef("pk")) | Q(address_hash=OuterRef("address_hash"))
    )
    written = Delivery.objects.received().filter(here, issue=issue)
    refused = Refusal.objects.filter(address_hash=OuterRef("address_hash"))
    people = Recipient.objects.on_lists(lists).annotate(
        received=Exists(written.filter(state=OutgoingState.ACCEPTED)), written=Exists(written), refused=Exists(refused)
    )
    chosen, excluded = [], []
    for recipient in people.order_by("pk"):
        reason = _reason_against(recipient, rehearsal)
        if reason:
            excluded.append((recipient, reason))
        else:
            chosen.append(recipient)
    return Audience(chosen, excluded)


def _reason_against(recipient, rehearsal):
    if not recipient.email:
        return ExclusionReason.ERASED
    if recipient.refused or recipient.state == ReadingState.LEFT:
        return ExclusionReason.LEFT
    if recipient.state == ReadingState.SUSPENDED:
        return ExclusionReason.SUSPENDED
    if recipient.state == ReadingState.PENDING:
        return ExclusionReason.PENDING
    if recipient.written and not rehearsal:
        return ExclusionReason.RECEIVED if recipient.received else ExclusionReason.UNSETTLED
    if not rehearsal and recipient.email.casefold().endswith(RESERVED):
        return ExclusionReason.RESERVED
    return None


def check_ready(issue):
    """Raise core.refusals.Refused where `issue` may not be sent: it is not online, or about to change."""
    if not issue.live:
        raise Refused("Ce numéro n’est pas en ligne : publiez-le avant de l’envoyer.")
    if issue.scheduled_revision:
        raise Refused("Une nouvelle version de ce numéro est programmée : annulez-la avant de l’envoyer.")
    if issue.expire_at and issue.expire_at > timezone.now():
        raise Refused("Ce numéro a une date de retrait : ôtez-la avant de l’envoyer, les lecteurs y reviendront.")
    running = Sending.objects.open().filter(issue=issue.pk).select_related("prepared_by").first()
    if running:
        raise Refused(_already(running))


def _already(running):
    return f"L’envoi de ce numéro est déjà lancé par {running.launched_by}, le {moment(running.prepared_at)}."


def send_test(issue, user):
    """Send the issue, exactly as readers would get it, to the account that asks; return what the relay answered.

    Raises core.refusals.Refused for an issue that is not online, an account without address, a transport that nobody
    has confirmed, and a relay that does not take the message.
    """
    check_ready(issue)
    if not user.email:
        raise Refused("Votre compte n’a pas d’adresse électronique. Ajoutez-la dans « Votre compte », puis revenez.")
    try:
        backend = mail.transport(timeout=settings.EMAIL_TIMEOUT)
    except mail.TransportNotConfirmedError as error:
        raise Refused(UNCONFIRMED) from error
    composed = compose(issue)
    # Written down first: its key makes its Message-ID, without which a second test would be taken for the first.
    test = TestSending.objects.create(
        issue=issue, fingerprint=composed.fingerprint, transport=mail.fingerprint(), sent_to=user
    )
    # Whose link to leave leads to a page that explains it, and changes nothing for anybody.
    message = message_for(
        composed,
        Recipient(code=f"essai-{user.pk}", email=user.email),
        message_id=mail.message_id("test", test.pk),
        unsubscribe_to=links.unsubscribe_mailbox(),
    )
    message.subject = f"[Essai] {message.subject}"
    answer = relaying.hand_over(backend, message, lambda: True)
    relaying.hang_up(backend)
    if answer.result != mail.Result.ACCEPTED:
        test.delete()
        raise Refused(f"Le message d’essai n’est pas parti. Réponse du relais : {answer.text}")
    test.sent_at, test.answer = timezone.now(), answer.text[:500]
    test.save(update_fields=["sent_at", "answer"])
    log(instance=issue, action="newsletter.sending.test", user=user)
    return test


def tested(issue, composed, user):
    """Return the latest test of exactly this content that `user` sent to themselves; None without one."""
    return TestSending.objects.filter(
        issue=issue,
        fingerprint=composed.fingerprint,
        transport=mail.fingerprint(),
        sent_to=user,
        sent_at__isnull=False,
    ).first()


@transaction.atomic
def prepare(issue, *, lists, count, user, delay=DELAY):
    """Freeze the issue and its readers, to leave after `delay`; return the sending.

    `count` is the number of letters as its sender typed it. Raises core.refusals.Refused for an issue that may not be
    sent (check_ready), without a test of this very content, and where the number is another one.
    """
    issue = dispatching.held(issue)
    check_ready(issue)
    rehearsal = mail.is_local()
    if not rehearsal and not mail.is_confirmed():
        raise Refused(UNCONFIRMED)
    version = None if rehearsal else dispatching.version_to_send(issue)
    # From what was just frozen: a register saved meanwhile makes no letter that differs from its page.
    composed = compose_letter(Letter.from_json(version.content)) if version and version.content else compose(issue)
    if tested(issue, composed, user) is None:
        raise Refused(
            "Envoyez-vous d’abord un essai de ce contenu : il n’y en a pas, ou il a changé depuis le dernier."
        )
    readers = audience(issue, lists, rehearsal=rehearsal)
    if not readers.chosen:
        raise Refused("Personne ne recevrait ce numéro : choisissez une autre liste.")
    if len(readers.chosen) != count:
        raise Refused(
            f"Vous avez tapé {count}, mais {len(readers.chosen)} lettres partiraient. Vérifiez, puis tapez ce nombre."
        )
    now = timezone.now()
    try:
        with transaction.atomic():
            sending = Sending.objects.create(
                issue=issue,
                version=version,
                lists=list(lists),
                rehearsal=rehearsal,
                subject=composed.subject,
                html=composed.html,
                text=composed.text,
                eligible=readers.eligible,
                prepared_by=user,
                prepared_at=now,
                starts_at=now + delay,
            )
    except IntegrityError as error:
        raise Refused("L’envoi de ce numéro vient d’être lancé par une autre personne.") from error
    Delivery.objects.bulk_create(
        (
            Delivery(
                sending=sending,
                issue=issue,
                recipient=recipient,
                email=recipient.email,
                address_hash=recipient.address_hash,
                reading_list=recipient.read_as,
                rehearsal=rehearsal,
                due_at=sending.starts_at,
            )
            for recipient in readers.chosen
        ),
        batch_size=MANY,
    )
    Exclusion.objects.bulk_create(
        (Exclusion(sending=sending, recipient=recipient, reason=reason) for recipient, reason in readers.excluded),
        batch_size=MANY,
    )
    log(
        instance=issue,
        action="newsletter.sending.prepare",
        user=user,
        data={"lists": list(lists), "count": count, "rehearsal": rehearsal},
    )
    return sending
