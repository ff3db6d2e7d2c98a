from .accessibility import AccessibilityAudit
from .audit_lists import AuditedPage, InaccessibleContent
from .loaded_content import LoadedContent
from .pages import HomePage, StandardPage

__all__ = [
    "AccessibilityAudit",
    "AuditedPage",
    "HomePage",
    "InaccessibleContent",
    "LoadedContent",
    "StandardPage",
]
