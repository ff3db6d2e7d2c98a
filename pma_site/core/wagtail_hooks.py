"""What the admin offers and refuses, whatever the room."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import Page, WorkflowState

from . import page_links
from .admin_labels import write_in_french
from .admin_views import OthersChangeView, StillSignedInView
from .copying import exists_once, offer_no_copy_that_is_refused
from .exports import make_harmless
from .linking_views import SuggestedLinksView, way_to_links
from .media_api import OwnDocuments, OwnImages
from .media_privacy import is_public, of_the_team
from .middleware import ALREADY_ANSWERED
from .models import SecondReaderTask, SiteDocument, last_writer
from .models.approvals import OWN_WORK
from .registers import refuse_while_used
from .seeing_pages import visible_pages

write_in_french()
offer_no_copy_that_is_refused()
make_harmless()

# Reports about the machinery rather than the content.
TECHNICAL_REPORTS = ("workflow-tasks", "page-types-usage")
# Links of Wagtail's help menu that lead to pages in English on another site.
FOREIGN_HELP = ("whats-new-in-wagtail", "editor-guide")


# After Wagtail's own, whose place it takes.
hooks.register("register_rich_text_features", page_links.register, order=5)


@hooks.register("insert_global_admin_css")
def wear_the_colours_of_the_site():
    """Colour the admin as the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/frame.css"))


@hooks.register("insert_global_admin_css")
def make_cards_of_rows():
    """Show the rows of every table as cards where a window has no room for columns."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/listings.css"))


@hooks.register("register_admin_urls")
def register_screens():
    """Offer the screens that know no room beside Wagtail's own."""
    return [
        path("connexion/", StillSignedInView.as_view(), name="still_signed_in"),
        path("pages/<int:pk>/difference/", OthersChangeView.as_view(), name="others_change"),
        path("pages/<key:pk>/liens/", SuggestedLinksView.as_view(), name="suggested_links"),
    ]


@hooks.register("register_page_header_buttons")
def offer_links(page, user, view_name, next_url=None):
    """Lead from the form of a page to what it names and does not link yet."""
    return way_to_links(page, user)


@hooks.register("insert_global_admin_js")
def keep_what_is_typed():
    """Send a form only while its editor is signed in and the site answers."""
    return render_to_string("core/admin/kept_text.html", {"csrf_cookie": settings.CSRF_COOKIE_NAME})


@hooks.register("insert_global_admin_js")
def keep_dates_that_cannot_be_read():
    """Let the form refuse a date that was mistyped, rather than have its calendar replace it by today."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/dates.js"))


@hooks.register("insert_editor_js")
def lead_to_what_an_address_names():
    """Open the tab of the block that the anchor of an address names."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/anchors.js"))


@hooks.register("insert_editor_js")
def type_at_once_in_choosers():
    """Let one type as soon as the window of a chooser opens."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/choosers.js"))


@hooks.register("before_serve_document")
def keep_documents_of_drafts(document, request):
    """Show a document to who does not work with it only while something public does (core.media_privacy)."""
    if not (is_public(document, request) or of_the_team(SiteDocument, request.user).filter(pk=document.pk).exists()):
        raise Http404


@hooks.register("construct_admin_api", order=100)
def keep_files_to_who_works_with_them(router):
    """List pictures and documents in the API of the admin to the roles that choose among them."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("construct_help_menu")
def keep_help_in_french(request, menu_items):
    """Leave in the help menu what is in French."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(FOREIGN_HELP)]


@hooks.register("construct_reports_menu")
def keep_reports_to_the_content(request, menu_items):
    """Leave in the reports menu what speaks of pages."""
    menu_items[:] = [item for item in menu_items if item.name not in TECHNICAL_REPORTS]


@hooks.register("construct_page_chooser_queryset")
def choose_among_visible_pages(pages, request):
    """Offer the published pages, and the drafts of one's own branch only."""
    return visible_pages(pages, request.user)


def _refuse_for_index(request, page):
    """Send back who would take an index page away: the menu and the addresses of a room hang on it."""
    if page.specific_class and page.specific_class.max_count == 1 and not request.user.is_superuser:
        message = f"« {page.get_admin_display_title()} » porte une rubrique du site : seul un administrateur peut "
        messages.error(request, message + "la dépublier, la déplacer ou la supprimer.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_index_pages(request, page):
    """Refuse to delete or unpublish an index page, but to an administrator."""
    return _refuse_for_index(request, page)


@hooks.register("before_delete_snippet")
def keep_what_is_used(request, records):
    """Refuse to delete, alone or among many, a record of a register that stays while something uses it."""
    if request.method == "POST":
        refuse_while_used(records)


@hooks.register("before_move_page")
def keep_index_pages_in_place(request, page, destination):
    """Refuse to move an index page, but to an administrator; and to name a page to who may not move it there."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return _refuse_for_index(request, page)


@hooks.register("before_copy_page")
def refuse_to_copy_what_exists_once(request, page):
    """Refuse a copy that could not be saved."""
    if exists_once(page):
        message = "porte un numéro, une année ou une organisation qui n’existe qu’une fois : créez plutôt une page."
        messages.error(request, f"« {page.get_admin_display_title()} » {message}")
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_index_pages_and_administrators(request, action_type, objects, action):
    """Refuse the same of many at once, and to touch administrators."""
    if issubclass(action.model, Page) and action_type in ("delete", "unpublish", "move"):
        return next(filter(None, (_refuse_for_index(request, page) for page in objects)), None)
    accounts = objects if action.model is get_user_model() else []
    if any(account.is_superuser for account in accounts) and not request.user.is_superuser:
        raise PermissionDenied
    return None


@hooks.register("construct_page_action_menu")
def ask_again_in_one_way(menu_items, request, context):
    """Offer to begin an approval anew only where that is not the same as to go on: in a circuit of several steps."""
    again = [item for item in menu_items if item.name == "action-restart-workflow"]
    if again and context["page"].get_workflow().tasks.count() == 1:
        menu_items[:] = [item for item in menu_items if item not in again]


@hooks.register("before_edit_page")
def say_who_may_approve(request, page):
    """Tell who could approve a page, had they not written it last, why they are not offered to."""
    task = page.current_workflow_task if request.method == "GET" else None
    if (
        isinstance(task, SecondReaderTask)
        and task.user_can_access_editor(page, request.user)
        and last_writer(page) == request.user.pk
    ):
        messages.info(request, OWN_WORK)


@hooks.register("before_edit_page")
def say_which_corrections_are_asked(request, page):
    """Tell on top of the form what whoever refused a page wants changed: Wagtail keeps it in its history."""
    state = page.current_workflow_state if request.method == "GET" else None
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    answer = state.current_task_state
    words = f"Corrections demandées par {user_display_name(answer.finished_by)}" if answer.finished_by else ""
    words = words or "Corrections demandées"
    messages.warning(request, f"{words}\u00a0: «\u00a0{answer.comment}\u00a0»" if answer.comment else f"{words}.")


@hooks.register("before_edit_page")
def answer_once(request, page):
    """Save what comes with an answer to a proof that was answered meanwhile, as a draft, and say so.

    Wagtail fails there: somebody went back in the browser, or was second. And its form saves itself once more while the
    answer leaves, with that answer in it: the server would take it twice.
    """
    if "action-workflow-action" not in request.POST:
        return
    saves_itself = not request.accepts("text/html")
    if saves_itself or page.current_workflow_task is None:
        request.POST = request.POST.copy()
        del request.POST["action-workflow-action"]
        if not saves_itself:
            messages.warning(request, ALREADY_ANSWERED)
