"""The domain that messages leave in the name of, judged as receivers judge it, and what to publish for it.

SPF (RFC 7208) says which machines may send for the domain of returns, DKIM (RFC 6376) signs, DMARC (RFC 9989, which
replaced RFC 7489) wants one of both to speak for the sender's own domain, and says what becomes of the rest.
"""

from .domains import domain_of, is_real
from .judging import judge, known
from .verdicts import SILENT, Level, Verdict

__all__ = ["SILENT", "Level", "Verdict", "domain_of", "is_real", "judge", "known"]
