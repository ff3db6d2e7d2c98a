"""« Lecteurs » in the menu of the admin: what each part of the register adds to it by `MENU_HOOK`."""

from wagtail.admin.menu import Menu, SubmenuMenuItem

MENU_HOOK = "register_readers_menu_item"

readers_menu = Menu(register_hook_name=MENU_HOOK)


class ReadersMenuItem(SubmenuMenuItem):
    """« Lecteurs », shown to who may see one of its entries."""

    def __init__(self):
        super().__init__("Lecteurs", readers_menu, name="lecteurs", icon_name="group", order=60)
