"""Sending an issue to its lists: the test to oneself, and what is frozen once it is confirmed."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core import mail, relaying
from pma_site.core.french import counted, moment
from pma_site.core.refusals import Refused
from pma_site.readers import links
from pma_site.readers.models import Recipient

from . import dispatching
from .audience import audience
from .letter import Letter
from .mailing import compose, compose_letter, message_for
from .models import Delivery, Exclusion, Sending, TestSending

# For that long after it was confirmed, a sending can be taken back as if nothing had been.
DELAY = timedelta(minutes=10)
MANY = 500
UNCONFIRMED = "Aucun administrateur n’a encore confirmé le transport, dans « Messagerie »."


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
            f"Vous avez tapé {count}, mais il partirait {counted(len(readers.chosen), 'lettre')}. "
            "Vérifiez, puis tapez ce nombre."
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
