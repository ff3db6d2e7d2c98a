from .figures import Indicator, IndicatorValue
from .issues import IssueIndexPage, IssuePage
from .renditions import IssuePdf

__all__ = ["Indicator", "IndicatorValue", "IssueIndexPage", "IssuePage", "IssuePdf"]
