from .imports import ImportRow, ImportRun, RegisterExport
from .offices import ElectedReader, Office, OfficeMandate, Tester
from .recipients import Recipient, Refusal
from .subscriptions import Consent, Notice, Subscription

__all__ = [
    "Consent",
    "ElectedReader",
    "ImportRow",
    "ImportRun",
    "Notice",
    "Office",
    "OfficeMandate",
    "Recipient",
    "Refusal",
    "RegisterExport",
    "Subscription",
    "Tester",
]
