"""Lending an issue to a proof-reader without an account, and what the reader answers."""

import logging
import secrets
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core import mail
from pma_site.core.drafts import fingerprint
from pma_site.core.refusals import Refused
from pma_site.core.typography import french_text

from .models import Proof, ProofComment, ProofSignOff
from .models.proofs import digest

logger = logging.getLogger(__name__)


def lend(issue, *, reader, email, ends_on, user):
    """Make a link for `reader` to the drafts of `issue` until the day `ends_on`; return it and its secret.

    The secret is known to nobody afterwards: the database keeps its digest.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        if issue.latest_revision_id is None:
            # What is read must be a revision, for an approval to say what it approves.
            issue.save_revision(user=user, changed=False)
        proof = Proof.objects.create(
            issue=issue, reader=reader, email=email, ends_on=ends_on, created_by=user, token_sha256=digest(token)
        )
        log(instance=issue, action="newsletter.proof.lend", user=user, data={"reader": reader})
    return proof, token


def send_link(proof, address):
    """Send the reader the address of the proof; tell whether the message left this machine."""
    body = french_text(render_to_string("newsletter/proof_mail.txt", {"proof": proof, "address": address}))
    try:
        send_mail(french_text(f"À relire : {proof.issue.get_admin_display_title()}"), body, None, [proof.email])
    except (OSError, SMTPException) as error:
        logger.warning("Lien de relecture non envoyé : %s", type(error).__name__)
        return False
    return mail.reaches_people()


def revoke(proof, user):
    """Close a link for good."""
    if proof.revoked_at is None:
        proof.revoked_at = timezone.now()
        proof.save(update_fields=["revoked_at"])
        log(instance=proof.issue, action="newsletter.proof.revoke", user=user, data={"reader": proof.reader})


def note_opening(proof):
    """Keep when a reader first had the proof before their eyes."""
    Proof.objects.filter(pk=proof.pk, opened_at=None).update(opened_at=timezone.now())


def comment(proof, *, passage, name, text):
    """Keep a remark on a passage (passages.Passage) of the latest draft."""
    note_opening(proof)
    return ProofComment.objects.create(
        proof=proof,
        revision=proof.issue.latest_revision,
        passage=passage.key,
        place=passage.place[:200],
        quotation=passage.quotation,
        name=name,
        text=text,
    )


@transaction.atomic
def sign_off(proof, *, name, version):
    """Keep that `name` agrees to the draft whose fingerprint is `version`; raise Refused where it has changed since."""
    revision = proof.issue.get_latest_revision()
    if fingerprint(revision.content) != version:
        raise Refused(
            "Le numéro a été modifié depuis que vous l’avez ouvert. Regardez-le à nouveau avant de l’approuver."
        )
    note_opening(proof)
    return ProofSignOff.objects.create(proof=proof, revision=revision, fingerprint=version, name=name)


def settle(remark, user, *, handled):
    """Mark a remark as handled, or as still to handle."""
    remark.handled_at = timezone.now() if handled else None
    remark.handled_by = user if handled else None
    remark.save(update_fields=["handled_at", "handled_by"])
