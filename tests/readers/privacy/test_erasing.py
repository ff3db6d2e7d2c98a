"""A person is erased: nothing is left in a dump, in files or in sessions, but what must be."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Site

from newsletter import proofreading
from newsletter.models import Delivery, Exclusion, IssuePdf, Proof
from pma_site.core import erasing_rows
from pma_site.core.choices import OutgoingState
from pma_site.core.models import SiteDocument, SiteImage, SiteSettings
from pma_site.directory.models import Mandate, Person
from pma_site.readers.models import ImportRun, Office, Recipient, Refusal
from tests import builders
from tests.back_office import signed_in
from tests.readers import somebody
from tests.readers.privacy.asking import ERASE, run
from tests.readers.somebody import ADDRESS, IN_ASCII, NAME, SHOUTED


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_person_is_left_in_a_dump_in_files_or_in_sessions(client):
    page, issue = somebody.everywhere()
    assert {"rare word", "entities", "escaped"} < set(somebody.found_in(somebody.dump()))
    assert {"rare word", "UTF-16"} < set(somebody.found_in(somebody.files()))
    assert somebody.found_in(somebody.sessions())

    said = run("erase_person", SHOUTED, "--yes")

    assert somebody.found_in(somebody.dump()) == []
    assert somebody.found_in(somebody.files()) == []
    assert somebody.found_in(somebody.sessions()) == []
    # The refusal is all that remembers them, once.
    assert Refusal.objects.of(ADDRESS).count() == 1
    assert "Vérifié" in said
    assert f"/admin/pages/{page.pk}/edit/" in said

    # What speaks of others, and what is public, goes on.
    assert client.get(page.url).status_code == 200
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Un brouillon"
    assert json.loads(json.dumps(issue.versions.get().content))["standfirst"].startswith("« ")
    office = Office.objects.get()
    assert (office.name, office.email, office.wished_email, office.wished_at) == ("Mairie de Nulle-Part", "", "", None)
    letter = Delivery.objects.get()
    assert (letter.email, letter.recipient, letter.state) == ("", None, OutgoingState.WITHHELD)
    assert Exclusion.objects.get().reason
    assert ImportRun.objects.get().rows.get().verdict
    assert "Trop long." in Proof.objects.get().comments.get().text
    listed = Path(SiteDocument.objects.get(title="Inscrits").file.path).read_text()
    assert listed == "nom;courriel\nAutre;autre@lens.example\nZ;effacee@adresse.invalid\n"
    assert b"To: autre@lens.example\n\nBonjour\n---" in somebody.files()
    image = SiteImage.objects.get()
    assert image.file.storage.exists(image.file.name)
    assert {Path(settings.MEDIA_ROOT, file["name"]).exists() for file in image.files("wide", "avif")} == {True}

    # Asked for a second time, there is nothing to do.
    again = run("erase_person", ADDRESS, "--yes")
    assert not any(word in again for word in ("supprimée", "vidée", "réécrite", "Fichiers", "À voir"))


@pytest.mark.django_db(transaction=True)
def test_what_fails_half_way_changes_nothing(monkeypatch):
    somebody.everywhere()
    before = sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*"))
    monkeypatch.setattr(erasing_rows.Rows, "_reindex", lambda self: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run("erase_person", ADDRESS, "--yes")

    assert Recipient.objects.at(ADDRESS).get().email == IN_ASCII
    assert not Refusal.objects.exists()
    assert sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*")) == before


@pytest.mark.django_db
def test_who_holds_a_public_mandate_keeps_it_and_loses_their_address():
    mayor = builders.person("Zélie Wattrelot", email=ADDRESS, phone="0321000000")
    builders.mandate(mayor, function="maire")
    contact = builders.person("Paul Passant", email="paul@lens.example", phone="0321000001")

    run("erase_person", ADDRESS, "--yes")
    run("erase_person", "paul@lens.example", "--yes")

    mayor.refresh_from_db()
    assert (mayor.full_name, mayor.email, mayor.phone) == ("Zélie Wattrelot", "", "")
    assert Mandate.objects.get().person == mayor
    # Nothing names a contact any more: the record goes.
    assert not Person.objects.filter(pk=contact.pk).exists()


@pytest.mark.django_db
def test_what_a_machine_must_not_decide_is_told():
    page = builders.standard_page(body=[("paragraph", f"<p>Merci à {NAME}.</p>")])
    about = builders.standard_page(title=f"Contact {ADDRESS}", slug="contact-zelie-wattrelot-menilmontant-example")
    builders.account(email=ADDRESS, is_active=False)
    minutes = somebody.document("Compte rendu", "cr.pdf", somebody.packed_pdf(f"Présente : {IN_ASCII}"))

    said = run("erase_person", ADDRESS, "--yes", nom=NAME)
    assert "ne se lit plus que là où c’est dit" in said

    page.refresh_from_db()
    assert NAME in str(page.body)
    assert f"/admin/pages/{page.pk}/edit/" in said
    about.refresh_from_db()
    assert (about.title, about.slug[:8]) == ("Contact effacee@adresse.invalid", "contact-")
    assert f"(URL) rappelle la personne : changez-la. /admin/pages/{about.pk}/edit/" in said
    assert "comptes" in said
    assert f"/admin/documents/edit/{minutes.pk}/" in said


@pytest.mark.django_db(transaction=True)
def test_what_others_sent_about_a_person_is_told_of_and_stays_as_it_was_sent():
    sent = builders.application_file(builders.application(), content=b"Contact : " + ADDRESS.encode())

    known, said = run("export_person", ADDRESS), run("erase_person", ADDRESS, "--yes")

    where = f"/admin/label/candidatures/{sent.application_id}/"
    assert where in known
    assert "un fichier joint parle de la personne" in said
    assert where in said
    assert "Rien n’était connu" not in said
    with sent.file.open() as file:
        assert ADDRESS.encode() in file.read()
    # No other test finds it there.
    sent.delete()


@pytest.mark.django_db
def test_addresses_that_the_site_works_with_are_not_erased(settings):
    settings.BOUNCE_ADDRESS = "retours@pma.example"
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"contact_email": "contact@pma.example"}
    )
    builders.account(email="Redaction@PMA.example")
    client = signed_in(builders.administrator())
    before = Refusal.objects.count()

    for address in ("CONTACT@pma.example", "lettre@pma.example", "retours@pma.example", "redaction@pma.example"):
        with pytest.raises(CommandError, match="adresse d"):
            run("erase_person", address, "--yes")
        for values in ({}, {"confirmed": "1"}):
            answer = client.post(ERASE, {"address": address, **values})
            assert answer.status_code == 400
            assert f"{address} est" in answer.content.decode()
    assert Refusal.objects.count() == before
    assert SiteSettings.objects.get().contact_email == "contact@pma.example"


@pytest.mark.django_db
def test_a_name_of_one_word_is_taken_out_of_nothing_else():
    issue, other = builders.issue(), builders.issue()
    for lent, name, address in ((issue, "Title", ADDRESS), (other, "Zélie Wattrelot", ADDRESS)):
        proofreading.lend(lent, reader=name, email=address, ends_on=timezone.localdate(), user=None)
    log(instance=other, action="wagtail.edit", data={"title": "Le mot de Title", "Zélie Wattrelot": "Zélie Wattrelot"})
    elsewhere = builders.standard_page()
    log(instance=elsewhere, action="wagtail.edit", data={"title": "Merci à Zélie Wattrelot"})

    run("erase_person", ADDRESS, "--yes")

    data = [entry.data for entry in PageLogEntry.objects.filter(page=other, action="wagtail.edit")]
    assert {"title": "Le mot de Title", "Zélie Wattrelot": "personne effacée"} in data
    lent = PageLogEntry.objects.filter(action="newsletter.proof.lend").values_list("data", flat=True)
    assert list(lent) == [{"reader": "personne effacée"}] * 2
    assert PageLogEntry.objects.filter(page=elsewhere, data={"title": "Merci à Zélie Wattrelot"}).exists()


@pytest.mark.django_db
def test_the_pdf_of_an_issue_that_speaks_of_somebody_is_to_be_made_again():
    issue = builders.issue()
    file = ContentFile(somebody.packed_pdf(f"Contact : {IN_ASCII}"), name="9.pdf")
    pdf = IssuePdf.objects.create(issue=issue, file=file, sha256="0" * 64, pages=1, size=1)

    said = run("erase_person", ADDRESS, "--yes")

    assert not IssuePdf.objects.exists()
    assert not pdf.file.storage.exists(pdf.file.name)
    assert "make_missing_pdfs" in said


@pytest.mark.django_db
def test_commands_refuse_what_is_no_address_and_erase_nothing_without_a_yes(monkeypatch):
    somebody.as_reader()
    monkeypatch.setattr("builtins.input", lambda prompt: "non")

    said = run("erase_person", ADDRESS)

    assert "preuves de consentement" in said
    assert Recipient.objects.exists()
    for name in ("erase_person", "export_person", "object_person"):
        with pytest.raises(CommandError, match="adresse électronique"):
            run(name, "Zélie")
