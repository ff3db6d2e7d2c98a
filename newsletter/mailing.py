"""An issue as the message that leaves: one for all readers, but for the links that are each reader's own."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from pma_site.contributions.links import invitation_query
from pma_site.core import mail
from pma_site.core.typography import french_text
from pma_site.readers import links

from . import rendering

# What stands in the frozen letter where each reader's own signature goes.
LEAVE_MARK = "https://jeton-de-la-personne.invalid/"
# What stands behind the addresses of forms where a town hall gets the query that names it; others get nothing there.
INVITATION_MARK = "?invitation=jeton-de-la-mairie.invalid"


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
        mail.one_line(french_text(letter.name))[:200],
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
