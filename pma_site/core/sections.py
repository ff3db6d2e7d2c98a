"""The indexes of the page tree, one of each kind: what an account may do there is asked on every screen."""

from wagtail.models import Page, get_page_models


def section_for(user, model):
    """Return the one page of an index `model`, as a plain page; None before there is one.

    All indexes are read at once and kept with the account, of which a request has its own.
    """
    held = getattr(user, "_sections", None)
    if held is None:
        indexes = [each for each in get_page_models() if each.max_count == 1]
        held = {page.specific_class: page for page in Page.objects.type(*indexes)}
        user._sections = held
    return held.get(model)
