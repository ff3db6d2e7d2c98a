"""« Agenda » in the menu of the admin: what each part of the agenda adds to it by `MENU_HOOK`."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ..creation import may_create_event, may_publish_event
from ..models import AgendaIndexPage

MENU_HOOK = "register_agenda_menu_item"

agenda_menu = Menu(register_hook_name=MENU_HOOK)


def works_on_agenda(user):
    """Whether `user` writes or publishes events."""
    return may_create_event(user) or may_publish_event(user)


class AgendaMenuItem(SubmenuMenuItem):
    """« Agenda », shown to who may see one of its entries."""

    def __init__(self):
        super().__init__("Agenda", agenda_menu, name="agenda", icon_name="date", order=55)


class EventsMenuItem(MenuItem):
    """A screen for those who work on events."""

    def is_shown(self, request):
        return works_on_agenda(request.user)


class EventsView(View):
    """Lead to the list of the events, wherever it is in the tree."""

    def get(self, request):
        index = get_object_or_404(AgendaIndexPage)
        if not works_on_agenda(request.user):
            raise PermissionDenied
        return redirect("wagtailadmin_explore", index.pk)
