"""The network in a real browser: forty members confirm their records, one joins; each page as axe sees it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from newsletter import delivery
from projects.models import Campaign, Confirmation, MemberPage, MembershipRequest
from tests import builders

from . import inspections
from .admin import sign_in
from .test_subscribing import PHONE, ZOOMED, fill_in_by_keyboard, press_by_keyboard

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS, SILENT = 40, 3


def links():
    """The links of the messages that leave now, by address."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        delivery.send_due()
    route = r"/innov-in-artois/(?:fiche|demande)/[^/\s]+/"
    return {message.to[0]: re.search(route, message.body)[0] for message in mail.outbox}


def test_forty_members_confirm_their_records(page, scriptless):
    lens = builders.commune("Lens")
    for number in range(MEMBERS):
        organisation = builders.organisation(f"Membre {number:02}", commune=lens)
        member = builders.member(title=f"Membre {number:02}", slug=f"membre-{number}", organisation=organisation)
        builders.member_contact(member, f"m{number:02}@membre.example")
    sign_in(page, "Réseau")

    # The manager sets the campaign and opens it.
    page.goto(reverse("network_campaigns"))
    page.get_by_role("link", name="Nouvelle confirmation").click()
    page.get_by_label("Date limite*").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label(f"il part maintenant à {MEMBERS} membres").check()
    page.get_by_role("button", name="Ouvrir et écrire aux membres").click()
    expect(page.get_by_text(f"Messages partis : 0 sur {MEMBERS}")).to_be_visible()
    sent = links()
    assert len(sent) == MEMBERS

    # One member confirms by keyboard and without scripts, one corrects; most of the others confirm.
    tab = scriptless
    tab.set_viewport_size(ZOOMED)
    tab.goto(sent["m00@membre.example"])
    press_by_keyboard(tab, "Confirmer : tout est juste")
    expect(tab.get_by_role("heading", name="Merci, c’est noté")).to_be_visible()
    tab.goto(sent["m01@membre.example"])
    tab.get_by_role("link", name="Corriger la fiche").click()
    tab.get_by_label("Activité, en quelques mots").fill("pneus neufs")
    tab.get_by_label("Son téléphone").fill("06 00 00 00 09")
    press_by_keyboard(tab, "Envoyer mes corrections")
    expect(tab.get_by_text("Votre correction est arrivée")).to_be_visible()
    for number in range(2, MEMBERS - SILENT):
        Client().post(sent[f"m{number:02}@membre.example"])

    # The manager reads the correction side by side and accepts one of its two changes.
    page.goto("/admin/")
    page.get_by_role("button", name="Réseau").click()
    page.get_by_role("link", name="Corrections (1)").click()
    page.get_by_role("link", name="Membre 01").click()
    page.get_by_label("Accepter : Son téléphone").uncheck()
    page.get_by_role("button", name="Accepter ce qui est coché").click()
    expect(page.get_by_text("Les changements acceptés sont en ligne.")).to_be_visible()
    assert MemberPage.objects.get(slug="membre-1").activity == "pneus neufs"
    campaign = Campaign.objects.get()
    page.goto(reverse("network_campaign", args=[campaign.pk]))
    expect(page.locator(".network__counts")).to_contain_text(re.compile(r"Fiches confirmées\s*36"))
    page.get_by_role("button", name=f"Relancer les {SILENT} sans réponse").click()
    expect(page.get_by_text(f"{SILENT} relances sont prêtes.")).to_be_visible()
    # With what the team answered to the correction.
    assert sorted(links()) == [f"m{number}@membre.example" for number in ("01", 37, 38, 39)]

    # The silent ones leave, and one of them comes back.
    with time_machine.travel(builders.local(*campaign.leaves_on.timetuple()[:3], 3), tick=True):
        call_command("keep_network")
        tab.goto("/innov-in-artois/")
        expect(tab.get_by_text(f"{MEMBERS - SILENT} membres").first).to_be_visible()
        tab.goto(sent["m39@membre.example"])
        press_by_keyboard(tab, "Confirmer : tout est juste")
        tab.get_by_role("link", name="Voir la page dans l’annuaire").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Membre 39")
    assert Confirmation.objects.exclude(withdrawn_at=None).count() == SILENT - 1


def test_an_organisation_joins_without_scripts(scriptless):
    tab = scriptless
    tab.set_viewport_size(ZOOMED)
    builders.commune("Lens")
    tab.goto("/innov-in-artois/")
    tab.get_by_role("link", name="Rejoindre la communauté").click()

    press_by_keyboard(tab, "Relire avant d’envoyer")
    expect(tab.get_by_role("alert")).to_contain_text("Indiquez le nom de votre organisation.")
    fill_in_by_keyboard(tab, "Nom de l’organisation*", "Atelier Lin")
    fill_in_by_keyboard(tab, "Activité, en quelques mots*", "fils de lin")
    tab.get_by_label("Commune du siège").select_option(label="Lens")
    fill_in_by_keyboard(tab, "Votre nom*", "Lou Petit")
    fill_in_by_keyboard(tab, "Votre adresse électronique*", "lou@lin.example")
    tab.get_by_label(re.compile("J’accepte que")).press("Space")
    press_by_keyboard(tab, "Relire avant d’envoyer")
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        press_by_keyboard(tab, "Envoyer ma demande")
        expect(tab.get_by_role("heading", level=1)).to_have_text("Votre demande est arrivée")

    assert MembershipRequest.objects.get().commune.name == "Lens"
    tab.goto(links()["lou@lin.example"])
    expect(tab.get_by_text("fils de lin")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_network_is_accessible(page, scheme, complaints):
    page.set_viewport_size(ZOOMED if scheme == "dark" else PHONE)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    lens = builders.commune("Lens", longitude=2.83, latitude=50.43)
    member = builders.member(
        title="Black Star",
        organisation=builders.organisation(commune=lens, email="bonjour@black-star.example"),
        object_name="pneu",
        image=builders.image(),
        sector="energie",
    )
    builders.member_contact(member, "zoe@black-star.example")
    call_command("keep_network")
    builders.campaign()
    call_command("keep_network")
    record = links()["zoe@black-star.example"]
    index = "/innov-in-artois/"
    addresses = [index, f"{index}?secteur=energie&q=pneu", f"{index}?secteur=x", f"{index}showroom/", member.url]
    addresses += [f"{index}rejoindre/", record, f"{record}corriger/"]

    for address in addresses:
        page.goto(address)
        assert inspections.broken_rules(page) == [], address
        assert inspections.text(page, "spaced" if scheme == "light" else "plain") == [], address
        assert inspections.focus(page) == [], address
    # The address with a filter that does not exist.
    complaints[:] = [complaint for complaint in complaints if "400 (Bad Request)" not in complaint]
