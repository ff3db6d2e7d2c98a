from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from pma_site.core.desk import DESK_HOOK, SHORTCUT_HOOK

from .admin_views import desk, editing, imports, proposal_figures, proposals
from .admin_views.calling_off import CallOffBulkAction, CallOffView
from .admin_views.menu import MENU_HOOK, AgendaMenuItem, EventsMenuItem, EventsView, works_on_agenda
from .admin_views.renewal import RenewalView
from .admin_views.slots import SlotsView
from .admin_views.weeks import WeeksView
from .creation import may_create_event
from .models import AgendaIndexPage, EventPage
from .viewsets import EventViewSet, SeriesViewSet, VenueViewSet

register_snippet(VenueViewSet)
register_snippet(SeriesViewSet)

hooks.register("register_bulk_action", CallOffBulkAction)
hooks.register(DESK_HOOK, desk.piles_of)
hooks.register(SHORTCUT_HOOK, desk.shortcuts_of)


@hooks.register("register_admin_viewset")
def register_events():
    """List the events by date."""
    return EventViewSet("events")


@hooks.register("register_admin_viewset")
def register_event_chooser():
    """Choose an event in a window of its own."""
    return EventPage.chooser_viewset


@hooks.register("register_admin_menu_item")
def offer_the_agenda():
    """Lead from anywhere to the agenda."""
    return AgendaMenuItem()


@hooks.register(MENU_HOOK)
def offer_the_events():
    """Lead to the list of the events."""
    return EventsMenuItem("Événements", reverse("agenda_events"), name="evenements", icon_name="date", order=10)


@hooks.register(MENU_HOOK)
def offer_the_weeks():
    """Lead to the table of the coming weeks."""
    address = reverse("agenda_weeks")
    return EventsMenuItem("Semaines à venir", address, name="semaines", icon_name="calendar-alt", order=20)


@hooks.register("register_admin_urls")
def register_pages_about_events():
    """The coming weeks, and what one does with an event beside writing it."""
    return [
        path("agenda/evenements/", EventsView.as_view(), name="agenda_events"),
        path("agenda/semaines/", WeeksView.as_view(), name="agenda_weeks"),
        path("agenda/creneaux/", SlotsView.as_view(), name="agenda_new_slots"),
        path("agenda/evenements/<key:pk>/creneaux/", SlotsView.as_view(), name="agenda_slots"),
        path("agenda/evenements/<key:pk>/refaire/", RenewalView.as_view(), name="agenda_renewal"),
        path("agenda/evenements/<key:pk>/annuler/", CallOffView.as_view(), name="agenda_call_off"),
    ]


@hooks.register("insert_editor_js")
def bring_slots_into_the_form():
    """Generate slots in a window over the form of an event."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/slots.js"))


@hooks.register("insert_global_admin_css")
def dress_the_form():
    """What an event has to check, its slots, its history."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/agenda.css"))


@hooks.register("register_page_header_buttons")
def offer_what_one_does_with_an_event(page, user, view_name, next_url=None):
    """Add to the menu of an event what one does with it besides writing."""
    return editing.ways_on(page, user)


@hooks.register("before_publish_page")
def tell_how_nights_were_understood(request, page):
    """Say which ends were taken for those of the night, before the event is read anew from the database."""
    if isinstance(page, EventPage):
        editing.tell_of_nights(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_to_check(request, page):
    """Say what seems wrong with an event that has just been saved."""
    if isinstance(page, EventPage):
        editing.tell_what_to_check(request, page)


@hooks.register(MENU_HOOK)
def offer_the_imports():
    """Lead to the events brought in from elsewhere."""
    return imports.EventImportsMenuItem(order=40)


@hooks.register("register_page_header_buttons")
def offer_imports_above_the_agenda(page, user, view_name, next_url=None):
    """Add to the menu of the agenda the way to bring events in."""
    if isinstance(page, AgendaIndexPage) and may_create_event(user):
        yield Button(imports.TITLE, reverse("agenda_imports"), icon_name="upload", priority=60)


@hooks.register("register_admin_urls")
def register_the_imports():
    """The screens of the imports."""
    return [
        path("agenda/imports/", imports.imports, name="agenda_imports"),
        path("agenda/imports/<key:run_id>/", imports.examination, name="agenda_import"),
        path("agenda/imports/<key:run_id>/colonnes/", imports.columns, name="agenda_import_columns"),
        path("agenda/imports/<key:run_id>/importer/", imports.apply, name="agenda_import_apply"),
        path("agenda/imports/<key:run_id>/abandonner/", imports.discard, name="agenda_import_discard"),
        path("agenda/imports/sources/<key:source_id>/relire/", imports.read_again, name="agenda_import_again"),
    ]


@hooks.register(MENU_HOOK)
def offer_the_proposals():
    """Lead to what the public proposes."""
    return proposals.ProposalsMenuItem(
        proposals.TITLE, reverse_lazy("agenda_proposals"), "propositions", icon_name="mail", order=30
    )


@hooks.register("register_admin_urls")
def register_the_proposals():
    """The screens of proposals."""
    return [
        path("agenda/propositions/", proposals.proposals, name="agenda_proposals"),
        path("agenda/propositions/par-commune/", proposal_figures.statistics, name="agenda_proposal_figures"),
        path(
            "agenda/propositions/par-commune.csv", proposal_figures.statistics_csv, name="agenda_proposal_figures_csv"
        ),
        path("agenda/propositions/<key:pk>/", proposals.proposal, name="agenda_proposal"),
        path("agenda/propositions/<key:pk>/accepter/", proposals.accept, name="agenda_proposal_accept"),
        path("agenda/propositions/<key:pk>/rattacher/", proposals.merge, name="agenda_proposal_merge"),
        path("agenda/propositions/<key:pk>/demander/", proposals.ask, name="agenda_proposal_ask"),
        path("agenda/propositions/<key:pk>/decliner/", proposals.decline, name="agenda_proposal_decline"),
        path("agenda/propositions/<key:pk>/image/<key:place>/", proposals.picture, name="agenda_proposal_picture"),
    ]


@hooks.register("construct_homepage_panels")
def show_the_coming_days(request, panels):
    """Put the next two weeks on the desk of those who keep the agenda."""
    if works_on_agenda(request.user):
        panels.append(desk.ComingDaysPanel())
