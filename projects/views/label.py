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
from pma_site.territory.models import Commune

from .. import certificates
from ..forms.label_filter import CandidateFilterForm
from ..models import CandidatePage, LabelCommittee, LabelEditionPage, LabelIndexPage

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
    online = CandidatePage.objects.online()
    # A result that is not announced is no choice, whoever guesses its name.
    results = online.announced().order_by("result__name").values_list("result__name", flat=True).distinct()
    communes = Commune.objects.filter(candidates__candidate__in=online.order_by().values("pk")).distinct()
    form = CandidateFilterForm(
        request.GET,
        years=LabelEditionPage.objects.online().order_by("-year").values_list("year", flat=True),
        results=results,
        communes=communes.order_by("spelling").values_list("insee_code", "name"),
    )
    valid = form.is_valid()
    asked, rows = form.cleaned_data, online.in_editions()
    if asked.get("objet"):
        rows = rows.about(asked["objet"])
    if asked.get("edition"):
        rows = rows.filter(edition_year=asked["edition"])
    if asked.get("resultat"):
        rows = rows.announced().filter(result__name=asked["resultat"])
    if asked.get("commune"):
        rows = rows.filter(communes__commune__insee_code=asked["commune"])
    context = _around(
        request,
        "Candidats au Label Euralens",
        "Tous les projets candidats au Label Euralens, par édition, résultat, commune et objet.",
        form=form,
        candidates=Paginator(rows if valid else rows.none(), A_PAGE).get_page(request.GET.get("page")),
        is_filtered=any(asked.values()),
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
