"""The certificate of a laureate: made from what is public, for its holders, once the result is announced."""

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pma_site.core.french import day
from pma_site.core.models import SiteSettings
from pma_site.core.pdf import Pdf, render
from pma_site.readers.links import SEPARATOR

from .models import CandidatePage

CERTIFICATE = "projects.certificate"


def _signer():
    return signing.Signer(salt=CERTIFICATE, sep=SEPARATOR)


def address(candidate: CandidatePage) -> str:
    """The page on which the holders of a project find its certificate. It never expires."""
    path = reverse("projects:label_certificate", args=[_signer().sign(str(candidate.pk))])
    return settings.WAGTAILADMIN_BASE_URL + path


def behind(token: str) -> CandidatePage | None:
    """The laureate that a token was given for; None for one never given, and for who is not known to be a laureate."""
    try:
        key = int(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return entitled().filter(pk=key).first()


def entitled():
    """The candidates whose holders may have a certificate now."""
    return CandidatePage.objects.online().laureates().with_links()


def file_name(candidate: CandidatePage) -> str:
    """« attestation-label-euralens-2023-jardin.pdf »."""
    return f"attestation-label-euralens-{candidate.result.edition.year}-{candidate.slug}.pdf"


def made(candidate: CandidatePage) -> Pdf:
    """Return the certificate of a laureate, one landscape A4 page (PDF/UA-1). Raises core.pdf.PdfError."""
    context = {
        "candidate": candidate,
        "edition": candidate.result.edition,
        "holders": [link.organisation.name for link in candidate.holders.all()],
        "places": [*(link.commune.name for link in candidate.communes.all()), *filter(None, [candidate.area])],
        "publisher": SiteSettings.published_for(),
        "announced": day(timezone.localtime(candidate.announced_at)),
        "page_address": settings.WAGTAILADMIN_BASE_URL + candidate.url,
    }
    return render(render_to_string("projects/print/certificate.html", context), settings.WAGTAILADMIN_BASE_URL)
