"""How messages leave: into files by default, by SMTP or through a provider when the environment names one."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

# Each provider's backend, and which of our variables each of its settings is.
PROVIDERS = {
    "brevo": ("anymail.backends.brevo.EmailBackend", {"BREVO_API_KEY": "EMAIL_API_KEY"}),
    "mailjet": (
        "anymail.backends.mailjet.EmailBackend",
        {"MAILJET_API_KEY": "EMAIL_API_ID", "MAILJET_SECRET_KEY": "EMAIL_API_KEY"},
    ),
    "scaleway": (
        "anymail.backends.scaleway.EmailBackend",
        {"SCALEWAY_PROJECT_ID": "EMAIL_API_ID", "SCALEWAY_SECRET_KEY": "EMAIL_API_KEY"},
    ),
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
# A port goes up to there (RFC 9293); a relay has less time to answer than a worker holds a message (core.models).
PORTS, SECONDS, MANY = 65_535, 40, 1_000_000


def _number(environ, name, default, most, least=1):
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
        raise ImproperlyConfigured(f"{name} doit être un nombre entier de {least} à {most}, et non « {text} ».")
    return int(text)


def _yes(environ, name):
    text = environ.get(name, "")
    if text not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} doit être 1 (oui) ou 0 (non), et non « {text} ».")
    return text == "1"


def from_environment(environ: Mapping[str, str]) -> dict:
    """Return Django's settings of the transport that the variables `EMAIL_…` describe (see the README).

    Raises ImproperlyConfigured, in words for who runs the site, for a value that means nothing.
    """
    settings = {
        "MAIL_TRANSPORT": FILES,
        "EMAIL_TIMEOUT": _number(environ, "EMAIL_TIMEOUT", 20, SECONDS),
        "DEFAULT_FROM_EMAIL": environ.get("DEFAULT_FROM_EMAIL") or "lettre@localhost.invalid",
        "BOUNCE_ADDRESS": environ.get("BOUNCE_ADDRESS", ""),
        "UNSUBSCRIBE_ADDRESS": environ.get("UNSUBSCRIBE_ADDRESS", ""),
        "DKIM_SELECTOR": environ.get("DKIM_SELECTOR", ""),
        "SENDING_PER_MINUTE": _number(environ, "SENDING_PER_MINUTE", 600, MANY, least=0),
        "SENDING_PER_CONNECTION": _number(environ, "SENDING_PER_CONNECTION", 100, MANY),
        "SENDING_FAILURES": _number(environ, "SENDING_FAILURES", 10, MANY),
        "MAILBOX_HOST": environ.get("MAILBOX_HOST", ""),
        "MAILBOX_PORT": _number(environ, "MAILBOX_PORT", 993, PORTS),
        "MAILBOX_USER": environ.get("MAILBOX_USER", ""),
        "MAILBOX_PASSWORD": environ.get("MAILBOX_PASSWORD", ""),
    }
    provider, host = environ.get("EMAIL_PROVIDER", ""), environ.get("EMAIL_HOST", "")
    if provider and host:
        raise ImproperlyConfigured("EMAIL_PROVIDER et EMAIL_HOST s’excluent : les messages ne partent que d’une façon.")
    if provider:
        return settings | _of_provider(provider, environ)
    return settings | _of_relay(host, environ) if host else settings


def _of_provider(name, environ):
    if name not in PROVIDERS:
        raise ImproperlyConfigured(f"EMAIL_PROVIDER doit être l’un de : {', '.join(PROVIDERS)} ; et non « {name} ».")
    given = {
        "EMAIL_API_KEY": environ.get("EMAIL_API_KEY", ""),
        "EMAIL_API_ID": environ.get("EMAIL_API_ID", ""),
    }
    backend, keys = PROVIDERS[name]
    for variable in keys.values():
        if not given[variable]:
            raise ImproperlyConfigured(f"EMAIL_PROVIDER={name} demande aussi {variable} (voir le README).")
    secret = environ.get("EMAIL_WEBHOOK_SECRET", "")
    if secret and not all(secret.partition(":")):
        raise ImproperlyConfigured("EMAIL_WEBHOOK_SECRET s’écrit « nom:mot-de-passe ».")
    anymail = {setting: given[variable] for setting, variable in keys.items()}
    if name == "mailjet":
        # No pixel, no tracked link. Brevo and Scaleway have no such switch in a message: it is one of the account.
        anymail["SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    patience = _number(environ, "EMAIL_TIMEOUT", 20, SECONDS)
    return {
        "MAIL_TRANSPORT": backend,
        "ANYMAIL": {**anymail, "WEBHOOK_SECRET": secret, "REQUESTS_TIMEOUT": patience},
    }


def _of_relay(host, environ):
    tls, ssl = _yes(environ, "EMAIL_USE_TLS"), _yes(environ, "EMAIL_USE_SSL")
    if tls and ssl:
        raise ImproperlyConfigured("EMAIL_USE_TLS (port 587) et EMAIL_USE_SSL (port 465) s’excluent.")
    return {
        "MAIL_TRANSPORT": SMTP,
        "EMAIL_HOST": host,
        "EMAIL_PORT": _number(environ, "EMAIL_PORT", 25, PORTS),
        "EMAIL_HOST_USER": environ.get("EMAIL_HOST_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("EMAIL_HOST_PASSWORD", ""),
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
    }
