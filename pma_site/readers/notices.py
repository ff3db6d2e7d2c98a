"""The messages that answer what somebody asked of their own address: written at the moment they leave."""

import textwrap
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from pma_site.core import mail
from pma_site.core.mjml import html_of
from pma_site.core.models import SiteSettings
from pma_site.core.outbox import Withheld
from pma_site.core.typography import french_html, french_text

from . import links
from .choices import NoticeKind, ReadingState
from .models import Notice, Recipient
from .models.recipients import CONFIRMATION

WIDTH = 72
NOTHING_MORE = "Ce que ce message annonçait n’a plus d’objet."


@dataclass(frozen=True)
class Words:
    """What a message says: a subject, what happened, one button, and what else its reader should know."""

    subject: str
    opening: list[str]
    button: str
    address: str
    closing: list[str]


def compose(notice: Notice) -> EmailMultiAlternatives:
    """Return the message of a notice, in text and in HTML.

    Raises core.outbox.Withheld where it makes no sense any more: its reader left, was erased, or has confirmed.
    """
    # Asked now: much may have happened since the message was asked for.
    recipient = Recipient.objects.select_related("subscription").filter(pk=notice.recipient_id).first()
    if recipient is None or not recipient.email:
        raise Withheld("L’adresse a été effacée.")
    if notice.asked_at <= timezone.now() - CONFIRMATION:
        raise Withheld("La demande date de plus de sept jours.")
    words = _WRITERS[notice.kind](notice, recipient)
    publisher = SiteSettings.published_for()
    context = {"words": words, "publisher": publisher, "leave_address": links.leave_address(recipient)}
    html = html_of(render_to_string("readers/mail/notice.mjml", context))
    message = EmailMultiAlternatives(
        french_text(words.subject),
        french_text(render_to_string("readers/mail/notice.txt", {**context, "words": _wrapped(words)})),
        mail.sender(),
        [recipient.email],
        reply_to=[publisher.contact_email] if publisher.contact_email else None,
        headers={
            "Message-ID": mail.message_id("notice", notice.pk),
            "Date": format_datetime(timezone.localtime()),
            # RFC 3834: no answering machine answers it.
            "Auto-Submitted": "auto-generated",
            **links.list_headers(recipient),
        },
    )
    message.attach_alternative(french_html(html), "text/html")
    return message


def _wrapped(words):
    """The same words in lines that a mail program shows as they are; an address is never cut."""
    fill = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    opening, closing = (list(map(fill, part)) for part in (words.opening, words.closing))
    return Words(words.subject, opening, words.button, words.address, closing)


def _to_confirm(notice, recipient):
    subscription = getattr(recipient, "subscription", None)
    if subscription is None or recipient.is_subscribed or not recipient.consents.awaiting().exists():
        raise Withheld(NOTHING_MORE)
    closing = [
        "Ce lien s’ouvre pendant sept jours. Ensuite, nous effaçons votre demande.",
        "Vous n’avez rien demandé ? Ne faites rien : vous ne recevrez pas la lettre.",
    ]
    if recipient.state == ReadingState.ACTIVE:
        # A town hall, an elected member: they get the letter already, and may have come to change that.
        closing = [
            "Cette adresse reçoit déjà la lettre, à un autre titre qu’un abonnement. Pour voir lequel, la changer ou "
            f"ne plus la recevoir : {links.manage_address(recipient)}",
            *closing[:1],
            "Vous n’avez rien demandé ? Ne faites rien : rien ne change.",
        ]
    elif recipient.state != ReadingState.PENDING:
        # They left, or messages to them come back: they may have come for their data.
        closing.append(f"Pour voir ce que nous avons de vous, ou le faire effacer : {links.manage_address(recipient)}")
    return Words(
        "Confirmez votre abonnement à La Lettre aux maires",
        [
            "Bonjour,",
            "Vous avez demandé à recevoir La Lettre aux maires à cette adresse. Il reste une chose à faire : appuyez "
            "sur le bouton, puis, sur la page qui s’ouvre, sur « Confirmer mon abonnement ».",
        ],
        "Confirmer mon abonnement",
        links.confirm_address(subscription),
        closing,
    )


def _already(notice, recipient):
    if not recipient.is_subscribed:
        raise Withheld(NOTHING_MORE)
    return Words(
        "Vous recevez déjà La Lettre aux maires",
        [
            "Bonjour,",
            "Une demande d’abonnement vient d’être faite pour cette adresse. Vous recevez déjà La Lettre aux maires : "
            "vous n’avez rien à faire, et rien n’a changé.",
            "Si vous vouliez changer d’adresse, de commune, ou ne plus recevoir la lettre, c’est ici :",
        ],
        "Gérer mon abonnement",
        links.manage_address(recipient),
        ["Vous n’avez rien demandé ? Quelqu’un a pu saisir votre adresse par erreur. Ne faites rien."],
    )


def _to_manage(notice, recipient):
    if recipient.left_at and recipient.left_at >= notice.asked_at:
        raise Withheld(NOTHING_MORE)
    return Words(
        "Votre lien pour gérer La Lettre aux maires",
        [
            "Bonjour,",
            "Voici le lien que vous avez demandé. Il vous montre ce que nous conservons de vous. Vous pouvez y changer "
            "d’adresse, ne plus recevoir la lettre, ou faire effacer vos données.",
        ],
        "Gérer mon abonnement",
        links.manage_address(recipient),
        ["Ce lien est personnel : qui le possède peut faire ces changements à votre place."],
    )


def _to_move(notice, recipient):
    former = notice.payload.get("from", "")
    moving = Recipient.objects.filter(code=former, state__in=[ReadingState.ACTIVE, ReadingState.SUSPENDED])
    mover = moving.first()
    if mover is None or (recipient.left_at and recipient.left_at >= notice.asked_at):
        raise Withheld(NOTHING_MORE)
    return Words(
        "Confirmez votre nouvelle adresse pour La Lettre aux maires",
        [
            "Bonjour,",
            "Vous avez demandé à recevoir La Lettre aux maires à cette adresse, à la place de l’ancienne, "
            f"{mover.hint}. Appuyez sur le bouton, puis, sur la page qui s’ouvre, sur « Confirmer ma nouvelle "
            "adresse ».",
        ],
        "Confirmer ma nouvelle adresse",
        links.move_address(recipient, former),
        [
            "Ce lien s’ouvre pendant sept jours. D’ici là, la lettre continue d’aller à l’ancienne adresse.",
            "Vous n’avez rien demandé, ou cette ancienne adresse n’est pas la vôtre ? Ne faites rien : rien ne change.",
        ],
    )


_WRITERS = {
    NoticeKind.CONFIRM: _to_confirm,
    NoticeKind.ALREADY: _already,
    NoticeKind.MANAGE: _to_manage,
    NoticeKind.MOVE: _to_move,
}
