"""What every answer tells browsers to forbid: pages, files, errors, whatever gave them.

Outermost but for the cache of pages, so that static files, media, errors and refusals get it too. A view that sets a
header of its own keeps it. Scored by `make headers` as Mozilla's HTTP Observatory does.
"""

from http import HTTPStatus

from django.conf import settings
from django.http.response import HttpResponseBase

# What no page of ours asks of a browser (W3C, Permissions Policy; the names that browsers know today).
_UNUSED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone"),
    *("midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb"),
    *("window-management", "xr-spatial-tracking"),
)
_PERMISSIONS = ", ".join(f"{name}=()" for name in _UNUSED)
# What is read but not laid out (feeds, data, pictures, scripts) loads nothing and stands in no frame.
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What was uploaded, besides: should it pass for a page, it runs nothing and has no origin (HTML, § 7.6).
UPLOADED_POLICY = f"{BARE_POLICY}; sandbox"
# Pictures of the e-mail show in webmails, which are other sites: its addresses end so.
FOR_MAIL = "courriel"


def is_private(response: HttpResponseBase) -> bool:
    """Tell whether an answer says that it is for one person (RFC 9111, 5.2.2)."""
    told = response.get("Cache-Control", "")
    return "private" in told or "no-store" in told


def _keys(who):
    return f"publickey-credentials-create=({who}), publickey-credentials-get=({who})"


class SecurityHeadersMiddleware:
    """Add the headers that an answer lacks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # Its headers take the place of those that the browser holds with the page (RFC 9111, § 4.3.4).
            return response
        for name, value in _headers(request):
            response.headers.setdefault(name, value)
        if _is_uploaded(request):
            # Whatever a view says of its own answers, what was uploaded runs nothing.
            response.headers["Content-Security-Policy"] = UPLOADED_POLICY
        return response


def _is_uploaded(request):
    return request.path.startswith((settings.MEDIA_URL, "/documents/"))


def _headers(request):
    in_admin = request.path.startswith("/admin/")
    of_mail = _is_uploaded(request) and request.META.get("QUERY_STRING") == FOR_MAIL
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", settings.SECURE_REFERRER_POLICY
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Cross-Origin-Resource-Policy", "cross-origin" if of_mail else "same-origin"
    yield "Permissions-Policy", f"{_PERMISSIONS}, {_keys('self' if in_admin else '')}"
    yield "Origin-Agent-Cluster", "?1"
    yield "X-Permitted-Cross-Domain-Policies", "none"
    if not in_admin:
        yield "X-Frame-Options", "DENY"
        yield "Content-Security-Policy", BARE_POLICY
