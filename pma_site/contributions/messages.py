"""The messages about what somebody sent: noted with what they answer, written at the moment they leave."""

import textwrap
from dataclasses import asdict, dataclass, field, replace
from email.utils import format_datetime
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from pma_site.core.mail_addresses import keyed_hash, mailbox
from pma_site.core.mjml import html_of
from pma_site.core.models import SiteSettings
from pma_site.core.outbox import Withheld
from pma_site.core.typography import french_html, french_text

from . import links
from .models import Contribution, Message
from .wording import KEPT, LEGAL, RIGHTS

WIDTH = 72
# What a mailbox is sent in a day on the word of whoever typed its address into a public form.
UNVERIFIED_A_DAY = 3
WHY = "Vous recevez ce message parce que cette adresse a été saisie dans un formulaire de notre site."


@dataclass(frozen=True)
class Words:
    """What a message says: a subject, what happened, one button, and what else its reader should know.

    `address` is where the button leads: empty for the page on which the sender follows what they sent. `legal` adds
    the whole mention of the law: to the first message about a contribution, that of `mention` where a kind of
    contribution has its own; `why` says why one gets the message.
    """

    subject: str
    opening: list[str]
    button: str
    closing: list[str] = field(default_factory=list)
    address: str = ""
    legal: bool = False
    why: str = WHY
    mention: list[str] = field(default_factory=list)


def queue(contribution: Contribution, words: Words, *, unverified: bool = False) -> bool:
    """Note a message to who sent `contribution`, in the transaction of its caller; tell whether one will leave.

    None leaves where the address was erased, nor more than three a day to a mailbox for `unverified` messages: those
    that leave on the word of whoever filled in a form. These say nothing that was typed there, so that nobody has
    words of theirs sent to a third party by us.
    """
    address = contribution.sender_email
    if not address:
        return False
    box = keyed_hash(mailbox(address)) if unverified else ""
    if unverified and _written_today(box) >= UNVERIFIED_A_DAY:
        return False
    Message.objects.create(
        reference=contribution.reference,
        email=address,
        subject=mail.one_line(words.subject)[:200],
        words={**asdict(words), "route": contribution.follow_route},
        mailbox_hash=box,
    )
    return True


def tell_team(contribution: Contribution, email: str, words: Words) -> None:
    """Note a message to somebody of the team about what arrived; it holds nothing of what was typed."""
    post(email, words, reference=contribution.reference, route=contribution.follow_route)


def post(email: str, words: Words, *, reference: str = "", route: str = "") -> Message:
    """Note a message of the team to somebody, in the transaction of its caller.

    It is about the contribution of `reference` where there is one, which `route` follows; otherwise `words` have an
    address of their own.
    """
    return Message.objects.create(
        reference=reference,
        email=email,
        subject=mail.one_line(words.subject)[:200],
        words={**asdict(words), "route": route},
    )


def _written_today(box):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Message.objects.received().filter(mailbox_hash=box, asked_at__gte=midnight).count()


def withhold(contribution: Contribution, reason: str) -> int:
    """Hold back what was noted about a contribution and has not left yet; return how many messages."""
    waiting = Message.objects.filter(reference=contribution.reference, state=OutgoingState.READY)
    return waiting.update(state=OutgoingState.WITHHELD, answer=reason[:500], settled_at=timezone.now())


def compose(message: Message) -> EmailMultiAlternatives:
    """Return a message in text and in HTML. Raises core.outbox.Withheld where its address was erased."""
    if not message.email:
        raise Withheld("L’adresse a été effacée.")
    said = dict(message.words)
    route = said.pop("route")
    words = Words(**{**said, "address": said["address"] or links.follow_address(route, message.reference)})
    publisher = SiteSettings.published_for()
    foot = [words.why, *((words.mention or [LEGAL.text, KEPT, RIGHTS]) if words.legal else [])]
    context = {"reference": message.reference, "publisher": publisher}
    html = html_of(render_to_string("contributions/mail/message.mjml", {**context, "words": words, "foot": foot}))
    wrapped = {"words": _wrapped(words), "foot": _filled(foot)}
    email = EmailMultiAlternatives(
        french_text(message.subject),
        french_text(render_to_string("contributions/mail/message.txt", {**context, **wrapped})),
        mail.sender(),
        [message.email],
        reply_to=[publisher.contact_email] if publisher.contact_email else None,
        headers={
            "Message-ID": mail.message_id("contribution", message.pk),
            "Date": format_datetime(timezone.localtime()),
            # RFC 3834: no answering machine answers it.
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(french_html(html), "text/html")
    return email


def _filled(texts):
    """The same texts in lines that a mail program shows as they are; an address is never cut."""
    fill = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    # Set in French first: no line begins with « : ».
    return ["\n".join(map(fill, french_text(text).splitlines())) for text in texts]


def _wrapped(words):
    return replace(words, opening=_filled(words.opening), closing=_filled(words.closing))


def public_address(path: str) -> str:
    """A page of the site as messages lead to it."""
    return settings.WAGTAILADMIN_BASE_URL + path if path.startswith("/") else path
