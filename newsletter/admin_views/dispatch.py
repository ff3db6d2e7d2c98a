"""« Déclarer l’envoi » and « Publier un rectificatif », in the admin."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from pma_site.core.refusals import Refused

from .. import dispatching
from ..forms.dispatch import DispatchForm, RectificationForm
from ..models import Dispatch
from .issue import issue_of, page_context


def declare_sent(request, issue_id):
    """Confirm that an issue was sent."""
    issue = issue_of(request, issue_id, "can_publish")
    form, status = DispatchForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                day, channel = form.cleaned_data["day"], form.cleaned_data["channel"]
                dispatching.declare_sent(issue, day=day, channel=channel, user=request.user)
                messages.success(request, "L’envoi est déclaré. Le numéro ne change plus que par un rectificatif.")
                return redirect("newsletter_dispatch", issue.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    context = {
        **page_context(issue, "Déclarer l’envoi", "mail"),
        "form": form,
        "media": form.media,
        "dispatches": Dispatch.objects.filter(version__issue=issue).select_related("declared_by", "version"),
        "current": issue.current_version,
        "submit_button_label": "Déclarer l’envoi",
        "submit_button_active_label": "Enregistrement…",
    }
    return TemplateResponse(request, "newsletter/admin/dispatch.html", context, status=status)


@require_POST
def withdraw(request, dispatch_id):
    """Undo a sending declared by mistake."""
    dispatch = get_object_or_404(Dispatch.objects.select_related("version__issue"), pk=dispatch_id)
    issue = issue_of(request, dispatch.version.issue_id, "can_publish")
    try:
        dispatching.withdraw(dispatch, request.user)
        messages.success(request, "La déclaration d’envoi est annulée.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsletter_dispatch", issue.pk)


def rectify(request, issue_id):
    """Publish the draft of a sent issue with a rectification."""
    issue = issue_of(request, issue_id, "can_publish")
    form, status = RectificationForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                # Before anything is held: to lay the pages out takes seconds.
                issue.check_publication(issue.get_latest_revision(), request.user, rectification=True)
                dispatching.publish_rectification(issue, user=request.user, **form.cleaned_data)
                messages.success(request, "Le rectificatif est publié. La version précédente garde son adresse.")
                return redirect("wagtailadmin_pages:edit", issue.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error(None, f"Le brouillon est incomplet. {' '.join(error.messages)}")
    context = {
        **page_context(issue, "Publier un rectificatif", "warning"),
        "form": form,
        "media": form.media,
        "submit_button_label": "Publier le rectificatif",
        "submit_button_active_label": "Publication…",
    }
    return TemplateResponse(request, "newsletter/admin/rectify.html", context, status=status)
