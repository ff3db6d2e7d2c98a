"""Public views that know no part of the site."""

import mimetypes
import posixpath
import sys

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.template import loader
from django.views import defaults
from django.views.decorators.http import require_safe

from .media_privacy import works_with
from .models import SiteDocument, SiteImage
from .outages import is_outage

# The name of a file changes whenever the file does (RFC 8246 for « immutable »).
FOR_EVER = "public, max-age=31536000, immutable"


def _opened(name):
    """Return an uploaded file. Raises Http404 where there is none, and for any other writing of its name.

    « ./documents » or « images/../documents » would pass by what its folder is for.
    """
    if name.startswith("/") or posixpath.normpath(name) != name or ".." in name.split("/"):
        raise Http404
    try:
        return default_storage.open(name)
    except (FileNotFoundError, SuspiciousFileOperation, IsADirectoryError, NotADirectoryError) as error:
        raise Http404 from error


@require_safe
def media_of_team(request, name):
    """Any other uploaded file: a document for who works with documents, the rest for who works with pictures."""
    kind = SiteDocument if name.startswith("documents/") else SiteImage
    if not works_with(kind, request.user):
        raise Http404
    file, kind = _opened(name), mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown = kind in ("image/jpeg", "image/png", "image/webp", "image/avif")
    return FileResponse(file, content_type=kind, as_attachment=not shown, headers={"Cache-Control": "private"})


@require_safe
def public_media(request, name):
    """An uploaded file that anybody may have, from the folder or the bucket; a front server may keep it for ever."""
    file, kind = _opened(name), mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind, headers={"Cache-Control": FOR_EVER})


# Seconds after which one may try again (RFC 9110, Retry-After).
AGAIN = 10


def server_error(request):
    """What is answered where nothing else could be: 503 while the site lacks its database or room, otherwise 500.

    Neither page needs anything but its own text. Who sent a form is told that nobody knows whether it arrived.
    """
    if not is_outage(sys.exc_info()[1]):
        return defaults.server_error(request)
    sent = request.method not in ("GET", "HEAD", "OPTIONS")
    page = loader.get_template("503.html").render({"sent": sent})
    return HttpResponse(page, status=503, headers={"Retry-After": str(AGAIN), "Cache-Control": "no-store"})
