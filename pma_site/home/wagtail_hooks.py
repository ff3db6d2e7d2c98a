from wagtail.snippets.models import register_snippet

from .viewsets import AccessibilityAuditViewSet

register_snippet(AccessibilityAuditViewSet)
