"""« Synonymes » in the admin: what readers type, and what it is called on the site."""

from pma_site.core.registers import RegisterViewSet

from .models import Synonym


class SynonymViewSet(RegisterViewSet):
    """The synonyms of search: a group is at work as soon as it is saved."""

    model = Synonym
    icon = "search"
    list_display = ["__str__", "note"]
    list_export = ["expressions", "note"]
    search_fields = ["expressions", "note"]
    has_chooser = False
    add_to_admin_menu = True
    menu_label = "Synonymes"
    menu_name = "synonymes"
    menu_order = 355
    list_per_page = 50
