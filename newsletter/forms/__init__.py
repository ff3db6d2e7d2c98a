"""What is asked of those who write, lend, send and correct a letter."""

from .issues import ArchivedIssueForm, IssueForm, NewIssueForm, PdfInput, next_month, title_by_number

__all__ = ["ArchivedIssueForm", "IssueForm", "NewIssueForm", "PdfInput", "next_month", "title_by_number"]
