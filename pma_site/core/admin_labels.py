"""Labels that Wagtail derives from the names of its fields, beyond the reach of any translation file."""

from django.contrib import messages as django_messages
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.generic import CreateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.views.bulk_actions.assign_role import RoleForm

from .admin_frame import heading
from .french import NBSP

FIELD_LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": "Texte du lien"},
    choosers.AnchorLinkChooserForm: {"url": "Ancre", "link_text": "Texte du lien"},
    choosers.PhoneLinkChooserForm: {"phone_number": "Numéro de téléphone", "link_text": "Texte du lien"},
    choosers.EmailLinkChooserForm: {
        "email_address": "Adresse électronique",
        "link_text": "Texte du lien",
        "subject": "Objet du message",
        "body": "Texte du message",
    },
    RoleForm: {"role": "Rôle"},
    LoginForm: {"password": "Mot de passe"},
}
COLUMN_LABELS = {"port": "Port", "site_name": "Nom du site", "root_page": "Page racine"}


def _head(view):
    """The head of a screen, « Modification : Bivouac du 3 mai »: Wagtail puts an English colon there."""
    return heading(view.get_page_title(), view.get_page_subtitle())


def _tell_mistakes(request, message, form, buttons=None):
    """Say above a form what is wrong in it, « Rang : Assurez-vous… »: Wagtail puts an English colon there."""
    # What is wrong in a field alone is said beside it.
    told = form.errors.items() if form.non_field_errors() else ()
    heads = {name: f"{form[name].label}{NBSP}: " for name, _ in told if name in form.fields}
    lines = format_html_join(
        "", "<li>{}{}</li>", ((heads.get(name, ""), error) for name, all_of_it in told for error in all_of_it)
    )
    detail = format_html('<ul class="errorlist">{}</ul>', lines) if lines else ""
    django_messages.error(request, messages.render(message, buttons, detail=detail))


def write_in_french():
    """Give the forms and columns above their French labels, and the screens their heads."""
    WagtailAdminTemplateMixin.get_header_title = _head
    messages.validation_error = _tell_mistakes
    # « Nouveau : personne »: a word for every gender.
    CreateView.page_title = PageCreateView.page_title = "Création"
    for form, labels in FIELD_LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for column in SitesView.columns:
        column.label = COLUMN_LABELS.get(column.name, column.label)
