"""The addresses that messages and labels give to one reader, each signed: the database holds no secret of theirs."""

from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from pma_site.core import mail
from pma_site.core.models import SiteSettings

from .models import Office, Recipient, Subscription
from .models.recipients import CONFIRMATION

# What a signature is good for: a link to leave opens nothing else. `SECRET_KEY_FALLBACKS` keeps old ones valid.
LEAVE, MANAGE, CONFIRM, MOVE = "readers.leave", "readers.manage", "readers.confirm", "readers.move"
COME_BACK, OFFICE = "readers.come-back", "readers.office"
# How long a leaving can be taken back by who has just done it, without a message to their box.
TAKEN_BACK_WITHIN = timedelta(hours=1)
# No letter of the alphabet of signatures, and safe in an address.
SEPARATOR = "."


class ExpiredError(Exception):
    """The link was ours, and opens no more; `code` is what it carries."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class ShortSigner(signing.Signer):
    """Sign in 12 characters (72 bits): what is printed as a QR code must stay coarse enough to be read."""

    def signature(self, value, key=None):
        return super().signature(value, key)[:12]


def _signed(code, purpose):
    return signing.Signer(salt=purpose, sep=SEPARATOR).sign(code)


def _code(token, purpose):
    """Return the code that a token carries; None for a token that we never gave for this purpose."""
    try:
        return signing.Signer(salt=purpose, sep=SEPARATOR).unsign(token)
    except signing.BadSignature:
        return None


def _in_full(name, token):
    return settings.WAGTAILADMIN_BASE_URL + reverse(f"readers:{name}", args=[token])


def leave_address(recipient: Recipient) -> str:
    """The address at which a reader leaves: it never expires (RFC 8058), even once they are forgotten."""
    return _in_full("leave", _signed(recipient.code, LEAVE))


def manage_path(recipient: Recipient) -> str:
    """The page on which a reader, or an office, sees and changes what is kept of them, for the site's own pages."""
    return reverse("readers:manage", args=[_signed(recipient.code, MANAGE)])


def manage_address(recipient: Recipient) -> str:
    """The same page as messages and labels lead to it."""
    return settings.WAGTAILADMIN_BASE_URL + manage_path(recipient)


def office_address(office: Office) -> str:
    """The address that the labels of a town hall lead to: how it receives the letter. It never expires."""
    return _in_full("office", ShortSigner(salt=OFFICE, sep=SEPARATOR).sign(office.pk))


def confirm_address(subscription: Subscription) -> str:
    """The address at which somebody confirms what they asked for, within seven days."""
    return _in_full("confirm", signing.TimestampSigner(salt=CONFIRM, sep=SEPARATOR).sign(subscription.recipient.code))


def move_address(recipient: Recipient, former: str) -> str:
    """The address at which the owner of a new address confirms that the recipient of code `former` moves there."""
    token = signing.TimestampSigner(salt=MOVE, sep=SEPARATOR).sign(f"{former}-{recipient.code}")
    return _in_full("move", token)


def token_to_come_back(recipient: Recipient, was: str) -> str:
    """What who has just left holds for an hour: it puts the recipient back in the state that it `was` in."""
    values = {"code": recipient.code, "was": was, "left_at": recipient.left_at.isoformat()}
    return signing.dumps(values, salt=COME_BACK)


def leaving(token: str) -> str | None:
    """The code of who leaves by this token; None for a token that was never given."""
    return _code(token, LEAVE)


def managing(token: str) -> str | None:
    """The code of who manages by this token; None for a token that was never given."""
    return _code(token, MANAGE)


def confirming(token: str) -> str | None:
    """The code of who confirms by this token; None for a token that was never given.

    Raises ExpiredError after seven days.
    """
    return _recent(token, CONFIRM)


def moving(token: str) -> tuple[str, str] | None:
    """The codes of who moves and of where to, by this token; None for a token that was never given.

    Raises ExpiredError after seven days.
    """
    codes = _recent(token, MOVE)
    return tuple(codes.split("-")) if codes else None


def _recent(token, purpose):
    signer = signing.TimestampSigner(salt=purpose, sep=SEPARATOR)
    try:
        return signer.unsign(token, max_age=CONFIRMATION)
    except signing.SignatureExpired as error:
        raise ExpiredError(signer.unsign(token)) from error
    except signing.BadSignature:
        return None


def office_behind(token: str) -> int | None:
    """The key of the town hall whose labels bear this token; None for a token that was never given."""
    try:
        return int(ShortSigner(salt=OFFICE, sep=SEPARATOR).unsign(token))
    except signing.BadSignature:
        return None


def coming_back(token: str) -> tuple[str, str, datetime] | None:
    """The code, the former state and the moment of leaving of who takes it back; None once it is too late."""
    try:
        values = signing.loads(token, salt=COME_BACK, max_age=TAKEN_BACK_WITHIN)
    except signing.BadSignature:
        return None
    return values["code"], values["was"], datetime.fromisoformat(values["left_at"])


def unsubscribe_mailbox() -> str:
    """The box that reads « je me désabonne »: that of the setting, or the publisher's own."""
    return settings.UNSUBSCRIBE_ADDRESS or SiteSettings.published_for().contact_email or settings.DEFAULT_FROM_EMAIL


def list_headers(recipient: Recipient, unsubscribe_to: str = "") -> dict[str, str]:
    """The headers by which a mail program offers to leave (RFC 2369, RFC 8058) and to sort (RFC 2919).

    `unsubscribe_to` is unsubscribe_mailbox(), for who writes many messages and asks once.
    """
    address = leave_address(recipient)
    token = address.rstrip("/").rpartition("/")[2]
    # Without the name that a sender may bear; a space is « %20 » in such an address (RFC 6068 § 5).
    box = quote(parseaddr(unsubscribe_to or unsubscribe_mailbox())[1], safe="@")
    mailto = f"mailto:{box}?{urlencode({'subject': f'Désabonnement {token}'}, quote_via=quote)}"
    return {
        "List-Unsubscribe": f"<{address}>, <{mailto}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"La Lettre aux maires <lettre.{mail.host()}>",
    }
