"""Labels that Wagtail derives from the names of its fields, beyond the reach of any translation file."""

from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.sites.views import IndexView as SitesView
from wagtail.users.views.bulk_actions.assign_role import RoleForm

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


def write_in_french():
    """Give the forms and columns above their French labels."""
    for form, labels in FIELD_LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for column in SitesView.columns:
        column.label = COLUMN_LABELS.get(column.name, column.label)
