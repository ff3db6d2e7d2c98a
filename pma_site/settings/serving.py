"""How public pages are served: the cache before the site, and what is told to caches beyond it."""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MIDDLEWARE = "pma_site.page_cache.middleware.PageCacheMiddleware"
_PURGED = {
    "http": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
    "https": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
}


def _whole(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    typed = environ.get(name) or str(default)
    if not (typed.isascii() and typed.isdecimal() and int(typed) <= most):
        raise ImproperlyConfigured(f"{name} doit être un nombre entier de 0 à {most}, et non « {typed} ».")
    return int(typed)


def _yes(environ: Mapping[str, str], name: str, default: str) -> bool:
    typed = environ.get(name) or default
    if typed not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} doit être 1 (oui) ou 0 (non), et non « {typed} ».")
    return typed == "1"


def serving_from(environ: Mapping[str, str], middleware: list[str], folder: Path) -> dict:
    """Return the settings of served pages; `folder` keeps the mark that all processes of this host share.

    Raises ImproperlyConfigured, in French, for a value that means nothing.
    """
    front = environ.get("FRONT_CACHE", "")
    scheme = front.partition("://")[0]
    if front and front != "nginx" and scheme not in _PURGED:
        raise ImproperlyConfigured(
            f"FRONT_CACHE doit être « nginx » ou l’adresse d’un cache qui comprend PURGE, et non « {front} »."
        )
    settings = {
        "PAGE_CACHE": _yes(environ, "PAGE_CACHE", "1"),
        "PAGE_CACHE_MEGABYTES": _whole(environ, "PAGE_CACHE_MEGABYTES", 24, 4096),
        "PAGE_CACHE_STAMP": Path(environ.get("PAGE_CACHE_STAMP") or folder / "page-stamp"),
        "PAGE_CACHE_SEVERAL_HOSTS": _yes(environ, "PAGE_CACHE_SEVERAL_HOSTS", "0"),
        "FRONT_CACHE": "nginx" if front == "nginx" else "",
        "FRONT_CACHE_SECONDS": _whole(environ, "FRONT_CACHE_SECONDS", 0, 86_400),
        "MIDDLEWARE": [_MIDDLEWARE, *middleware],
    }
    if scheme in _PURGED:
        # Wagtail tells it of each page that is published, moved or taken offline.
        settings["WAGTAILFRONTENDCACHE"] = {"front": {"BACKEND": _PURGED[scheme], "LOCATION": front}}
    return settings
