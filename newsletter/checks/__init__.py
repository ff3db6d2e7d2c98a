"""« Prêt à partir ? »: what must be right, or looked at, before an issue leaves.

A check is a function that reads a Subject and yields Findings; `@check` names it and puts it on the list. Adding one
is one function here and one test.
"""

from . import completeness, consistency, content, language, outputs  # noqa: F401 - each module puts its checks on the list
from .subject import Finding, Result, Subject, all_checks, check

__all__ = ["Finding", "Result", "Subject", "all_checks", "check"]
