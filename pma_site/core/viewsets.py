"""Accounts in the admin: who manages people may not give or take an administrator's rights."""

from django.core.exceptions import PermissionDenied
from wagtail.users.views import users


class _RankKeptMixin:
    """Only an administrator says who is one: for others the box is locked, whatever they post."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if "is_superuser" in form.fields and not self.request.user.is_superuser:
            form.fields["is_superuser"].disabled = True
        return form


class AccountCreateView(_RankKeptMixin, users.CreateView):
    """Create an account."""


class AccountEditView(_RankKeptMixin, users.EditView):
    """Edit an account; an administrator's is edited by administrators only."""

    def dispatch(self, request, *args, **kwargs):
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountViewSet(users.UserViewSet):
    """The accounts of the team."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    copy_view_enabled = False
