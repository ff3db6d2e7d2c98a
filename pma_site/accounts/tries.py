"""How often a password may be tried, so that neither one machine nor five hundred find it, and its owner still gets in.

Three limits hold for whoever is unknown: by network, by account and network, by account from everywhere. The last one
would let anybody lock somebody out: it spares the browsers from which the account entered before, which hold a signed
cookie (OWASP, « Slow Down Online Guessing Attacks with Device Cookies »). A browser that is new gets such a cookie by
the link of the message that tells the owner of the tries. Counted in the cache, which all processes share.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.cache import cache
from django.db.models import Q
from django.utils.crypto import salted_hmac

from pma_site.core.limits import network_of, within_limit

QUARTER, HOUR = 15 * 60, 60 * 60
# Failures: of one network, of one account from one network, of one account from everywhere, of one known browser.
BY_NETWORK, BY_BOTH, BY_ACCOUNT, BY_DEVICE = (30, QUARTER), (5, QUARTER), (30, HOUR), (10, QUARTER)
DEVICE_COOKIE, DEVICE_AGE = "pma_appareil", 180 * 24 * HOUR
_DEVICE_SALT, _LINK_SALT = "pma.accounts.device", "pma.accounts.unlock"


@dataclass(frozen=True)
class Counter:
    """A number of failures that must not be passed in so many seconds."""

    name: str
    most: int
    seconds: int

    def takes_one_more(self) -> bool:
        """Count one, and tell whether that is still allowed."""
        return within_limit(self.name, self.most, self.seconds)

    def give_back(self) -> None:
        """Take back what was counted for a try that succeeded."""
        key = f"limit:{self.name}"
        try:
            if cache.decr(key) < 0:
                cache.delete(key)
        except ValueError:  # It expired meanwhile.
            pass


@dataclass(frozen=True)
class Verdict:
    """Whether a try may go on, or which limit is `against` it (« network », « both », « account », « device »)."""

    counted: list[Counter]
    against: str = ""


def account_named(login: str):
    """Return the account that a name or an address means, or None."""
    named = Q(username__iexact=login) | Q(email__iexact=login) if login else Q(pk=None)
    return get_user_model().objects.filter(named).order_by("pk").first()


def begin(request, login: str, account) -> Verdict:
    """Count one try to enter as `login` (`account` is whom it means, or None), before the password is looked at."""
    who = str(account.pk) if account else hashlib.sha256(login.casefold().encode()).hexdigest()[:32]
    device = known_device(request, account)
    if device:
        limits = [("device", Counter(f"login:device:{device}", *BY_DEVICE))]
    else:
        network = network_of(request)
        limits = [
            ("network", Counter(f"login:network:{network}", *BY_NETWORK)),
            ("both", Counter(f"login:both:{network}:{who}", *BY_BOTH)),
            ("account", Counter(f"login:account:{who}", *BY_ACCOUNT)),
        ]
    counted = []
    for name, counter in limits:
        if not counter.takes_one_more():
            # What is refused was no try: it does not bring the other limits nearer.
            for former in counted:
                former.give_back()
            return Verdict([], name)
        counted.append(counter)
    return Verdict(counted)


def succeed(verdict: Verdict) -> None:
    """Take back what a try counted whose password was right."""
    for counter in verdict.counted:
        counter.give_back()


def known_device(request, account) -> str:
    """Return the name of the browser of a request if `account` entered from it before, otherwise an empty text."""
    if account is None:
        return ""
    try:
        held = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=DEVICE_AGE)
        return held.get(_seal(account), "")
    except (signing.BadSignature, AttributeError):
        return ""


def remember_device(request, response, account) -> None:
    """Give the browser a cookie by which its tries are told from those of strangers; it opens nothing by itself."""
    try:
        held = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=DEVICE_AGE)
    except signing.BadSignature:
        held = {}
    # Of an office's one computer, the last few accounts.
    held = dict([*held.items(), (_seal(account), secrets.token_hex(8))][-5:])
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(held, salt=_DEVICE_SALT),
        max_age=DEVICE_AGE,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _seal(account):
    """An account under its password of now: a new password makes every browser a stranger again."""
    return salted_hmac(_DEVICE_SALT, f"{account.pk}:{account.password}").hexdigest()[:24]


def unlocking_token(account) -> str:
    """Return what the link of a message to the owner is signed with: it lets one more browser try, for an hour."""
    return signing.dumps([account.pk, _seal(account)], salt=_LINK_SALT)


def account_of_token(token: str):
    """Return the account that a link is for; None for one that is too old, forged, or of a former password."""
    try:
        key, seal = signing.loads(token, salt=_LINK_SALT, max_age=HOUR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    account = get_user_model().objects.filter(pk=key, is_active=True).first()
    return account if account and _seal(account) == seal else None
