"""How the audits of accessibility are entered in the admin."""

from wagtail.admin.forms import WagtailAdminModelForm

from .choices import Obstacle


class AccessibilityAuditForm(WagtailAdminModelForm):
    """An audit that found faults says which: the statement must list them (decree no. 2019-768, article 4)."""

    def clean(self):
        cleaned = super().clean()
        contents, failed = self.formsets["contents"], cleaned.get("failed")
        if failed is None or not contents.is_valid():
            return cleaned
        described = any(
            content.get("obstacle") == Obstacle.FAILURE and not content.get("DELETE")
            for content in contents.cleaned_data
        )
        if failed and not described:
            self.add_error(
                "failed", "Décrivez plus bas au moins une non-conformité : la déclaration en donne la liste."
            )
        if described and not failed:
            self.add_error(
                "failed", "Une non-conformité est décrite plus bas : un critère au moins n’est pas respecté."
            )
        return cleaned
