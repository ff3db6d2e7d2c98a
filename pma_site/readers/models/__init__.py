from .offices import ElectedReader, Office, OfficeMandate, Tester
from .recipients import Recipient, Refusal
from .subscriptions import Consent, Notice, Subscription

__all__ = [
    "Consent",
    "ElectedReader",
    "Notice",
    "Office",
    "OfficeMandate",
    "Recipient",
    "Refusal",
    "Subscription",
    "Tester",
]
