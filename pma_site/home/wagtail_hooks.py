from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pma_site.core.desk import DESK_HOOK

from . import desk
from .viewsets import AccessibilityAuditViewSet

register_snippet(AccessibilityAuditViewSet)

hooks.register(DESK_HOOK, desk.piles_of, order=-10)


@hooks.register("construct_homepage_summary_items")
def count_nothing(request, items):
    """Leave out how many pages, images and documents there are: nobody works by that."""
    items.clear()


@hooks.register("construct_homepage_panels", order=-10)
def lay_the_desk(request, panels):
    """Put the desk in the place of Wagtail's own lists; rooms add theirs after it."""
    panels[:] = [desk.DeskPanel(), desk.ChangesPanel()]


@hooks.register("construct_homepage_panels", order=1000)
def put_in_order(request, panels):
    """Show what waits first, then what comes, then what changed."""
    panels.sort(key=lambda panel: panel.order)


@hooks.register("insert_global_admin_css")
def dress_the_desk():
    """What the desk looks like."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/desk.css"))
