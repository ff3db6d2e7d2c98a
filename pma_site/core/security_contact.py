"""Whom to tell of a weakness of the site: /.well-known/security.txt (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import SiteSettings

# « Recommended to be less than a year into the future » (RFC 9116, § 2.5.5).
EXPIRES_AFTER = timedelta(days=180)


@require_safe
def security_txt(request):
    """The contact of the site's settings, which expires half a year from the day it is read; 404 without one."""
    contact = SiteSettings.published_for(request).contact_email
    if not contact:
        raise Http404
    # Of the day, so that all who ask on one day read the same.
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {day + EXPIRES_AFTER:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
