"""What the screens of the register of readers have in common in the admin."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from pma_site.core import admin_frame


def for_keepers(view):
    """Open a view to who may change the town halls."""
    return _for("readers.change_office", view)


def for_viewers(view):
    """Open a view to who may see the town halls, and to who may change them."""
    return _for("readers.view_office", view)


def sees_offices(user) -> bool:
    """Whether an account may see the town halls."""
    return user.has_perm("readers.view_office") or user.has_perm("readers.change_office")


def _for(permission, view):
    @wraps(view)
    def answer(request, *args, **kwargs):
        allowed = request.user.has_perm("readers.change_office") or request.user.has_perm(permission)
        if not allowed:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def frame(title, icon, *trail):
    """The frame of a screen below the list of town halls; `trail` as in admin_frame."""
    return admin_frame.frame(icon, title, (reverse("wagtailsnippets_readers_office:list"), "Mairies"), *trail)
