"""The letters in the menu of the admin."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.menu import MenuItem

from pma_site.core.sections import section_for

from ..models import IssueIndexPage


def works_on_letters(user):
    """Whether `user` writes or publishes letters."""
    index = section_for(user, IssueIndexPage)
    if index is None:
        return False
    rights = index.permissions_for_user(user)
    return rights.can_add_subpage() or rights.can_publish_subpage()


class LettersView(View):
    """Lead to the list of the letters, wherever it is in the tree."""

    def get(self, request):
        index = get_object_or_404(IssueIndexPage)
        if not works_on_letters(request.user):
            raise PermissionDenied
        return redirect("wagtailadmin_explore", index.pk)


class LettersMenuItem(MenuItem):
    """« Lettres », first in the menu of those who work on them."""

    def __init__(self):
        super().__init__("Lettres", reverse("newsletter_letters"), name="lettres", icon_name="mail", order=50)

    def is_shown(self, request):
        return works_on_letters(request.user)
