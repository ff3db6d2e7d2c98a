"""How messages leave: into files by default, by SMTP or through a provider when the environment names one."""

from collections.abc import Mapping

# What django-anymail calls the setting of each provider's key.
PROVIDERS = {
    "brevo": ("anymail.backends.brevo.EmailBackend", "BREVO_API_KEY"),
    "mailjet": ("anymail.backends.mailjet.EmailBackend", "MAILJET_API_KEY"),
    "scaleway": ("anymail.backends.scaleway.EmailBackend", "SCALEWAY_SECRET_KEY"),
}
SMTP = "django.core.mail.backends.smtp.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"


def from_environment(environ: Mapping[str, str]) -> dict:
    """Return Django's settings of the transport that the variables `EMAIL_…` describe (see the README).

    Raises ValueError for a provider that is not known, and for numbers that are none.
    """
    settings = {
        "MAIL_TRANSPORT": FILES,
        # Seconds that a relay has to answer each command; less than a worker holds a message (core.models.outgoing).
        "EMAIL_TIMEOUT": int(environ.get("EMAIL_TIMEOUT", "20")),
        "DEFAULT_FROM_EMAIL": environ.get("DEFAULT_FROM_EMAIL", "lettre@localhost.invalid"),
        "BOUNCE_ADDRESS": environ.get("BOUNCE_ADDRESS", ""),
        "UNSUBSCRIBE_ADDRESS": environ.get("UNSUBSCRIBE_ADDRESS", ""),
        "DKIM_SELECTOR": environ.get("DKIM_SELECTOR", ""),
        "SENDING_PER_MINUTE": int(environ.get("SENDING_PER_MINUTE", "600")),
        "SENDING_PER_CONNECTION": int(environ.get("SENDING_PER_CONNECTION", "100")),
        "SENDING_FAILURES": int(environ.get("SENDING_FAILURES", "10")),
        "MAILBOX_HOST": environ.get("MAILBOX_HOST", ""),
        "MAILBOX_PORT": int(environ.get("MAILBOX_PORT", "993")),
        "MAILBOX_USER": environ.get("MAILBOX_USER", ""),
        "MAILBOX_PASSWORD": environ.get("MAILBOX_PASSWORD", ""),
    }
    provider = environ.get("EMAIL_PROVIDER", "")
    if provider:
        if provider not in PROVIDERS:
            raise ValueError(f"EMAIL_PROVIDER doit être l’un de : {', '.join(PROVIDERS)}.")
        settings["MAIL_TRANSPORT"], key = PROVIDERS[provider]
        settings["ANYMAIL"] = {
            key: environ.get("EMAIL_API_KEY", ""),
            "WEBHOOK_SECRET": environ.get("EMAIL_WEBHOOK_SECRET", ""),
            # No pixel, no tracked link.
            "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False} if provider != "brevo" else {},
        }
    elif environ.get("EMAIL_HOST"):
        settings |= {
            "MAIL_TRANSPORT": SMTP,
            "EMAIL_HOST": environ["EMAIL_HOST"],
            "EMAIL_PORT": int(environ.get("EMAIL_PORT", "25")),
            "EMAIL_HOST_USER": environ.get("EMAIL_HOST_USER", ""),
            "EMAIL_HOST_PASSWORD": environ.get("EMAIL_HOST_PASSWORD", ""),
            "EMAIL_USE_TLS": environ.get("EMAIL_USE_TLS", "") == "1",
            "EMAIL_USE_SSL": environ.get("EMAIL_USE_SSL", "") == "1",
        }
    return settings
