"""Pages of any kind, the letters and what they show."""

import datetime
import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from newsletter.models import ArchivedIssuePage, IssueIndexPage, IssuePage
from pma_site.core.models import SiteImage
from pma_site.home.models import AccessibilityAudit, AuditedPage, HomePage, InaccessibleContent, StandardPage
from tests.builders import counting
from tests.pdfs import pdf


def accessibility_audit(**fields):
    """An audit of today with 60 criteria met out of 80, one page looked at and one fault."""
    audit = AccessibilityAudit(
        **{
            "audited_on": timezone.localdate(),
            "auditor": "Atelier Accès",
            "passed": 60,
            "failed": 20,
            "not_applicable": 26,
            "environments": "Firefox et NVDA",
            "tools": "Inspecteur de code",
            **fields,
        }
    )
    audit.pages = [AuditedPage(title="Accueil", address="/")]
    audit.contents = [InaccessibleContent(description="Le plan de l’ancien numéro n’a pas de titres.")]
    audit.save()
    return audit


def image(title="Une image", *, size=(64, 48), **fields):
    content = BytesIO()
    Image.new("RGB", size, "#1f5f3f").save(content, "PNG")
    file = ImageFile(content, name=f"image-{next(counting.numbers)}.png")
    return SiteImage.objects.create(**{"title": title, "file": file, "credit": "PMA", **fields})


def page(parent, model, fields):
    """A page of `model` under `parent`, with a title and a slug of its own."""
    number = next(counting.numbers)
    made = model(**{"title": f"Page {number}", "slug": f"page-{number}", **fields})
    return parent.add_child(instance=made)


def standard_page(parent=None, **fields):
    return page(parent or HomePage.objects.get(), StandardPage, fields)


def issue(**fields):
    defaults = {"number": next(counting.numbers), "month": datetime.date(2023, 6, 1)}
    return page(IssueIndexPage.objects.get(), IssuePage, {**defaults, **fields})


def archived_issue(**fields):
    """A former issue as it is once its PDF was read; it has no picture before it is published."""
    content = pdf(["Une lettre d’autrefois"])
    defaults = {
        "number": next(counting.numbers),
        "month": datetime.date(2021, 3, 1),
        "pdf": ContentFile(content, name="lettre.pdf"),
        "text": "Une lettre d’autrefois",
        "pages": 1,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return page(IssueIndexPage.objects.get(), ArchivedIssuePage, {**defaults, **fields})
