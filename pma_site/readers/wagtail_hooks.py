from wagtail import hooks

from .admin_views.menu import ReadersMenuItem


@hooks.register("register_admin_menu_item")
def offer_the_readers():
    """Lead to all that is about who receives the letter."""
    return ReadersMenuItem()
