"""How an issue is declared sent, corrected and written, as the admin has it done."""

from django.urls import reverse

from tests.back_office import save

STREAMS = ["cover", "feature", "territory", "committee"]


def declare(client, issue, **fields):
    data = {"day": "21/06/2023", "channel": "courriel", "sure": "on", **fields}
    return client.post(reverse("newsletter_dispatch", args=[issue.pk]), data, follow=True)


def rectify(client, issue, **fields):
    data = {"day": "30/06/2023", "text": "Une erreur s’est glissée.", "changes": "Lire 35 au lieu de 53.", **fields}
    return client.post(reverse("newsletter_rectify", args=[issue.pk]), data, follow=True)


def write(client, issue, title, **options):
    return save(client, issue, streams=STREAMS, title=title, **options)
