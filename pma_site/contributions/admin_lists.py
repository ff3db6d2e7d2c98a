"""What the lists of contributions have in common in the admin: they are read, and nobody writes one there."""

from wagtail.permissions import ModelPermissionPolicy

from pma_site.core.registers import RegisterIndexView


class ReadIndexView(RegisterIndexView):
    """A list: no box to tick."""

    @property
    def columns(self):
        return super().columns[1:]


class SeenOnlyPolicy(ModelPermissionPolicy):
    """Whoever may see or decide on contributions sees them; nobody writes one in a form of the admin."""

    def user_has_permission(self, user, action):
        may = super().user_has_permission
        return action == "view" and (may(user, "view") or may(user, "change"))
