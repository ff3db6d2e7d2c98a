"""Labels that Wagtail derives from the names of its fields, beyond the reach of any translation file."""

from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.generic import CreateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.views.bulk_actions.assign_role import RoleForm

from .admin_frame import heading

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


def write_in_french():
    """Give the forms and columns above their French labels, and the screens their heads."""
    WagtailAdminTemplateMixin.get_header_title = _head
    # « Nouveau : personne »: a word for every gender.
    CreateView.page_title = PageCreateView.page_title = "Création"
    for form, labels in FIELD_LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for column in SitesView.columns:
        column.label = COLUMN_LABELS.get(column.name, column.label)
