from django.urls import path
from wagtail import hooks

from .admin_views import imports
from .admin_views.menu import MENU_HOOK, ReadersMenuItem


@hooks.register("register_admin_menu_item")
def offer_the_readers():
    """Lead to all that is about who receives the letter."""
    return ReadersMenuItem()


@hooks.register(MENU_HOOK)
def offer_imports():
    """Lead to the files brought into the register and taken out of it."""
    return imports.ImportsMenuItem()


@hooks.register("register_admin_urls")
def register_imports():
    """Files of the register, on their way in and out."""
    return [
        path("lecteurs/imports/", imports.imports, name="readers_imports"),
        path("lecteurs/imports/<int:run_id>/", imports.result, name="readers_import"),
        path("lecteurs/imports/<int:run_id>/colonnes/", imports.columns, name="readers_import_columns"),
        path("lecteurs/imports/<int:run_id>/appliquer/", imports.apply, name="readers_import_apply"),
        path("lecteurs/imports/<int:run_id>/annuler/", imports.undo, name="readers_import_undo"),
        path("lecteurs/imports/<int:run_id>/abandonner/", imports.discard, name="readers_import_discard"),
        path("lecteurs/imports/<int:run_id>/a-regarder.csv", imports.problems, name="readers_import_problems"),
        path("lecteurs/exports/", imports.export, name="readers_export"),
    ]


@hooks.register("register_log_actions")
def name_what_imports_log(actions):
    """Say in French what the site history shows of imports."""
    actions.register_action("readers.import.apply", "Appliquer un import", "Import appliqué")
    actions.register_action("readers.import.undo", "Annuler un import", "Import annulé")
