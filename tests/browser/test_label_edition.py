"""An edition of the label, from its call to its announcement, in a real browser: twelve applications made online with
their files, three committees, results under embargo, what readers see then."""

import os
import re
from datetime import UTC, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from projects.applying import converting
from projects.choices import ApplicationState
from projects.models import Admissibility, CandidatePage, Hearing, LabelCall, LabelCommittee, LabelStep, Opinion
from tests import builders
from tests.agenda.proposers import photograph
from tests.browser import inspections
from tests.browser.admin import change_account, sign_in
from tests.browser.test_subscribing import PHONE
from tests.browser.test_whole_issue import choose
from tests.pdfs import pdf
from tests.projects.applicants import START, deposit, docx, fill_in, join, odt

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]
COMMITTEES = ["Comité technique", "Comité des jeunesses", "Cercle de qualité"]
# Where pictures of the screens are left for who wants to look at them.
SHOTS = os.environ.get("LABEL_SHOTS", "")


def look(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def edition():
    """An edition to come, with three meetings in its calendar; its call is not open yet."""
    today = timezone.localdate()
    edition = builders.edition(
        title="Label Euralens 2031",
        slug="2031",
        year=2031,
        method="<p>Trois comités lisent chaque dossier.</p>",
        results_at=timezone.now() + timedelta(days=60),
    )
    for place, name in enumerate(COMMITTEES):
        day = today + timedelta(days=40 + place)
        LabelStep.objects.create(edition=edition, kind="comite", name=name, start=day, end=day, sort_order=place)
    return edition


def open_call(page, edition):
    """« Appels à candidatures › Ajouter »: open today, for a month, with one question."""
    now = timezone.localtime()
    page.goto("/admin/snippets/projects/labelcall/add/")
    choose(page, page.get_by_role("button", name=re.compile("Chois")).first, edition.title)
    for label, day in (("Ouverture", now), ("Clôture", now + timedelta(days=30))):
        page.get_by_label(label).fill(f"{day:%d/%m/%Y} 00:00")
        page.get_by_label(label).press("Escape")
    page.get_by_role("tab", name="Questions").click()
    page.locator("#id_criteria-ADD").click()
    page.locator("#id_criteria-0-heading").fill("En quoi le projet aide-t-il la transition ?")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(f"Appel à candidatures {edition.year}").first).to_be_visible()
    return LabelCall.objects.get(edition=edition)


def apply_in_the_browser(tab, title, file):
    """Go through the form, join a file, deposit: by the mouse, without scripts."""
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
        tab.goto(START)
    tab.get_by_label("Titre du projet").fill(title)
    tab.get_by_label("Votre nom").fill("Camille Durand")
    tab.get_by_label("Votre adresse électronique").fill("camille@jardin.example")
    tab.get_by_role("button", name="Ouvrir mon dossier").click()
    tab.get_by_role("link", name="Le projet", exact=True).click()
    tab.get_by_label("Le projet en quelques phrases").fill("Des habitants cultivent ensemble des jardins.")
    tab.get_by_label("en cours de définition").check()
    onward = tab.get_by_role("button", name="Enregistrer et continuer")
    onward.click()
    tab.get_by_label("Nom*", exact=True).fill("Les Jardins du canal")
    onward.click()
    tab.get_by_label("Commune 1").fill("Avion")
    onward.click()
    tab.get_by_label("En quoi le projet").fill("Il ombrage la rue.")
    onward.click()
    tab.get_by_label("D’où vient l’argent").first.fill("Ville")
    tab.get_by_label("Montant en euros").first.fill("12 000,50")
    onward.click()
    tab.get_by_label("Ajouter un fichier").set_input_files(file)
    tab.get_by_role("button", name="Joindre ce fichier").click()
    expect(tab.get_by_role("link", name=file.name)).to_be_visible()
    onward.click()
    tab.get_by_role("button", name="Relire avant de déposer").click()
    tab.get_by_role("button", name="Déposer ma candidature").click()
    expect(tab.get_by_text("Votre candidature est déposée.")).to_be_visible()


