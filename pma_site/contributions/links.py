"""The addresses given to one sender, and to one town hall, each signed: the database holds no secret of theirs."""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from pma_site.readers.links import SEPARATOR, ShortSigner
from pma_site.readers.models import Office

# What a signature is good for; that of following has a purpose for each kind of contribution.
FOLLOW, THANKS, INVITATION = "contributions.follow", "contributions.thanks", "contributions.invitation"
# The name under which the link of a town hall carries its signature, in the query of any form that reads it.
OFFICE_PARAMETER = "mairie"


def _signer(purpose):
    return signing.Signer(salt=purpose, sep=SEPARATOR)


def _read(token, purpose):
    try:
        return _signer(purpose).unsign(token)
    except signing.BadSignature:
        return None


def follow_path(route: str, reference: str) -> str:
    """The page on which a sender follows, corrects or withdraws what they sent: `route` is that of its kind.

    It never expires; what it opens depends on where the contribution stands.
    """
    return reverse(route, args=[_signer(f"{FOLLOW} {route}").sign(reference)])


def follow_address(route: str, reference: str) -> str:
    """The same page as messages lead to it."""
    return settings.WAGTAILADMIN_BASE_URL + follow_path(route, reference)


def followed(route: str, token: str) -> str | None:
    """The reference of what is followed by this token of a `route`; None for a token that was never given."""
    return _read(token, f"{FOLLOW} {route}")


def thanks_path(route: str, reference: str) -> str:
    """The page that acknowledges what was just sent: it shows the reference, and opens nothing."""
    return reverse(route, args=[_signer(f"{THANKS} {route}").sign(reference)])


def thanked(route: str, token: str) -> str | None:
    """The reference to acknowledge by this token of a `route`; None for a token that was never given."""
    return _read(token, f"{THANKS} {route}")


def invitation_query(office: Office) -> str:
    """What the letter adds to the address of a form for one town hall: « mairie=… ». It never expires.

    Whoever holds it fills in the commune, and sees no more of the town hall than its name.
    """
    return urlencode({OFFICE_PARAMETER: ShortSigner(salt=INVITATION, sep=SEPARATOR).sign(office.pk)})


def office_behind_invitation(token: str) -> Office | None:
    """The town hall whose link bears this token; None for a token that was never given, or a town hall that is gone."""
    try:
        key = int(ShortSigner(salt=INVITATION, sep=SEPARATOR).unsign(token))
    except signing.BadSignature:
        return None
    return Office.objects.select_related("commune").filter(pk=key).first()
