"""« Accessibilité » in the admin: the audits that the site's statement is computed from."""

from wagtail.admin.ui.tables import Column

from pma_site.core.registers import RegisterViewSet

from .models import AccessibilityAudit


class AccessibilityAuditViewSet(RegisterViewSet):
    """The audits, the latest first, each with what it allows the site to declare and until when."""

    model = AccessibilityAudit
    icon = "check"
    list_display = [
        "audited_on",
        "auditor",
        Column("rate_in_words", label="Critères respectés"),
        Column("conformity", accessor=lambda audit: audit.conformity.label.capitalize(), label="État de conformité"),
        Column("last_day", label="Valable jusqu’au"),
    ]
    list_export = ["audited_on", "auditor", "standard", "passed", "failed", "not_applicable", "average_rate"]
    ordering = "-audited_on"
    add_to_admin_menu = True
    menu_label = "Accessibilité"
    menu_name = "accessibilite"
    menu_order = 360
