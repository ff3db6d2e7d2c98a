from wagtail import hooks

from pma_site.core.desk import DESK_HOOK, SHORTCUT_HOOK

from . import label_hooks as label_hooks
from . import network_hooks as network_hooks
from . import roadmap_hooks as roadmap_hooks
from .admin_views import desk

hooks.register(DESK_HOOK, desk.piles_of)
hooks.register(SHORTCUT_HOOK, desk.shortcuts_of)
