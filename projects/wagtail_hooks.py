from django.urls import path, reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .admin_views import applications
from .applying.keeping import refuse_to_delete_what_was_applied_in
from .viewsets import LabelCallViewSet

register_snippet(LabelCallViewSet)

# What the histories of the site show: the action, how it is offered, how it is told.
LOGGED = (
    ("application.candidate", "Créer la fiche d’un candidat", "Fiche candidat créée"),
    ("application.ask", "Poser une question à qui candidate", "Question posée"),
    ("application.write", "Écrire à qui candidate", "Message envoyé"),
    ("application.delay", "Accorder un délai", "Délai accordé"),
)


@hooks.register("register_admin_menu_item")
def offer_the_label():
    """Lead from anywhere to what is done for the label."""
    return applications.LabelMenuItem()


@hooks.register(applications.MENU_HOOK)
def offer_the_applications():
    """Lead to the list of the applications."""
    address = reverse("label_applications")
    return applications.ApplicationsMenuItem(
        applications.TITLE, address, name="candidatures", icon_name="mail", order=10
    )


@hooks.register("register_admin_urls")
def register_the_screens_of_applications():
    """What was deposited, and what is done with it."""
    return [
        path("label/candidatures/", applications.applications, name="label_applications"),
        path("label/candidatures/<key:pk>/", applications.application, name="label_application"),
        path(
            "label/candidatures/<key:pk>/pieces/<key:file_pk>/",
            applications.joined_file,
            name="label_application_file",
        ),
        path("label/candidatures/<key:pk>/fiche/", applications.make_candidate, name="label_application_candidate"),
        path("label/candidatures/<key:pk>/question/", applications.ask, name="label_application_ask"),
        path("label/candidatures/<key:pk>/message/", applications.write, name="label_application_write"),
        path("label/candidatures/<key:pk>/delai/", applications.grant_delay, name="label_application_delay"),
    ]


@hooks.register("before_delete_page")
def keep_editions_with_applications(request, page):
    """Refuse to delete an edition that somebody applied in, and a page above one."""
    refuse_to_delete_what_was_applied_in([page])


@hooks.register("before_bulk_action")
def keep_editions_with_applications_among_many(request, action_type, objects, action):
    """Refuse the same of many at once."""
    if issubclass(action.model, Page) and action_type == "delete":
        refuse_to_delete_what_was_applied_in(objects)


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the histories show of applications."""
    for name, label, message in LOGGED:
        actions.register_action(f"projects.{name}", label, message)
