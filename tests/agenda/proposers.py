"""Somebody who proposes an event: fills in each step, sends, reads their messages."""

import re
from datetime import timedelta
from io import BytesIO

import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from agenda.models import Proposal
from newsletter import delivery
from pma_site.contributions import links
from pma_site.territory.models import Commune
from tests import builders
from tests.reading import elements

START = "/proposer-un-evenement/"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/[^\s\"<>]+)")
STEPS = ("quoi", "quand", "ou", "comment", "images", "vous")


def in_days(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def answers(**changes):
    """What is typed at each step, by step; `changes` are made to the step that they are named after."""
    typed = {
        "quoi": {"title": "Fête de la Sainte-Barbe", "theme": "culture", "body": "Défilé et feu d’artifice."},
        "quand": {"rows": "1", "day_0": in_days(30), "start_0": "18:30", "end_0": "22:00"},
        "ou": {"commune": "Fouquieres les Lens", "venue_name": "Salle des fêtes"},
        "comment": {"entry": "gratuit", "organiser_name": "Comité des fêtes", "website": "www.fetes.example"},
        "images": {},
        "vous": {"sender_name": "Camille Durand", "sender_email": "camille@ville.example", "note": "Merci !"},
    }
    return {step: {**fields, **changes.get(step, {})} for step, fields in typed.items()}


def photograph(kind="JPEG", size=(800, 600), name="photo.jpg", **saving):
    content = BytesIO()
    Image.new("RGB", size, "#205040").save(content, kind, **saving)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def begin(client, address=START):
    """The token of a form as it is shown now, and the hidden fields of its first step."""
    page = client.get(address)
    token = re.search(r"/brouillon/([^/]+)/quoi/", page.content.decode())[1]
    hidden = {field["name"]: field["value"] for field in elements(page, "input") if field.get("value")}
    return token, {name: value for name, value in hidden.items() if name == "mairie"}


def at(token, step):
    return f"{START}brouillon/{token}/{step}/"


def fill_in(client, address=START, upto="vous", **changes):
    """Fill in the steps of a form, ten seconds ago, and return its token."""
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
        token, hidden = begin(client, address)
    typed = answers(**changes)
    for step in STEPS[: STEPS.index(upto) + 1]:
        response = client.post(at(token, step), {**typed[step], **(hidden if step == "quoi" else {})})
        assert response.status_code == 302, response.content.decode()
    return token


def send(client, token):
    """Press the button of the review."""
    return client.post(at(token, "relecture"))


def propose(client, address=START, **changes):
    """Go all the way; return the proposal."""
    response = send(client, fill_in(client, address, **changes))
    assert response.status_code == 302, response.content.decode()
    return Proposal.objects.get(
        reference=re.search("[2-9A-Z]{4}-[2-9A-Z]{4}", client.get(response.url).content.decode())[0]
    )


def follow_path(proposal):
    """Where the sender of a proposal follows it."""
    return links.follow_path("proposals:follow", proposal.reference)


def delivered():
    """The messages about contributions that the worker hands over now, in order."""
    mail.outbox.clear()
    worker = delivery.Worker(delivery.about_contributions())
    worker.relay.pause = 0
    worker.drain()
    return list(mail.outbox)


def button(message):
    """Where the button of a message leads."""
    return LINK.findall(message.body)[0]


def pages_of_proposals(client):
    """The address of every page of a proposal, by what it is: a form that is being filled in, one that was sent."""
    if not Commune.objects.spelt("Fouquières-lès-Lens").exists():
        builders.commune("Fouquières-lès-Lens")
    images = {"image_0": photograph(), "alt_0": "La place", "credit_0": "Ville", "rights": "on"}
    token = fill_in(client, images=images)
    path = follow_path(propose(client))
    return {
        "start": START,
        **{step: at(token, step) for step in (*STEPS, "relecture")},
        "follow": path,
        "withdraw": f"{path}retirer/",
        "thanks": links.thanks_path("proposals:thanks", "K7WQ-3FHM"),
    }


def page(proposal):
    return reverse("agenda_proposal", args=[proposal.pk])


def decide(keeper, proposal, step, follow=True, **fields):
    proposal.refresh_from_db()
    prefix = {"demander": "question-", "decliner": "refus-"}.get(step, "")
    data = {f"{prefix}{name}": value for name, value in {"seen": proposal.fingerprint, **fields}.items()}
    return keeper.post(f"{page(proposal)}{step}/", data, follow=follow)
