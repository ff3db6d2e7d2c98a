"""The settings of the sending domain judged together, and remembered for five minutes."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from .. import dns_lookup
from ..dns_lookup import Patient, SilenceError
from .dkim_check import judge_dkim
from .dmarc_check import judge_dmarc
from .exchanger_check import judge_exchanger
from .spf_check import judge_spf
from .verdicts import SILENT, Level, Verdict

KEPT = 300
_JUDGES = [
    ("SPF", judge_spf),
    ("DKIM", judge_dkim),
    ("DMARC", judge_dmarc),
    ("Réception (MX)", judge_exchanger),
]


def known() -> list[Verdict] | None:
    """The last judgement of the settings of today, if it is not five minutes old; asks nobody."""
    return cache.get(_key())


def judge() -> list[Verdict]:
    """Judge SPF, DKIM, DMARC and the mail exchanger of the sender; takes up to ten seconds, the first time."""
    verdicts = known()
    if verdicts is None:
        ask = Patient(dns_lookup.ask)
        verdicts = [_unless_silent(*each, ask) for each in _JUDGES]
        if not any(verdict.words == SILENT for verdict in verdicts):
            cache.set(_key(), verdicts, KEPT)
    return verdicts


def _key():
    parts = [settings.DEFAULT_FROM_EMAIL, settings.BOUNCE_ADDRESS, settings.DKIM_SELECTOR]
    parts += [settings.MAIL_TRANSPORT, settings.EMAIL_HOST]
    return "sender-domain:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _unless_silent(subject, judge_one, ask):
    try:
        return judge_one(subject, ask)
    except SilenceError:
        return Verdict(subject, Level.UNKNOWN, SILENT)
