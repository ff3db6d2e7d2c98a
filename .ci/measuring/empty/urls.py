"""A view that only answers, and the tree of pages."""

import os
from pathlib import Path

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

_BODY = Path(os.environ["EMPTY_BODY"]).read_bytes() if os.environ.get("EMPTY_BODY") else b"robots"

urlpatterns = [
    path("robots.txt", lambda request: HttpResponse(b"")),
    path("minimal/", lambda request: HttpResponse(_BODY)),
    path("", include(wagtail_urls)),
]
