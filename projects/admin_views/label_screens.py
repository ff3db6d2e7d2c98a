"""What the screens of the instruction have in common: who they open to, their frame, their menu."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from pma_site.core import admin_frame

from .. import instructing
from ..instructing import hearings_of


class InstructionMenuItem(MenuItem):
    """« Instruction », for who runs the label."""

    def is_shown(self, request):
        return instructing.may_run(request.user)


class MyFilesMenuItem(MenuItem):
    """« Mes dossiers (3) », with how many wait for the opinion of who looks."""

    def is_shown(self, request):
        return instructing.may_review(request.user) and not request.user.is_superuser

    def render_component(self, request):
        waiting = waiting_for(request.user).count()
        label = f"{self.label} ({waiting})" if waiting else self.label
        item = MenuItem(label, self.url, self.name, icon_name=self.icon_name)
        return item.render_component(request)


def waiting_for(user):
    """What is before a committee of an account, still open, on which it has given no opinion."""
    return hearings_of(user).filter(committee__closed_at=None).exclude(opinions__reviewer=user)


def _opened_by(rule):
    def guard(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return guard


# Open a screen to who runs the label; to who sits in a committee.
for_runners = _opened_by(instructing.may_run)
for_reviewers = _opened_by(instructing.may_review)


def frame(title, *trail, icon="pick"):
    """The frame of a screen of this part; `trail` as in admin_frame."""
    return admin_frame.frame(icon, title, *trail)


def above(edition):
    """The table of an edition, as the trail of what lies below it names it."""
    return reverse("label_instruction", args=[edition.pk]), f"Instruction {edition.year}"


def file(content, kind, name):
    """A file to keep, of which nothing else keeps a copy."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
