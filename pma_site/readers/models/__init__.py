from .imports import ImportRow, ImportRun, RegisterExport
from .individuals import ElectedReader, Tester
from .mandates import OfficeMandate
from .offices import Office
from .recipients import Recipient, Refusal
from .returns import MailboxReading, Return
from .subscriptions import Consent, Notice, Subscription

__all__ = [
    "Consent",
    "ElectedReader",
    "ImportRow",
    "ImportRun",
    "MailboxReading",
    "Notice",
    "Office",
    "OfficeMandate",
    "Recipient",
    "Refusal",
    "RegisterExport",
    "Return",
    "Subscription",
    "Tester",
]
