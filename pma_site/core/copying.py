"""Pages of which there is one only: they cannot be copied, and no menu offers to."""

from wagtail.admin.wagtail_hooks import PageListingCopyButton
from wagtail.models import Page


def exists_once(page: Page) -> bool:
    """Whether no copy could be saved: an issue has its number, a roadmap its year, a candidate its rank."""
    model = page.specific_class
    fields = model._meta.local_fields if model else []
    return getattr(model, "exists_once", False) or any(field.unique and not field.primary_key for field in fields)


def offer_no_copy_that_is_refused():
    """Leave « Copier » out of the menus of such pages: Wagtail has no hook that takes a button from them all."""
    is_shown = PageListingCopyButton.is_shown

    def is_shown_where_possible(button, user):
        return not exists_once(button.page) and is_shown(button, user)

    PageListingCopyButton.is_shown = is_shown_where_possible
