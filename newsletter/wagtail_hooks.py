from django.urls import path
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pma_site.core.desk import DESK_HOOK, SHORTCUT_HOOK
from pma_site.core.models import last_writer
from pma_site.readers.admin_views.menu import MENU_HOOK

from . import dispatching
from .admin_views import desk, dispatch, editing, figures, proofs, sending
from .admin_views.composition import NewIssueView
from .admin_views.menu import LettersMenuItem, LettersView, works_on_letters
from .admin_views.readiness import PrinterView, ReadinessView, RemakePdfView, TextPartView
from .models import IssuePage
from .viewsets import IndicatorValueViewSet, IndicatorViewSet, IssueViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)

hooks.register(DESK_HOOK, desk.piles_of)
hooks.register(SHORTCUT_HOOK, desk.shortcuts_of)

LOGGED = (
    ("proof.lend", "Faire relire", "Lien de relecture créé"),
    ("proof.revoke", "Révoquer un lien de relecture", "Lien de relecture révoqué"),
    ("publish_own", "Publier son propre travail", "Publié par la personne qui l’avait modifié en dernier"),
    ("dispatch", "Déclarer l’envoi", "Envoi déclaré"),
    ("dispatch.withdraw", "Annuler une déclaration d’envoi", "Déclaration d’envoi annulée"),
    ("rectify", "Publier un rectificatif", "Rectificatif publié"),
    ("sending.test", "S’envoyer un essai", "Essai envoyé"),
    ("sending.prepare", "Lancer l’envoi", "Envoi aux lecteurs lancé"),
    ("sending.withdraw", "Retirer l’envoi", "Envoi aux lecteurs retiré"),
    ("sending.pause", "Mettre l’envoi en pause", "Envoi aux lecteurs mis en pause"),
    ("sending.resume", "Reprendre l’envoi", "Envoi aux lecteurs repris"),
    ("sending.stop", "Arrêter l’envoi", "Envoi aux lecteurs arrêté"),
    ("sending.again", "Présenter à nouveau les refus", "Lettres refusées présentées à nouveau"),
    ("sending.settle", "Décider d’une lettre incertaine", "Sort d’une lettre incertaine décidé"),
)


@hooks.register("register_admin_viewset")
def register_issues():
    """List the issues by number."""
    return IssueViewSet("issues")


@hooks.register("construct_homepage_panels")
def show_the_next_issue(request, panels):
    """Put the next issue on the desk of those who work on the letters."""
    if works_on_letters(request.user):
        panels.append(desk.NextIssuePanel())


@hooks.register("register_admin_menu_item")
def put_letters_first():
    """Lead from anywhere to the letters."""
    return LettersMenuItem()


@hooks.register(MENU_HOOK)
def offer_the_sendings():
    """Lead to what is sent to readers."""
    return sending.SendingsMenuItem()


@hooks.register("register_admin_urls")
def register_pages_about_an_issue():
    """Beginning, checking, proof-reading, sending and correcting."""
    return [
        path("lettres/", LettersView.as_view(), name="newsletter_letters"),
        path("chiffres-cles/a-actualiser/", figures.to_refresh, name="figures_to_refresh"),
        path("chiffres-cles/<key:pk>/nouvelle-valeur/", figures.next_value, name="figure_next_value"),
        path("lettres/nouveau-numero/", NewIssueView.as_view(), name="new_issue"),
        path("lettres/<key:pk>/pret-a-partir/", ReadinessView.as_view(), name="newsletter_readiness"),
        path("lettres/<key:pk>/refaire-le-pdf/", RemakePdfView.as_view(), name="newsletter_remake_pdf"),
        path("lettres/<key:pk>/imprimeur/", PrinterView.as_view(), name="newsletter_printer"),
        path("lettres/<key:pk>/courriel-texte/", TextPartView.as_view(), name="newsletter_text_part"),
        path("lettres/<key:issue_id>/relecture/", proofs.proofs, name="newsletter_proofs"),
        path("relecture/<key:proof_id>/revoquer/", proofs.revoke, name="newsletter_proof_revoke"),
        path("relecture/remarques/<key:comment_id>/", proofs.settle, name="newsletter_proof_settle"),
        path("lettres/<key:issue_id>/envoi/", dispatch.declare_sent, name="newsletter_dispatch"),
        path("lettres/envois/<key:dispatch_id>/annuler/", dispatch.withdraw, name="newsletter_withdraw"),
        path("lettres/<key:issue_id>/rectificatif/", dispatch.rectify, name="newsletter_rectify"),
        path("lecteurs/envois/", sending.sendings, name="newsletter_sendings"),
        path("lettres/<key:issue_id>/envoyer/", sending.send, name="newsletter_send"),
        path("lettres/<key:issue_id>/envoyer/essai/", sending.send_test, name="newsletter_send_test"),
        path("lecteurs/envois/<key:sending_id>/", sending.progress, name="newsletter_sending"),
        path("lecteurs/envois/<key:sending_id>/<slug:action>/", sending.act, name="newsletter_sending_act"),
        path("lecteurs/remises/<key:delivery_id>/", sending.settle, name="newsletter_settle_delivery"),
    ]


@hooks.register("register_page_header_buttons")
def offer_what_an_issue_goes_through(page, user, view_name, next_url=None):
    """Add to the menu of an issue what one does with it besides writing."""
    return editing.ways_on(page, user)


@hooks.register("construct_page_action_menu")
def offer_no_publication_that_is_refused(menu_items, request, context):
    """Leave publishing to rectifications for a sent issue, and to somebody else for one's own work."""
    refused = editing.refused_actions(request.user, context.get("page"), context.get("parent_page"))
    menu_items[:] = [item for item in menu_items if item.name not in refused]


@hooks.register("before_edit_page")
def tell_what_awaits_an_issue(request, page):
    """Say on top of the form what its editor should know first."""
    if request.method == "GET" and isinstance(page, IssuePage):
        editing.tell_what_awaits(request, page)


@hooks.register("after_edit_page")
def tell_what_became_of_an_issue(request, page):
    """Say what followed from the form."""
    if isinstance(page, IssuePage):
        editing.tell_what_was_answered(request, page)


@hooks.register("before_publish_page")
def keep_the_rules_of_publication(request, page):
    """Refuse what IssuePage.check_publication refuses."""
    if isinstance(page, IssuePage):
        editing.guard_publication(request, page)


@hooks.register("after_publish_page")
def note_who_published_their_own_work(request, page):
    """Log that an administrator published what they had written last."""
    if isinstance(page, IssuePage) and last_writer(page) == request.user.pk:
        log(instance=page, action="newsletter.publish_own", user=request.user)


@hooks.register("before_delete_page")
def keep_what_was_sent(request, page):
    """Refuse to delete a sent issue, and a page above one."""
    dispatching.refuse_to_delete_what_was_sent([page])


@hooks.register("before_unpublish_page")
def keep_what_is_being_sent(request, page):
    """Refuse to take offline an issue whose letters lead to it, while they leave."""
    dispatching.refuse_while_sent([page])


@hooks.register("before_bulk_action")
def keep_what_was_sent_among_many(request, action_type, objects, action):
    """Refuse the same of many at once."""
    if issubclass(action.model, Page) and action_type == "delete":
        dispatching.refuse_to_delete_what_was_sent(objects)
    if issubclass(action.model, Page) and action_type == "unpublish":
        dispatching.refuse_while_sent(objects)


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the history of an issue shows."""
    for name, label, message in LOGGED:
        actions.register_action(f"newsletter.{name}", label, message)
