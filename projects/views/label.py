"""The pages of the Label Euralens that are no page of the tree: all candidates, the method, certificates."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pma_site.core.limits import network_of, within_limit
from pma_site.core.navigation import navigation_for
from pma_site.core.pdf import PdfError
from pma_site.core.shelf_life import reading
from pma_site.readers.views.frame import private, unknown_link

from .. import certificates
from ..forms.label_filter import CandidateFilterForm
from ..models import LabelCommittee, LabelEditionPage, LabelIndexPage, label_catalogue

A_PAGE = 24
# PDFs that one part of the network may have made in an hour: each takes a second of the machine.
MADE, SPAN = 20, 3600


def _around(request, title, description, **more):
    trail = [*navigation_for(request).trail_to("label"), *more.pop("below", [])]
    return {"title": title, "look": "label", "trail": trail, "description": description, **more}


@require_safe
@reading(*CandidateFilterForm.base_fields, "page")
def candidates(request):
    """All candidates of all editions, by edition, result, commune and subject."""
    # Asked for once: what is offered and what is found are of one state of the label.
    with label_catalogue.online() as keeper:
        form = CandidateFilterForm(request.GET, **keeper.choices()._asdict(), known=keeper.communes)
        valid = form.is_valid()
        asked = form.cleaned_data
        chosen = {name: asked[name] for name in ("edition", "resultat", "commune") if asked.get(name)}
        found = label_catalogue.Found(keeper, chosen, asked.get("objet")) if valid else []
    context = _around(
        request,
        "Candidats au Label Euralens",
        "Tous les projets candidats au Label Euralens, par édition, résultat, commune et objet.",
        form=form,
        candidates=Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        is_filtered=not valid or any(asked.values()),
    )
    return render(request, "projects/label/candidates.html", context, status=200 if valid else 400)


@require_safe
@reading()
def method(request, year):
    """How the label is given in an edition: the method, the criteria, the committees."""
    edition = get_object_or_404(LabelEditionPage.objects.online(), year=year)
    committees = LabelCommittee.objects.filter(edition=edition).in_turn()
    if not (edition.method or committees):
        raise Http404
    context = _around(
        request,
        f"Méthode et comités, édition {edition.year}",
        f"Comment les projets du Label Euralens {edition.year} sont choisis : critères, étapes et comités.",
        below=[edition],
        edition=edition,
        criteria=LabelIndexPage.objects.values_list("criteria", flat=True).first() or "",
        committees=committees,
    )
    return render(request, "projects/label/method.html", context)


@private
@require_safe
def certificate(request, token):
    """What the holder of a signed link is entitled to: the certificate of their project, once it is announced."""
    candidate = certificates.behind(token)
    if candidate is None:
        return unknown_link(request)
    context = _around(request, "Votre attestation", "", candidate=candidate, token=token)
    return render(request, "projects/label/certificate.html", context)


@private
@require_safe
def certificate_pdf(request, token):
    """The certificate itself."""
    candidate = certificates.behind(token)
    if candidate is None:
        return unknown_link(request)
    context = _around(request, "Votre attestation", "", candidate=candidate, token=token)
    if not within_limit(f"attestation-{network_of(request)}", MADE, SPAN):
        context["refusal"] = (
            "Beaucoup d’attestations viennent d’être demandées depuis votre réseau. Réessayez dans une heure."
        )
        return render(request, "projects/label/certificate.html", context, status=429)
    try:
        pdf = certificates.made(candidate)
    except PdfError:
        context["refusal"] = "L’attestation n’a pas pu être faite. Réessayez plus tard, ou écrivez-nous."
        return render(request, "projects/label/certificate.html", context, status=503)
    response = HttpResponse(pdf.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificates.file_name(candidate)}"'
    return response
