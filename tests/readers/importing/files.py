"""Files of the register, and the steps by which its keepers bring them in."""

from io import StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.directory.models import Person
from pma_site.readers.models import (
    Consent,
    ElectedReader,
    ImportRow,
    ImportRun,
    Office,
    OfficeMandate,
    Recipient,
    Refusal,
    Subscription,
)

REGISTER = (Office, OfficeMandate, Person, Recipient, Refusal, Subscription, Consent, ElectedReader)
# As town halls are kept in real life: a heading, blank lines, spaces, capitals, two addresses in a cell.
MESSY = """\
LISTE DES MAIRIES DU PÔLE – janvier 2026 ;;;;;;;;
;;;;;;;;
Code INSEE ;Commune; Adresse de la mairie ;CP;Ville;Tél. mairie;Mail mairie ;Civilité;Nom du maire
62498;LENS;17 bis, place Jean-Jaurès ;62300;LENS;321690000; mairie@LENS.example ;M.;Sylvain EXEMPLE
;Hénin Beaumont;1 place Jean-Jaurès;62110;HENIN;03.21.00.00.02;a@henin.example / b@henin.example;M.;Jean TÉMOIN
62510;LIEVIN;45 rue Édouard-Vaillant;62800;Liévin;03 21 00 00 03;mairie@lievin.example;M;Laurent MODÈLE
;Fouquières les Lens;Rue de la République;62740;Fouquières;;mairie@fouquieres.example;Mme;DURAND Anne-Marie
;Liévin;;62800;;03 21 00 00 99;;;
;Lenss;;62300;;;;;
59350;Lille;;59000;;;;;
;ST VENANT;place de la Mairie;2350;ST VENANT;néant;-;;
"""


def leave(recipient):
    """Somebody wants the letter no more."""
    recipient.state, recipient.left_at = "parti", timezone.now()
    recipient.save()
    Refusal.objects.create(address_hash=recipient.address_hash, way="lien")


def rows(*lines):
    return "".join(f"{line}\r\n" for line in lines)


def upload(client, content, kind="mairies", name="mairies.csv"):
    content = content.encode() if isinstance(content, str) else content
    data = {"kind": kind, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("readers_imports"), data)


def filled_in(client, address, **changes):
    data = querydict_from_html(client.get(address).content.decode(), form_id="import-columns")
    for name, value in changes.items():
        data[name] = value
    return data


def examined(client, content, kind="mairies", name="mairies.csv", **changes):
    """A file as its dry run left it, its columns as guessed but for `changes`."""
    response = upload(client, content, kind, name)
    assert response.status_code == 302, response.context["form"].errors
    data = filled_in(client, response.url, **changes)
    response = client.post(response.url, data)
    assert response.status_code == 302, response.context["form"].errors
    return ImportRun.objects.latest("pk")


def act(client, run, action, **data):
    return client.post(reverse(f"readers_import_{action}", args=[run.pk]), data, follow=True)


def verdicts(run):
    return {row.line: row.verdict for row in ImportRow.objects.data(run)}


def row_of(run, line):
    return run.rows.get(line=line)


def changes_of(run, line):
    return {change["label"]: (change["before"], change["after"]) for change in row_of(run, line).changes}


def kept():
    """All that the register holds."""
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in REGISTER}


def command_says(*arguments, **options):
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()
