"""How long somebody stays signed in, and what a session proves."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

BEGAN, SEEN = "pma_began", "pma_seen"
# The hour of the last sign of life is written once in so many seconds, not at each request.
GRAIN = 60


def begin(request) -> None:
    """Note when the session of a request began."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over(request) -> bool:
    """Whether the session is too old, was left alone for too long, or was closed by somebody who may."""
    began, seen, now = request.session.get(BEGAN), request.session.get(SEEN), time.time()
    if not isinstance(began, int | float) or not isinstance(seen, int | float):
        return True
    closed_at = request.user.sessions_closed_at
    return (
        now - began > settings.SESSION_LONGEST.total_seconds()
        or now - seen > settings.SESSION_IDLE.total_seconds()
        or (closed_at is not None and began <= closed_at.timestamp())
    )


def is_recent(request) -> bool:
    """Whether the session began so short a while ago that whoever opened it is still the one who sits there."""
    return time.time() - request.session.get(BEGAN, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def show_life(request) -> None:
    """Note that the owner of the session just did something."""
    now = time.time()
    if now - request.session[SEEN] >= GRAIN:
        request.session[SEEN] = now


def close_all(account) -> None:
    """End every session of an account, wherever it is signed in."""
    account.sessions_closed_at = timezone.now()
    account.save(update_fields=["sessions_closed_at"])


def proved_second_factor(request) -> bool:
    """Whether whoever opened the session gave a code of the second factor, or a key that is one."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def has_second_factor(account) -> bool:
    """Whether an account set up an application or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
