"""What the lists of contributions have in common in the admin: who knows of which call, and that all is read only."""

from django.db.models import Q, QuerySet
from wagtail.permissions import ModelPermissionPolicy

from pma_site.core.registers import RegisterIndexView

from .models import Call, CallAnswer

DECIDE, VIEW = "contributions.change_callanswer", "contributions.view_callanswer"


def reads_answers(user) -> bool:
    """Tell whether an account reads the answers to calls."""
    return user.has_perm(VIEW) or user.has_perm(DECIDE)


def known_calls(user) -> QuerySet:
    """Return the calls that an account may know of: drafts are for who writes calls.

    Who reads answers knows those that have some, online or not.
    """
    if ModelPermissionPolicy(Call).user_has_any_permission(user, ["add", "change", "delete", "view"]):
        return Call.objects.all()
    answered = CallAnswer.objects.order_by().values("call") if reads_answers(user) else []
    return Call.objects.filter(Q(is_online=True) | Q(pk__in=answered))


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
