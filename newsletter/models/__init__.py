from .archive import ArchivedCover, ArchivedIssuePage
from .figures import Indicator, IndicatorValue
from .issues import IssueIndexPage, IssuePage
from .renditions import IssuePdf

__all__ = [
    "ArchivedCover",
    "ArchivedIssuePage",
    "Indicator",
    "IndicatorValue",
    "IssueIndexPage",
    "IssuePage",
    "IssuePdf",
]
