from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .admin_views import JournalView, reset_second_factor

LOGGED = [
    ("enter", "Se connecter", "S’est connecté"),
    ("unlock", "Faire connaître un navigateur", "A fait connaître un navigateur par le lien de son message"),
    ("tries", "Essais de mots de passe", "Essais de mots de passe arrêtés, titulaire prévenu"),
    ("codes", "Essais de codes", "Mot de passe juste, codes faux : titulaire prévenu"),
    ("factor.add", "Ajouter un second facteur", "A ajouté un second facteur"),
    ("factor.remove", "Retirer un second facteur", "A retiré un second facteur"),
    ("factor.codes", "Renouveler les codes de secours", "A renouvelé ses codes de secours"),
    ("factor.reset", "Remettre un second facteur à zéro", "Second facteur remis à zéro par un administrateur"),
]
# Where the address is part of what one wants to read.
LOGGED_WITH_PATH = [("export", "Emporter un fichier"), ("look", "Consulter des données personnelles")]


class AdministratorsMenuItem(MenuItem):
    """An entry that administrators see."""

    def is_shown(self, request):
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def register_the_accounts():
    """The reset of a second factor, and the log of accesses."""
    return [
        path("users/<key:pk>/second-facteur/", reset_second_factor, name="accounts_reset_factor"),
        path("reports/acces/", JournalView.as_view(), name="accounts_journal"),
        path("reports/acces/results/", JournalView.as_view(results_only=True), name="accounts_journal_results"),
    ]


@hooks.register("register_reports_menu_item")
def offer_the_journal():
    """Lead administrators to who did what."""
    return AdministratorsMenuItem("Journal des accès", reverse("accounts_journal"), icon_name="history", order=50)


@hooks.register("register_account_menu_item")
def offer_the_second_factor(request):
    """Lead everybody to their own second factor."""
    return {
        "url": reverse("mfa_index"),
        "label": "Second facteur",
        "help_text": "Application d’authentification, clés, codes de secours.",
    }


@hooks.register("register_user_listing_buttons")
def offer_the_reset(user, request_user):
    """Lead administrators from an account to the reset of its second factor."""
    if request_user.is_superuser:
        address = reverse("accounts_reset_factor", args=[user.pk])
        yield Button("Second facteur…", url=address, icon_name="key", priority=60)


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the histories show of accounts."""
    for name, label, message in LOGGED:
        actions.register_action(f"accounts.{name}", label, message)
    for name, label in LOGGED_WITH_PATH:
        actions.register_action(f"accounts.{name}")(type("_WithPath", (_WithPath,), {"label": label}))


class _WithPath(LogFormatter):
    def format_message(self, log_entry):
        return f"{self.label} : {log_entry.data.get('path', '')}"
