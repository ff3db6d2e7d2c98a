"""What the provider tells of the messages that it delivers: its webhook, which is there only if one is set up."""

from functools import cache

from anymail.exceptions import AnymailConfigurationError
from anymail.signals import EventType
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from pma_site.core.mail import one_line

from ..returns import Event, take_in_event

# Scaleway tells nobody: its returns come to the mailbox.
WEBHOOKS = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
}
# The rest of what providers tell (delivered, opened…) is not asked for, and nothing of it is kept.
HEARD = (EventType.BOUNCED, EventType.REJECTED, EventType.COMPLAINED, EventType.UNSUBSCRIBED)
# What a server says is not longer than that.
MOST_WORDS = 2_000


@cache
def _sound(name):
    """A webhook of anymail that answers « 400 » to what is not of its provider, rather than fall over it."""

    class Webhook(import_string(WEBHOOKS[name])):
        def parse_events(self, request):
            try:
                return super().parse_events(request)
            except (ValueError, TypeError, KeyError, AttributeError, LookupError, OverflowError) as error:
                raise BadRequest from error
            except AnymailConfigurationError as error:
                raise BadRequest from error

    return Webhook


def address_of_today() -> str:
    """The name of the provider whose webhook is open; empty where none is: no provider, or no secret to know it by."""
    name = settings.MAIL_TRANSPORT.split(".")[-2]
    secret = getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET")
    return name if secret and name in WEBHOOKS else ""


@csrf_exempt
def webhook(request, provider):
    """Hear the provider that messages leave by, which shows the secret agreed upon; nobody else is answered."""
    if provider != address_of_today():
        raise Http404
    return _sound(provider).as_view()(request)


def hear(sender, event, esp_name, **kwargs):
    """Take in an event of anymail's signal `tracking`."""
    if event.event_type not in HEARD:
        return
    raw = event.esp_event if isinstance(event.esp_event, dict) else {}
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    words = " ".join(
        _words(value) for value in (event.mta_response, event.description, *map(raw.get, ("error", "comment")))
    )
    take_in_event(
        Event(
            provider=esp_name,
            kind=event.event_type,
            message_id=_words(metadata.get("message")),
            address=_words(event.recipient),
            reason=_words(event.reject_reason),
            words=words,
            # What Brevo and Mailjet call a failure that may pass.
            passing=raw.get("event") == "soft_bounce" or raw.get("hard_bounce") is False,
            at=event.timestamp,
        )
    )


def _words(value):
    return one_line(value[:MOST_WORDS]) if isinstance(value, str) else ""
