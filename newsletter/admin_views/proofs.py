"""« Relecture »: lending an issue to proof-readers, and reading what they answered."""

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from pma_site.core.drafts import fingerprint

from .. import proofreading
from ..forms.proofs import ProofForm
from ..models import Proof, ProofComment, ProofSignOff
from ..passages import edit_anchor
from .issue import issue_of, page_context


def proofs(request, issue_id):
    """The links to an issue, the form that makes one, and every answer."""
    issue = issue_of(request, issue_id)
    form, address, sent, status = ProofForm(request.POST or None), "", None, 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            proof, token = proofreading.lend(issue, user=request.user, **form.cleaned_data)
            address = request.build_absolute_uri(reverse("newsletter:proof", args=[token]))
            sent = proofreading.send_link(proof, address) if proof.email else None
            form, status = ProofForm(), 200
    latest = issue.get_latest_revision()
    context = {
        **page_context(issue, "Relecture", "view"),
        "form": form,
        "media": form.media,
        "address": address,
        "sent": sent,
        "proofs": Proof.objects.filter(issue=issue).with_answers(),
        "comments": [
            {"remark": remark, "anchor": edit_anchor(remark.passage)} for remark in ProofComment.objects.on(issue)
        ],
        "sign_offs": ProofSignOff.objects.filter(proof__issue=issue).select_related("proof").order_by("-made_at"),
        "version": fingerprint(latest.content) if latest else "",
    }
    response = TemplateResponse(request, "newsletter/admin/proofs.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def revoke(request, proof_id):
    """Close a link."""
    proof = get_object_or_404(Proof, pk=proof_id)
    issue_of(request, proof.issue_id)
    proofreading.revoke(proof, request.user)
    messages.success(request, f"Le lien remis à {proof.reader} ne s’ouvre plus.")
    return redirect("newsletter_proofs", proof.issue_id)


@require_POST
def settle(request, comment_id):
    """Mark a remark as handled, or as still to handle."""
    remark = get_object_or_404(ProofComment.objects.select_related("proof"), pk=comment_id)
    issue_of(request, remark.proof.issue_id)
    proofreading.settle(remark, request.user, handled=request.POST.get("handled") == "1")
    return redirect(f"{reverse('newsletter_proofs', args=[remark.proof.issue_id])}#remarques")
