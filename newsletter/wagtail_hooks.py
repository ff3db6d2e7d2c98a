from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pma_site.core.models import last_writer
from pma_site.core.refusals import Refused

from . import dispatch_admin, proof_admin
from .admin_views.composition import NewIssueView
from .admin_views.readiness import PrinterView, ReadinessView, TextPartView
from .models import IssueIndexPage, IssuePage, IssueVersion, ProofComment
from .viewsets import IndicatorValueViewSet, IndicatorViewSet, IssueViewSet

register_snippet(IndicatorViewSet)
register_snippet(IndicatorValueViewSet)


@hooks.register("register_admin_viewset")
def register_issues():
    """List the issues by number."""
    return IssueViewSet("issues")


@hooks.register("register_admin_urls")
def register_pages_about_an_issue():
    """Beginning, checking, proof-reading, sending and correcting."""
    return [
        path("lettres/nouveau-numero/", NewIssueView.as_view(), name="new_issue"),
        path("lettres/<int:pk>/pret-a-partir/", ReadinessView.as_view(), name="newsletter_readiness"),
        path("lettres/<int:pk>/imprimeur/", PrinterView.as_view(), name="newsletter_printer"),
        path("lettres/<int:pk>/courriel-texte/", TextPartView.as_view(), name="newsletter_text_part"),
        path("lettres/<int:issue_id>/relecture/", proof_admin.proofs, name="newsletter_proofs"),
        path("relecture/<int:proof_id>/revoquer/", proof_admin.revoke, name="newsletter_proof_revoke"),
        path("relecture/remarques/<int:comment_id>/", proof_admin.settle, name="newsletter_proof_settle"),
        path("lettres/<int:issue_id>/envoi/", dispatch_admin.declare_sent, name="newsletter_dispatch"),
        path("lettres/<int:issue_id>/rectificatif/", dispatch_admin.rectify, name="newsletter_rectify"),
    ]


@hooks.register("register_page_header_buttons")
def offer_what_an_issue_goes_through(page, user, view_name, next_url=None):
    """Add to the menu of an issue what one does with it besides writing."""
    issue = page.specific if issubclass(page.specific_class or Page, IssuePage) else None
    if issue is None:
        return
    rights = page.permissions_for_user(user)
    if rights.can_edit():
        checks = reverse("newsletter_readiness", args=[page.pk])
        yield Button("Prêt à partir\u00a0?", checks, icon_name="check", priority=5)
        yield Button("Faire relire", reverse("newsletter_proofs", args=[page.pk]), icon_name="view", priority=12)
    if rights.can_publish():
        if page.live:
            sending = reverse("newsletter_dispatch", args=[page.pk])
            yield Button("Déclarer l’envoi", sending, icon_name="mail", priority=13)
        if issue.is_sent:
            correcting = reverse("newsletter_rectify", args=[page.pk])
            yield Button("Publier un rectificatif", correcting, icon_name="warning", priority=14)


@hooks.register("construct_page_action_menu")
def offer_no_publication_that_is_refused(menu_items, request, context):
    """Leave publishing to rectifications for a sent issue, and to somebody else for one's own work."""
    page, refused = context.get("page"), ()
    if isinstance(page, IssuePage):
        if page.is_sent:
            refused = ("action-publish", "approve", "action-submit")
        elif not request.user.is_superuser and last_writer(page) == request.user.pk:
            refused = ("action-publish",)
    elif context["view"] == "create" and context["parent_page"].specific_class is IssueIndexPage:
        refused = () if request.user.is_superuser else ("action-publish",)
    menu_items[:] = [item for item in menu_items if item.name not in refused]


@hooks.register("before_edit_page")
def tell_what_awaits_an_issue(request, page):
    """Say on top of the form that the issue was sent, and that proof-readers wait for an answer."""
    if request.method != "GET" or not isinstance(page, IssuePage):
        return
    if page.is_sent:
        messages.info(request, "Ce numéro a été envoyé : vos modifications paraîtront avec un rectificatif.")
    waiting = ProofComment.objects.filter(proof__issue=page.pk, handled_at=None).count()
    if waiting:
        words = "Une remarque de relecture attend" if waiting == 1 else f"{waiting} remarques de relecture attendent"
        address = f"{reverse('newsletter_proofs', args=[page.pk])}#remarques"
        messages.info(request, f"{words} une réponse.", [messages.button(address, "Lire")])


@hooks.register("before_publish_page")
def keep_the_rules_of_publication(request, page):
    """Refuse what IssuePage.check_publication refuses; the draft is saved by then."""
    if not isinstance(page, IssuePage):
        return
    try:
        page.check_publication(page.get_latest_revision(), request.user)
    except Refused:
        if request.resolver_match.url_name == "add":
            # Wagtail puts a new page online before it asks.
            IssuePage.objects.filter(pk=page.pk).update(live=False)
        raise


@hooks.register("after_publish_page")
def note_who_published_their_own_work(request, page):
    """Log that an administrator published what they had written last."""
    if isinstance(page, IssuePage) and last_writer(page) == request.user.pk:
        log(instance=page, action="newsletter.publish_own", user=request.user)


def _refuse_to_delete_what_was_sent(pages):
    for page in pages:
        if IssueVersion.objects.filter(issue__path__startswith=page.path).exists():
            message = f"« {page.get_admin_display_title()} » a été envoyé aux lecteurs : il ne se supprime plus."
            raise Refused(message, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


@hooks.register("before_delete_page")
def keep_what_was_sent(request, page):
    """Refuse to delete a sent issue, and a page above one."""
    _refuse_to_delete_what_was_sent([page])


@hooks.register("before_bulk_action")
def keep_what_was_sent_among_many(request, action_type, objects, action):
    """Refuse the same of many at once."""
    if issubclass(action.model, Page) and action_type == "delete":
        _refuse_to_delete_what_was_sent(objects)


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the history of an issue shows."""
    for name, label, message in (
        ("proof.lend", "Faire relire", "Lien de relecture créé"),
        ("proof.revoke", "Révoquer un lien de relecture", "Lien de relecture révoqué"),
        ("publish_own", "Publier son propre travail", "Publié par qui l’avait modifié en dernier"),
        ("dispatch", "Déclarer l’envoi", "Envoi déclaré"),
        ("rectify", "Publier un rectificatif", "Rectificatif publié"),
    ):
        actions.register_action(f"newsletter.{name}", label, message)
