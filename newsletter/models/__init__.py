from .archive import ArchivedCover, ArchivedIssuePage
from .deliveries import Delivery, Exclusion, Sending, TestSending
from .figures import Indicator, IndicatorPlace, IndicatorValue, last_known_day
from .issues import IssueIndexPage, IssuePage
from .proofs import Proof, ProofComment, ProofSignOff
from .renditions import IssuePdf
from .versions import Dispatch, IssueVersion, Rectification

__all__ = [
    "ArchivedCover",
    "ArchivedIssuePage",
    "Delivery",
    "Dispatch",
    "Exclusion",
    "Indicator",
    "IndicatorPlace",
    "IndicatorValue",
    "IssueIndexPage",
    "IssuePage",
    "IssuePdf",
    "IssueVersion",
    "Proof",
    "ProofComment",
    "ProofSignOff",
    "Rectification",
    "Sending",
    "TestSending",
    "last_known_day",
]
