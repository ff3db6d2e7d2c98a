"""« Lecteurs » in the menu of the admin: what each part of the register adds to it by `MENU_HOOK`."""

from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .screens import sees_offices

MENU_HOOK = "register_readers_menu_item"

readers_menu = Menu(register_hook_name=MENU_HOOK)


class ReadersMenuItem(SubmenuMenuItem):
    """« Lecteurs », shown to who may see one of its entries."""

    def __init__(self):
        super().__init__("Lecteurs", readers_menu, name="lecteurs", icon_name="group", order=60)


class LabelsMenuItem(MenuItem):
    """A screen of the town halls that whoever sees them may open."""

    def is_shown(self, request):
        return sees_offices(request.user)


class RegisterMenuItem(MenuItem):
    """A screen on which the town halls are worked on."""

    def is_shown(self, request):
        return request.user.has_perm("readers.change_office")
