"""What the site tells of itself to who runs it: logs, slow queries, errors."""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MIDDLEWARE = "pma_site.core.request_ids.RequestIdMiddleware"
# What Sentry may know of a request: never what was typed, who is signed in, nor from where.
_TOLD = ("method", "url")


def release_of(code: Path) -> str:
    """Return what an update wrote into the code's folder of its version (`.release`); empty where none did.

    A file, as processes that are started anew by a former one (granian's reload) keep its environment.
    """
    file = code / ".release"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _number(environ, name, default):
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} doit être un nombre entier, et non « {text} ».")
    return int(text)


def logging_from(environ: Mapping[str, str]) -> dict:
    """Return LOGGING: lines for people, or JSON for machines; without anybody's address in either.

    Raises ImproperlyConfigured for a form or a level that does not exist.
    """
    form, level = environ.get("LOG_FORMAT", "") or "plain", (environ.get("LOG_LEVEL", "") or "WARNING").upper()
    if form not in ("plain", "json"):
        raise ImproperlyConfigured(f"LOG_FORMAT doit être « plain » ou « json », et non « {form} ».")
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ImproperlyConfigured(f"LOG_LEVEL doit être DEBUG, INFO, WARNING ou ERROR, et non « {level} ».")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "pma_site.core.logs.PlainFormatter",
                "format": "{asctime} {levelname} {name} [{request_id}] : {message}",
                "style": "{",
            },
            "json": {"()": "pma_site.core.logs.JsonFormatter"},
        },
        "filters": {"people": {"()": "pma_site.core.logs.WithoutPeople"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["people"]},
            "team": {"()": "pma_site.core.logs.TeamEmailHandler", "level": "ERROR", "filters": ["people"]},
        },
        "root": {"handlers": ["console", "team"], "level": level},
        # What is sent to a name that is not ours is no error of ours: scanners would fill the mailbox.
        "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
    }


def observing_from(environ: Mapping[str, str], middleware: list[str]) -> dict:
    """Return the settings of what is told: LOGGING, who gets errors by e-mail, which queries count as slow.

    Sentry is told of errors where SENTRY_DSN names one. Raises ImproperlyConfigured for a value that means nothing.
    """
    if dsn := environ.get("SENTRY_DSN", ""):
        _tell_sentry(dsn, environ.get("RELEASE", ""))
    return {
        "LOGGING": logging_from(environ),
        "ERROR_EMAILS": [each.strip() for each in environ.get("ERROR_EMAILS", "").split(",") if each.strip()],
        "SLOW_QUERY_MS": _number(environ, "SLOW_QUERY_MS", 500),
        "MIDDLEWARE": [_MIDDLEWARE, *middleware],
    }


def _tell_sentry(dsn, release):
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        release=release or None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=without_people,
    )


def without_people(event: dict, hint: object = None) -> dict:
    """Return what Sentry gets of an error, without anything about the person who met it."""
    from pma_site.core.logs import without_people as cleaned

    request = event.get("request", {})
    if request:
        event["request"] = {name: cleaned(request[name]) for name in _TOLD if isinstance(request.get(name), str)}
    event.pop("user", None)
    # Arguments of commands, and what records bear besides their message: a request among it, with its address.
    event.pop("extra", None)
    if event.get("transaction"):
        event["transaction"] = cleaned(event["transaction"])
    for error in event.get("exception", {}).get("values", []):
        error["value"] = cleaned(error.get("value") or "")
    if "message" in event.get("logentry", {}):
        event["logentry"] = {"message": cleaned(event["logentry"].get("formatted") or event["logentry"]["message"])}
    return event
