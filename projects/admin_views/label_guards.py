"""What stands in the way of deleting pages of the label."""

from django.urls import reverse
from wagtail.models import Page

from pma_site.core.refusals import Refused

from ..models import LabelEditionPage


def refuse_to_delete_what_was_instructed(pages) -> None:
    """Raise Refused where an edition with applications or committees is among `pages`, or below one of them."""
    for page in pages:
        below = LabelEditionPage.objects.descendant_of(page, inclusive=True)
        if kept := (below.filter(applications__isnull=False) | below.filter(committees__isnull=False)).first():
            raise Refused(
                f"L’édition {kept.year} a des candidatures ou des comités : elle ne se supprime pas. Dépubliez-la si "
                "le public ne doit plus la voir.",
                reverse("wagtailadmin_explore", args=[page.get_parent().pk if page.depth > 1 else page.pk]),
            )


def guard_bulk_action(action_type, objects, action) -> None:
    """Raise Refused where many pages are deleted at once, and an instructed edition is among them."""
    if issubclass(action.model, Page) and action_type == "delete":
        refuse_to_delete_what_was_instructed(objects)
