"""The form of an event, as the agenda's clerk fills it in."""

from pma_site.core.models import SiteDocument
from tests.back_office import save
from tests.builders import local

EVENING = [(local(2036, 6, 21, 20), local(2036, 6, 21, 23))]
LATER = {"slots-0-start": "2036-06-28 20:00", "slots-0-end": "2036-06-28 23:00"}


def errors(response):
    return response.context["form"].errors


def publish(client, event, **fields):
    return save(client, event, action="publish", streams=["prices"], **fields)


def document(title="Convocation"):
    from django.core.files.base import ContentFile

    return SiteDocument.objects.create(title=title, file=ContentFile(b"texte", name="convocation.txt"))
