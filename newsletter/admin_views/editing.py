"""What the form of an issue offers, refuses and says on top."""

from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pma_site.core.models import last_writer

from ..models import IssueIndexPage, IssuePage, ProofComment


def ways_on(page, user):
    """Yield the buttons of what one does with an issue beside writing it; none for another page."""
    issue = page.specific if issubclass(page.specific_class or Page, IssuePage) else None
    if issue is None:
        return
    rights = page.permissions_for_user(user)
    if rights.can_edit():
        checks = reverse("newsletter_readiness", args=[page.pk])
        yield Button("Prêt à partir\u00a0?", checks, icon_name="check", priority=5)
        yield Button("Faire relire", reverse("newsletter_proofs", args=[page.pk]), icon_name="view", priority=12)
    if page.live and user.has_perm("newsletter.send_issue"):
        yield Button("Envoyer aux lecteurs", reverse("newsletter_send", args=[page.pk]), icon_name="mail", priority=13)
    if rights.can_publish():
        if page.live:
            sending = reverse("newsletter_dispatch", args=[page.pk])
            yield Button("Déclarer l’envoi", sending, icon_name="mail", priority=13)
        if issue.is_sent:
            correcting = reverse("newsletter_rectify", args=[page.pk])
            yield Button("Publier un rectificatif", correcting, icon_name="warning", priority=14)


def refused_actions(user, page, parent):
    """Return the names of Wagtail's actions that `user` would be refused on `page`, or on a new page below `parent`."""
    if isinstance(page, IssuePage):
        if page.is_sent:
            return {"action-publish", "approve", "action-submit"}
        if not user.is_superuser and last_writer(page) == user.pk:
            return {"action-publish"}
    elif page is None and parent.specific_class is IssueIndexPage and not user.is_superuser:
        return {"action-publish"}
    return set()


def tell_what_awaits(request, issue):
    """Say on top of the form that the issue was sent, and that proof-readers wait for an answer."""
    if issue.is_sent:
        words = "Ce numéro a été envoyé : vos modifications, une fois enregistrées, paraîtront avec un rectificatif."
        may = issue.permissions_for_user(request.user).can_publish()
        address = reverse("newsletter_rectify", args=[issue.pk])
        messages.info(request, words, [messages.button(address, "Publier un rectificatif")] if may else [])
    waiting = ProofComment.objects.waiting_for(issue).count()
    if waiting:
        words = "Une remarque de relecture attend" if waiting == 1 else f"{waiting} remarques de relecture attendent"
        address = f"{reverse('newsletter_proofs', args=[issue.pk])}#remarques"
        messages.info(request, f"{words} une réponse.", [messages.button(address, "Lire")])


def guard_publication(request, issue):
    """Raise core.refusals.Refused where what the form has just saved may not go online; the draft is kept."""
    if request.resolver_match.url_name == "add":
        # Wagtail puts a new page online before it asks; it does so again once it has the answer.
        IssuePage.objects.filter(pk=issue.pk).update(live=False)
    issue.check_publication(issue.get_latest_revision(), request.user)


def tell_what_was_answered(request, issue):
    """Say what followed from the answer to a « bon à tirer »: Wagtail says only that the page was saved."""
    issue = IssuePage.objects.get(pk=issue.pk)
    answer = request.POST.get("workflow-action-name")
    if answer == "approve":
        words = f"Bon à tirer donné\u00a0: le {issue.number_in_words}"
        if issue.approved_schedule:
            messages.success(request, f"{words} sera mis en ligne à l’heure prévue.")
        elif issue.live:
            messages.success(request, f"{words} est en ligne.", [messages.button(issue.get_url(request), "Lire")])
    elif answer == "reject" and not issue.workflow_in_progress:
        messages.success(request, f"Corrections demandées\u00a0: le {issue.number_in_words} revient à la rédaction.")
