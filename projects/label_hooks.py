from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .admin_views import (
    applications,
    label_certificates,
    label_committees,
    label_instruction,
    label_news,
    label_reviewing,
)
from .admin_views.label_screens import InstructionMenuItem, MyFilesMenuItem
from .applying.keeping import refuse_to_delete_what_was_applied_in
from .models import Application
from .viewsets import LabelCallViewSet

register_snippet(LabelCallViewSet)


class ApplicationURLFinder(ModelAdminURLFinder):
    """Where an application is read: what concerns a person leads there."""

    edit_url_name = "label_application"


register_admin_url_finder(Application, ApplicationURLFinder)

# What the histories of the site show: the action, how it is offered, how it is told.
LOGGED = (
    ("application.candidate", "Créer la fiche d’un candidat", "Fiche candidat créée"),
    ("application.ask", "Poser une question à qui candidate", "Question posée"),
    ("application.write", "Écrire à qui candidate", "Message envoyé"),
    ("candidate.certificate", "Envoyer une attestation", "Attestation envoyée"),
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


@hooks.register(applications.MENU_HOOK)
def offer_the_instruction():
    """Lead to the applications of the edition under way."""
    return InstructionMenuItem(
        "Instruction", reverse("label_latest"), "instruction", icon_name="clipboard-list", order=20
    )


@hooks.register(applications.MENU_HOOK)
def offer_my_files():
    """Lead to what is before the committees of who looks."""
    return MyFilesMenuItem(label_reviewing.TITLE, reverse("label_my_files"), "dossiers", icon_name="folder", order=30)


@hooks.register("register_admin_urls")
def register_the_instruction():
    """The screens of the instruction, of the committees, of news and certificates."""
    of_edition, of_committee = "label/instruction/<key:pk>", "label/comites/<key:pk>"
    return [
        path("label/instruction/", label_instruction.latest, name="label_latest"),
        path(f"{of_edition}/", label_instruction.table, name="label_instruction"),
        path(f"{of_edition}/resultats/", label_instruction.prepare, name="label_prepare"),
        path(f"{of_edition}/attestations/", label_certificates.certificates, name="label_certificates"),
        path(f"{of_edition}/tableau.xlsx", label_committees.table_xlsx, name="label_table_xlsx"),
        path(f"{of_edition}/comites/nouveau/", label_committees.add, name="label_committee_add"),
        path("label/dossiers/<key:pk>/", label_instruction.application, name="label_dossier"),
        path("label/dossiers/<key:pk>/recevabilite/", label_instruction.admissibility, name="label_admissibility"),
        path(f"{of_committee}/", label_committees.session, name="label_committee"),
        path(f"{of_committee}/modifier/", label_committees.change, name="label_committee_change"),
        path(f"{of_committee}/clore/", label_committees.close, name="label_committee_close"),
        path(f"{of_committee}/supprimer/", label_committees.remove, name="label_committee_remove"),
        path(f"{of_committee}/dossiers.xlsx", label_committees.committee_xlsx, name="label_committee_xlsx"),
        path(f"{of_committee}/dossiers.pdf", label_committees.committee_pdf, name="label_committee_pdf"),
        path("label/mes-dossiers/", label_reviewing.my_files, name="label_my_files"),
        path("label/mes-dossiers/<key:pk>/", label_reviewing.my_file, name="label_my_file"),
        path("label/pieces/<key:pk>/", label_reviewing.attachment, name="label_attachment"),
        path("label/candidats/<key:pk>/nouvelles/", label_news.news, name="label_news"),
        path("label/nouvelles/<key:pk>/", label_news.change, name="label_news_change"),
        path("label/nouvelles/<key:pk>/supprimer/", label_news.remove, name="label_news_remove"),
        path("label/candidats/<key:pk>/attestation/", label_news.certificate, name="label_certificate"),
        path("label/candidats/<key:pk>/attestation.pdf", label_news.certificate_pdf, name="label_certificate_pdf"),
    ]


@hooks.register("register_page_header_buttons")
def offer_what_one_does_with_a_laureate(page, user, view_name, next_url=None):
    """Add to the menu of a laureate its news and its certificate."""
    return label_news.ways_on(page, user)


@hooks.register("insert_global_admin_css")
def dress_the_instruction():
    """What the screens of the label look like, and the words of the embargo in the forms of pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/label.css"))
