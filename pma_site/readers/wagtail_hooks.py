from django.urls import path, reverse
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pma_site.core.desk import DESK_HOOK, SHORTCUT_HOOK

from .admin_views import desk, imports, labels, messaging, privacy, returns, review, wishes
from .admin_views.menu import MENU_HOOK, LabelsMenuItem, ReadersMenuItem, RegisterMenuItem
from .admin_views.subscribers import SubscriptionViewSet
from .viewsets import ElectedReaderViewSet, OfficeViewSet, TesterViewSet

register_snippet(SubscriptionViewSet)
register_snippet(OfficeViewSet)
register_snippet(ElectedReaderViewSet)
register_snippet(TesterViewSet)

hooks.register(DESK_HOOK, desk.piles_of)
hooks.register(SHORTCUT_HOOK, desk.shortcuts_of)

# What the histories of the site show: the action, how it is offered, how it is told.
LOGGED = (
    ("office.confirm", "Confirmer une mairie", "Vérifiée : rien n’a changé"),
    ("office.replace", "Changer de maire", "Nouveau maire"),
    ("office.empty", "Laisser le siège vacant", "Siège noté vacant"),
    ("office.returned", "Noter un pli revenu", "Pli revenu"),
    ("office.return_cleared", "Reprendre les envois par la poste", "Adresse postale tenue pour bonne"),
    ("office.post_stopped", "Ne plus recevoir de courrier", "La mairie a demandé à ne plus recevoir de courrier"),
    ("office.post_resumed", "Recevoir de nouveau du courrier", "La mairie a demandé à recevoir de nouveau du courrier"),
    ("office.wished", "Demander le courriel", "La mairie a demandé le courriel"),
    ("office.wish_granted", "Accepter une demande", "Demande de courriel acceptée"),
    ("office.wish_dismissed", "Écarter une demande", "Demande de courriel écartée"),
    ("office.imported", "Importer", "Changée par un import"),
    ("office.import_undone", "Annuler un import", "Remise comme avant un import"),
    ("import.apply", "Appliquer un import", "Import appliqué"),
    ("import.undo", "Annuler un import", "Import annulé"),
    ("privacy.export", "Exporter les données d’une personne", "Données d’une personne exportées"),
    ("privacy.objection", "Enregistrer une opposition", "Opposition d’une personne enregistrée"),
    ("privacy.erasure", "Effacer une personne", "Personne effacée"),
)


@hooks.register("register_admin_menu_item")
def offer_the_readers():
    """Lead to all that is about who receives the letter."""
    return ReadersMenuItem()


@hooks.register(MENU_HOOK)
def offer_the_tour():
    """Lead to the town halls one after the other."""
    return RegisterMenuItem("Après les élections", reverse("readers_review"), icon_name="tasks", order=40)


@hooks.register(MENU_HOOK)
def offer_the_returns():
    """Lead to the letters that came back."""
    return RegisterMenuItem("Plis revenus", reverse("readers_returns"), icon_name="mail", order=50)


@hooks.register(MENU_HOOK)
def offer_the_wishes():
    """Lead to what town halls ask for."""
    return RegisterMenuItem("Demandes", reverse("readers_wishes"), icon_name="comment", order=60)


@hooks.register(MENU_HOOK)
def offer_the_labels():
    """Lead to the labels."""
    return LabelsMenuItem("Étiquettes", reverse("readers_labels"), icon_name="tag", order=70)


@hooks.register(MENU_HOOK)
def offer_imports():
    """Lead to the files brought into the register and taken out of it."""
    return imports.ImportsMenuItem()


@hooks.register(MENU_HOOK)
def offer_personal_data():
    """Lead to the rights of a person over what is kept of them."""
    return privacy.PersonalDataMenuItem()


@hooks.register(MENU_HOOK)
def offer_the_messaging():
    """Lead to how messages leave."""
    return messaging.MessagingMenuItem()


@hooks.register("register_admin_urls")
def register_the_readers():
    """The register's screens, its files in and out, the rights of a person, the transport."""
    rights = "lecteurs/donnees-personnelles"
    return [
        path("lecteurs/apres-les-elections/", review.review, name="readers_review"),
        path("lecteurs/plis-revenus/", returns.returns, name="readers_returns"),
        path("lecteurs/plis-revenus/<key:office_id>/", returns.note, name="readers_return"),
        path("lecteurs/plis-revenus/<key:office_id>/adresse-bonne/", returns.clear, name="readers_return_clear"),
        path("lecteurs/demandes/", wishes.wishes, name="readers_wishes"),
        path("lecteurs/demandes/<key:office_id>/accepter/", wishes.grant, name="readers_wish_grant"),
        path("lecteurs/demandes/<key:office_id>/ecarter/", wishes.dismiss, name="readers_wish_dismiss"),
        path("lecteurs/etiquettes/", labels.labels, name="readers_labels"),
        path("lecteurs/etiquettes/pdf/", labels.labels_pdf, name="readers_labels_pdf"),
        path("lecteurs/etiquettes/csv/", labels.labels_csv, name="readers_labels_csv"),
        path("lecteurs/imports/", imports.imports, name="readers_imports"),
        path("lecteurs/imports/<key:run_id>/", imports.result, name="readers_import"),
        path("lecteurs/imports/<key:run_id>/colonnes/", imports.columns, name="readers_import_columns"),
        path("lecteurs/imports/<key:run_id>/appliquer/", imports.apply, name="readers_import_apply"),
        path("lecteurs/imports/<key:run_id>/annuler/", imports.undo, name="readers_import_undo"),
        path("lecteurs/imports/<key:run_id>/abandonner/", imports.discard, name="readers_import_discard"),
        path("lecteurs/imports/<key:run_id>/a-regarder.csv", imports.problems, name="readers_import_problems"),
        path("lecteurs/exports/", imports.export, name="readers_export"),
        path(f"{rights}/", privacy.look, name="readers_personal_data"),
        path(f"{rights}/exporter/", privacy.export, name="readers_personal_data_export"),
        path(f"{rights}/opposition/", privacy.objection, name="readers_personal_data_objection"),
        path(f"{rights}/effacer/", privacy.erase, name="readers_personal_data_erase"),
        path(f"{rights}/registre/", privacy.show_register, name="readers_processing_register"),
        path(f"{rights}/registre.md", privacy.download_register, name="readers_processing_register_file"),
        path("lecteurs/messagerie/", messaging.show, name="readers_messaging"),
        path("lecteurs/messagerie/essai/", messaging.try_out, name="readers_messaging_trial"),
        path("lecteurs/messagerie/confirmer/", messaging.confirm, name="readers_messaging_confirm"),
    ]


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the histories show of readers."""
    for name, label, message in LOGGED:
        actions.register_action(f"readers.{name}", label, message)