def apply_by_requests(call, title, file, content):
    """The same, by what a browser sends."""
    client = Client()
    address = fill_in(client, call, projet={"title": title, "subject": "Des habitants cultivent des jardins."})
    assert join(client, address, file, content).status_code == 302
    assert deposit(client, address).status_code == 302


def test_an_edition_goes_from_its_call_to_its_announcement(page, scriptless, edition, complaints, tmp_path):
    """A whole year of the label, on the clock of each of its days."""
    sign_in(page, "Label")
    call = open_call(page, edition)
    for number in (1, 2):
        file = tmp_path / f"plan {number}.pdf"
        file.write_bytes(pdf([f"Plan du projet {number}"]))
        apply_in_the_browser(scriptless, f"Projet {number:02}", file)
    kinds = [
        ("photo.jpg", photograph().read()),
        ("budget.docx", docx()),
        ("statuts.odt", odt()),
        ("plan.pdf", pdf(["Plan"])),
    ]
    for number in range(3, 13):
        apply_by_requests(call, f"Projet {number:02}", *kinds[number % len(kinds)])
    received = edition.applications.filter(state=ApplicationState.RECEIVED, files__is_deposited=True)
    assert received.count() == 12

    with time_machine.travel((call.closes_at + timedelta(days=1)).astimezone(UTC), tick=True):
        scriptless.goto(START)
        expect(scriptless.get_by_text("clos depuis le").first).to_be_visible()
        expect(scriptless.get_by_label("Titre du projet")).to_have_count(0)
        from_applications_to_announcement(page, scriptless, edition)
    # What the admin itself says of a screen that is refused is no fault.
    assert complaints == []


