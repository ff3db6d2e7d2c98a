"""« Depuis le label »: news on a laureate, from the menu of its page; and its certificate."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput, Button
from wagtail.images.widgets import AdminImageChooser

from pma_site.core.models import SiteImage
from pma_site.core.pdf import PdfError
from pma_site.core.refusals import Refused

from .. import certificates, instructing, telling_news
from ..forms.label_instruction import NewsForm
from ..models import CandidateNews, CandidatePage
from .label_screens import file, frame

TITLE = "Nouvelles depuis le label"


def _candidate(request, pk):
    candidate = get_object_or_404(CandidatePage, pk=pk)
    if not telling_news.may_tell(request.user, candidate):
        raise PermissionDenied
    return candidate


def ways_on(page, user):
    """Yield what one does with the page of a laureate beside writing it."""
    if isinstance(page, CandidatePage) and telling_news.may_tell(user, page) and page.is_laureate:
        yield Button("Donner des nouvelles", reverse("label_news", args=[page.pk]), icon_name="comment", priority=61)
        yield Button("Attestation", reverse("label_certificate", args=[page.pk]), icon_name="doc-full", priority=62)


def news(request, pk):
    """What was told of a laureate, and one more piece."""
    candidate = _candidate(request, pk)
    entry = CandidateNews(candidate=candidate)
    return _form(request, candidate, entry, {"date": timezone.localdate()})


def change(request, pk):
    """One piece of news, to be put right."""
    entry = get_object_or_404(CandidateNews.objects.select_related("candidate"), pk=pk)
    candidate = _candidate(request, entry.candidate_id)
    names = ["date", "sentence", "link", "image", "image_alt"]
    return _form(request, candidate, entry, {name: getattr(entry, name) for name in names})


def _form(request, candidate, entry, initial):
    form = NewsForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        images=SiteImage.objects.all(),
        widgets={"date": AdminDateInput(), "image": AdminImageChooser()},
    )
    if form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(entry, name, value)
        try:
            if entry.date > timezone.localdate():
                raise Refused("Une nouvelle dit ce qui a eu lieu : choisissez une date passée, ou aujourd’hui.")
            telling_news.tell(entry)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La nouvelle est en ligne.", buttons=[messages.button(candidate.url, "La lire")])
            return redirect("label_news", candidate.pk)
    above = (reverse("wagtailadmin_pages:edit", args=[candidate.pk]), candidate.title)
    context = {
        **frame(TITLE, above, icon="comment"),
        "form": form,
        "media": form.media,
        "entry": entry,
        "entries": candidate.news.all(),
        "candidate": candidate,
    }
    return TemplateResponse(request, "projects/admin/label/news.html", context, status=400 if form.is_bound else 200)


@require_POST
def remove(request, pk):
    """Take a piece of news back."""
    entry = get_object_or_404(CandidateNews.objects.select_related("candidate"), pk=pk)
    candidate = _candidate(request, entry.candidate_id)
    telling_news.take_back(entry)
    messages.success(request, "La nouvelle est supprimée.")
    return redirect("label_news", candidate.pk)


def _laureate(request, pk):
    _candidate(request, pk)
    return get_object_or_404(certificates.entitled(), pk=pk)


@require_safe
def certificate(request, pk):
    """The certificate of a laureate: to print, or the link that its holders receive."""
    candidate = _laureate(request, pk)
    above = (reverse("wagtailadmin_pages:edit", args=[candidate.pk]), candidate.title)
    context = {
        **frame("Attestation", above, icon="doc-full"),
        "candidate": candidate,
        "address": certificates.address(candidate),
        "may_send": instructing.may_run(request.user),
    }
    return TemplateResponse(request, "projects/admin/label/certificate.html", context)


@require_safe
def certificate_pdf(request, pk):
    """The certificate itself."""
    candidate = _laureate(request, pk)
    try:
        pdf = certificates.made(candidate)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("label_certificate", candidate.pk)
    return file(pdf.content, "application/pdf", certificates.file_name(candidate))
