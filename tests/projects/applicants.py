"""Somebody who applies to the label: opens a file, fills in each step, deposits, reads their messages."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pma_site.contributions import links
from pma_site.territory.models import Commune
from projects.models import Application
from tests import builders
from tests.reading import elements

START = "/label-euralens/candidater/"
EMAIL = "camille@jardin.example"
STEPS = ("projet", "porteurs", "lieu", "reponses", "budget", "pieces", "contact")
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def opening(client, **changes):
    """What is posted to open a file, the form having been shown ten seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
        page = client.get(START)
    hidden = hidden_fields(page)
    typed = {"title": "Un jardin au pied des tours", "sender_name": "Camille Durand", "sender_email": EMAIL}
    return {**hidden, **typed, **changes}


def hidden_fields(page):
    """What a browser was given with a form."""
    return {field["name"]: field["value"] for field in elements(page, "input") if field.get("type") == "hidden"}


def begin(client, **changes):
    """Open a file; return the address of its pages."""
    response = client.post(START, opening(client, **changes))
    assert response.status_code == 302, response.content.decode()
    return response.url.partition("?")[0]


def answers(call, **changes):
    """What is typed at each step; `changes` are made to the step that they are named after."""
    typed = {
        "projet": {
            "title": "Un jardin au pied des tours",
            "subject": "Des habitants cultivent ensemble.",
            "project_state": "definition",
        },
        "porteurs": {"rows": "2", "name_0": "Les Jardins du canal", "name_1": "Ville de Lens", "siret_1": ""},
        "lieu": {"rows": "2", "commune_0": "Fouquieres les Lens", "commune_1": "LENS"},
        "reponses": {f"answer_{one.pk}": "Oui,\r\nbeaucoup." for one in call.criteria.all()},
        "budget": {"rows": "2", "origin_0": "Ville", "amount_0": "12 000,50 €", "origin_1": "Dons", "amount_1": "300"},
        "pieces": {},
        "contact": {"sender_name": "Camille Durand", "sender_email": EMAIL, "sender_phone": "03 21 00 00 00"},
    }
    return {step: {**fields, **changes.get(step, {})} for step, fields in typed.items()}


def fill_in(client, call, upto="contact", **changes):
    """Open a file and fill in its steps; return its address."""
    file, typed = begin(client), answers(call, **changes)
    for step in STEPS[: STEPS.index(upto) + 1]:
        response = client.post(f"{file}{step}/", typed[step])
        assert response.status_code == 302, response.content.decode()
    return file


def deposit(client, file):
    """Press the button of the review."""
    return client.post(f"{file}relecture/")


def apply(client, call, **changes):
    """Go all the way; return the application and the address of its file."""
    file = fill_in(client, call, **changes)
    assert deposit(client, file).status_code == 302
    return of_file(file), file


def of_file(file):
    """The application whose file is at an address."""
    token = re.search(r"/dossier/([^/]+)/", file)[1]
    return Application.objects.get(reference=links.followed("applying:file", token))


def join(client, file, name, content):
    """Join a file, and return the answer."""
    return client.post(f"{file}pieces/", {"action": "joindre", "file": SimpleUploadedFile(name, content)})


def office_document(parts):
    """An office document made of parts: their names and what they hold."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(**more):
    """A Word document, with what `more` puts in it beside."""
    types = f'<Types><Override ContentType="{DOCX}"/></Types>'
    return office_document({"[Content_Types].xml": types, "word/document.xml": "<w:document/>", **more})


def odt(**more):
    """An OpenDocument text, with what `more` puts in it beside."""
    parts = {"mimetype": ODT, "content.xml": "<office/>", "META-INF/manifest.xml": "<manifest/>"}
    return office_document({**parts, **more})


def pages_of_applications(client):
    """The address of every page of who applies, by what it is: a file begun, one deposited, the call."""
    if not Commune.objects.spelt("Fouquières-lès-Lens").exists():
        builders.commune("Fouquières-lès-Lens")
    call = builders.label_call(
        builders.edition(contact=builders.person("Dominique Exemple", email="label@pole.example")),
        criteria=["En quoi le projet aide-t-il la transition ?", {"heading": "Qui l’imitera ?", "is_required": False}],
        instructions="<p>Associations, communes, habitants, entreprises : tout le monde peut candidater.</p>",
    )
    begun = begin(client, title="Une ressourcerie de quartier")
    builders.application_file(of_file(begun), "Plan du rez-de-chaussée.pdf")
    _application, deposited = apply(client, call, lieu={"commune_1": ""})
    return {
        "begin": START,
        "lost_link": f"{START}mon-lien/",
        "sent": f"{START}message/",
        "file": begun,
        **{step: f"{begun}{step}/" for step in (*STEPS, "relecture", "retirer")},
        "complete": f"{deposited}relecture/",
        "deposited": f"{deposited}?fait=depose",
    }
