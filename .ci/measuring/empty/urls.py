"""A view that only answers; the admin, the documents and the tree of pages, as `wagtail start` writes them."""

import os
from pathlib import Path

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

_BODY = Path(os.environ["EMPTY_BODY"]).read_bytes() if os.environ.get("EMPTY_BODY") else b"robots"

urlpatterns = [
    path("robots.txt", lambda request: HttpResponse(b"")),
    path("minimal/", lambda request: HttpResponse(_BODY)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
