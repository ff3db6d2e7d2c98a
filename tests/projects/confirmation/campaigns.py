"""The yearly confirmation of members, as a test goes through it."""

import re

from django.core import mail
from django.urls import reverse

from newsletter import delivery
from tests.reading import elements


def delivered():
    """The messages that leave now."""
    mail.outbox.clear()
    delivery.send_due()
    return list(mail.outbox)


def own_link(message):
    return re.search(r"/innov-in-artois/fiche/[^/\s]+/", message.body)[0]


def act(keeper, campaign, name):
    return keeper.post(reverse("network_campaign_act", args=[campaign.pk]), {"faire": name, "relu": "1"}, follow=True)


def asked(campaign, keeper):
    """Open a campaign and let its messages leave; return the link of the first."""
    act(keeper, campaign, "ouvrir")
    return own_link(delivered()[0])


def correct(client, link, **typed):
    """Send the form of a link as it is shown, but for what is `typed`; return the answer."""
    page = client.get(f"{link}corriger/")
    form = page.context["form"]
    data = {field.name: field.value() or "" for field in form}
    hidden = {field["name"]: field["value"] for field in elements(page, "input") if field.get("name") == "shown_at"}
    return client.post(f"{link}corriger/", {**data, **hidden, **typed})
