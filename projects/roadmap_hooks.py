from django.urls import path, reverse_lazy
from wagtail import hooks
from wagtail.models import Page

from .admin_views import roadmap, roadmap_letter, roadmap_years
from .closing import CLOSED, REOPENED, refuse_to_change_closed_years


@hooks.register("register_admin_menu_item")
def offer_the_board_of_the_roadmap():
    """Lead from anywhere to the actions of the year."""
    return roadmap.RoadmapMenuItem(
        roadmap.TITLE, reverse_lazy("roadmap_board"), "feuille-de-route", icon_name="list-ul", order=58
    )


@hooks.register("register_admin_urls")
def register_the_screens_of_the_roadmap():
    """The board, the small page of a milestone, and what one does with a year."""
    return [
        path("feuille-de-route/", roadmap.board, name="roadmap_board"),
        path("feuille-de-route/actions/<uuid:key>/etape/", roadmap.add_milestone, name="roadmap_add_milestone"),
        path("feuille-de-route/lettre/", roadmap_letter.letter_milestones, name="roadmap_letter"),
        path("feuille-de-route/nouvelle-annee/", roadmap_years.new_year, name="roadmap_new_year"),
        path("feuille-de-route/<key:pk>/cloture/", roadmap_years.closing, name="roadmap_closing"),
    ]


@hooks.register("before_create_page")
def add_nothing_to_a_closed_year(request, parent_page, page_class):
    """Refuse a new axis in a closed year."""
    refuse_to_change_closed_years([parent_page], holding=False)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_closed_years(request, page):
    """Refuse to take a page of a closed year away."""
    refuse_to_change_closed_years([page])


@hooks.register("before_move_page")
def keep_closed_years_in_place(request, page, destination):
    """Refuse to move a page out of a closed year, or into one."""
    refuse_to_change_closed_years([page])
    refuse_to_change_closed_years([destination], holding=False)


@hooks.register("before_copy_page")
def copy_nothing_of_a_closed_year(request, page):
    """Refuse a copy, which would stand in the same year."""
    refuse_to_change_closed_years([page], holding=False)


@hooks.register("before_bulk_action")
def keep_closed_years_among_many(request, action_type, objects, action):
    """Refuse the same of many at once."""
    if issubclass(action.model, Page) and action_type in ("delete", "unpublish", "move", "publish"):
        refuse_to_change_closed_years(objects)


@hooks.register("register_log_actions")
def name_what_is_logged_of_years(actions):
    """Say in French what the history of a year shows."""
    actions.register_action(CLOSED, "Clore l’année", "Année close")
    actions.register_action(REOPENED)(roadmap_years.ReopeningInWords)