def from_applications_to_announcement(page, scriptless, edition):
    """What the label and its committees do once the call is closed, and what readers see of it."""
    change_account(page, "Label")
    member = builders.reviewer(first_name="Nadia", last_name="Exemple")
    page.goto("/admin/")
    page.get_by_role("button", name="Label Euralens").click()
    page.get_by_role("link", name="Instruction").click()

    # Admissible or not: the next one follows by itself.
    page.get_by_role("link", name="Projet 01").click()
    for number in range(1, 13):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Projet {number:02}")
        if number == 1:
            look(page, "admin-dossier")
        if number == 12:
            page.get_by_label("irrecevable").check()
            page.get_by_label("Raison").fill("Le projet est hors du territoire.")
        else:
            page.get_by_label("recevable", exact=True).check()
        page.get_by_role("button", name="Décider").click()
    expect(page.get_by_text("Instruction 2031").first).to_be_visible()
    assert Admissibility.objects.filter(verdict="recevable").count() == 11

    # Three committees, each proposed by the calendar, with every admissible application before it.
    for name in COMMITTEES:
        page.goto(f"/admin/label/instruction/{edition.pk}/")
        page.get_by_role("link", name="Ajouter un comité").click()
        expect(page.get_by_label("Nom", exact=False).first).to_have_value(name)
        page.get_by_label("Qui y siège").fill("Des partenaires et des habitants.")
        page.get_by_label("Nadia Exemple").check()
        if name == COMMITTEES[0]:
            look(page, "admin-comite")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text(f"« {name} » est enregistré.")).to_be_visible()
    assert Hearing.objects.count() == 33
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Dossiers (PDF)").click()
    assert waiting.value.suggested_filename == "label-2031-cercle-de-qualite.pdf"
    expect(page.get_by_text("Le fichier est prêt.")).to_be_visible()

    # A member reads the files and gives opinions, one after the other.
    change_account(page)
    sign_in(page, account=member)
    page.goto("/admin/label/mes-dossiers/")
    look(page, "admin-mes-dossiers")
    page.get_by_role("link", name="Projet 01").first.click()
    look(page, "admin-mon-dossier")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="plan 1.pdf").click()
    assert waiting.value.suggested_filename == "plan 1.pdf"
    for number in (1, 2):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Projet {number:02}")
        page.get_by_label("favorable", exact=True).check()
        page.get_by_label("En quoi le projet").select_option("convaincant")
        page.get_by_label("Mes notes").fill("Solide.")
        page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Projet 03")
    assert Opinion.objects.count() == 2
    page.goto("/admin/label/instruction/")
    expect(page.get_by_text("n’est pas ouverte à votre compte").first).to_be_visible()

    # The committee concludes; what was accepted has its pages; the results are prepared together.
    for hearing in Hearing.objects.filter(opinions=None):
        builders.opinion(hearing, member, vote="reserve")
    for application in edition.applications.filter(admissibility__verdict="recevable").order_by("title"):
        made, _ = converting.make_candidate(application.pk, user=builders.administrator())
        made.latest_revision.publish()
    award = builders.label_result(edition, "Lauréat", colour="soleil", icon="etoile", sort_order=0)
    builders.label_result(edition, "Nominé", colour="canopee", icon="feuille", is_award=False, sort_order=1)
    change_account(page, "Label")
    first = LabelCommittee.objects.get(name=COMMITTEES[0])
    page.goto(f"/admin/label/comites/{first.pk}/")
    page.get_by_label("Avis du comité").first.select_option("favorable")
    look(page, "admin-seance")
    page.get_by_role("button", name="Enregistrer les avis du comité").click()
    expect(page.get_by_text("1 avis enregistré.")).to_be_visible()
    page.goto(f"/admin/label/instruction/{edition.pk}/")
    for number in range(1, 12):
        page.get_by_label(f"Résultat de Projet {number:02}").select_option("Lauréat" if number < 4 else "Nominé")
    page.get_by_role("button", name="Enregistrer les résultats").click()
    expect(page.get_by_text("11 résultats enregistrés. Sous embargo jusqu’au")).to_be_visible()
    page.get_by_role("link", name="Budget").click()
    look(page, "admin-tableau")

    # The public: nothing, then everything.
    tab, laureate = scriptless, CandidatePage.objects.get(result=award, title="Projet 01")
    tab.goto(edition.url)
    expect(tab.get_by_text("Candidat").first).to_be_visible()
    expect(tab.get_by_text("Lauréat")).to_have_count(0)
    with time_machine.travel((edition.results_at + timedelta(seconds=1)).astimezone(UTC), tick=True):
        tab.goto(edition.url)
        expect(tab.get_by_role("heading", name="Lauréat", level=3)).to_be_visible()
        look(tab, "edition")
        tab.goto("/label-euralens/candidats/")
        tab.get_by_label("Résultat").select_option("Lauréat")
        tab.get_by_label("Objet, porteur").fill("jardins")
        tab.get_by_role("button", name="Filtrer").click()
        expect(tab.get_by_role("heading", name="3 projets candidats")).to_be_visible()
        look(tab, "candidats")
        # What became of it, in three clicks, once signed in again: months have passed.
        sign_in(page, "Label")
        page.goto(f"/admin/label/candidats/{laureate.pk}/nouvelles/")
        page.get_by_label("Nouvelle", exact=False).first.fill("Les premiers arbres sont plantés.")
        page.get_by_role("button", name="Mettre en ligne").click()
        expect(page.get_by_text("La nouvelle est en ligne.")).to_be_visible()
        look(page, "admin-nouvelles")
        tab.goto(laureate.url)
        expect(tab.get_by_text("Les premiers arbres sont plantés.")).to_be_visible()
        look(tab, "candidat")
        for address in (
            edition.url,
            "/label-euralens/",
            "/label-euralens/candidats/",
            edition.method_address,
            laureate.url,
        ):
            page.goto(address)
            page.set_viewport_size(PHONE)
            assert inspections.broken_rules(page) == [], address
            look(page, f"phone-{address.strip('/').replace('/', '-')}")
