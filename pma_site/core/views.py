"""Public views that know no part of the site."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

# The name of a file changes whenever the file does (RFC 8246 for « immutable »).
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def media_of_bucket(request, name):
    """An uploaded file that lies in a bucket, under the site's own address; a front server may keep it for ever."""
    if ".." in name.split("/") or name.startswith("/"):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind, headers={"Cache-Control": FOR_EVER})
