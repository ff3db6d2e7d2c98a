from .figures import Indicator, IndicatorValue
from .issues import IssueIndexPage, IssuePage

__all__ = ["Indicator", "IndicatorValue", "IssueIndexPage", "IssuePage"]
