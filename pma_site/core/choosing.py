"""The window in which one says how a picture is put into a text."""

from django.core.exceptions import PermissionDenied
from wagtail.images.views.chooser import viewset

from .media_privacy import works_with
from .models import SiteImage


def select_format(request, image_id):
    """Show a picture and the ways to put it into a text, as Wagtail does, to who works with pictures."""
    if not works_with(SiteImage, request.user):
        raise PermissionDenied
    return viewset.select_format_view(request, image_id)
