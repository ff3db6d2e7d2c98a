"""« Attestations »: the certificates of an edition sent to their holders, and to whom they were."""

from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from pma_site.core import mail
from pma_site.core.refusals import Refused

from .. import sending_certificates
from ..forms.label_certificates import CertificatesForm
from ..models import LabelEditionPage
from .label_screens import above, for_runners, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def certificates(request, pk):
    """Choose whom the certificates go to, read the list over, send."""
    edition = get_object_or_404(LabelEditionPage, pk=pk)
    laureates = sending_certificates.laureates(edition)
    known = {candidate.pk: sending_certificates.known_address(candidate) for candidate in laureates}
    form = CertificatesForm(request.POST or None, laureates=laureates, known=known)
    if request.method != "POST":
        return _page(request, edition, form)
    if not form.is_valid():
        return _page(request, edition, form, 400)
    if request.POST.get("etape") == "corriger":
        return _page(request, edition, form)
    if request.POST.get("etape") != "envoyer":
        return _page(request, edition, form, chosen=form.chosen)
    try:
        sent = sending_certificates.send(edition, form.addresses, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, edition, form, 409)
    for candidate in sent:
        log(instance=candidate, action="projects.candidate.certificate", user=request.user)
    if sent:
        number = len(sent)
        messages.success(request, "1 attestation part." if number == 1 else f"{number} attestations partent.")
    else:
        messages.warning(request, "Ces attestations viennent de partir : rien n’est envoyé une seconde fois.")
    return redirect("label_certificates", edition.pk)


def _page(request, edition, form, status=200, **context):
    said = {
        **frame("Attestations", above(edition), icon="doc-full"),
        "edition": edition,
        "form": form,
        "rows": form.rows,
        # Nothing leaves by a transport that nobody confirmed: messages wait.
        "waits": not mail.is_local() and not mail.is_confirmed(),
        "stays": mail.is_local(),
        **context,
    }
    return TemplateResponse(request, "projects/admin/label/certificates.html", said, status=status)
