"""« Il manque quelque chose ? »: a reader tells the team of the page of a place, follows it, and is answered."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from pma_site.contributions import views
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import Remark
from pma_site.core.models import SiteSettings
from tests import builders
from tests.back_office import is_refused, messages, signed_in
from tests.reading import elements, text

from .test_calls import delivered, fields_of, later

pytestmark = pytest.mark.django_db

SAID = "La fête des jardins du 12 juin n’y est pas."


@pytest.fixture
def lens():
    return builders.commune("Lens")


def own_link(message):
    return re.search(r"http://[^/]+(/communes/signaler/suivi/\S+)", message.body)[1]


def way(client, place):
    """The address of the form, as the page of the place leads to it."""
    [link] = [each for each in elements(client.get(place.get_absolute_url()), "a") if "/signaler/" in each["href"]]
    return link["href"]


def filled(client, place, **changed):
    """The address of the form and what is posted there, by who took their time."""
    address = way(client, place)
    with later(minutes=-1):
        page = client.get(address)
    typed = {"subject": "evenement", "text": SAID, "sender_name": "Camille", "sender_email": "c@ville.example"}
    return address, {**fields_of(page), **typed, **changed}


def send(client, place, **changed):
    return client.post(*filled(client, place, **changed))


def test_a_remark_arrives_is_acknowledged_and_the_team_is_told(client, lens):
    SiteSettings.objects.update_or_create(site_id=1, defaults={"contact_email": "equipe@artois.example"})

    answer = send(client, lens)

    remark = Remark.objects.get()
    assert (remark.commune, remark.text, remark.sender_email) == (lens, SAID, "c@ville.example")
    thanks = text(client.get(answer.url))
    assert remark.reference in thanks
    assert SAID not in thanks
    to = {message.to[0]: message for message in delivered()}
    assert set(to) == {"c@ville.example", "equipe@artois.example"}
    assert remark.reference in to["c@ville.example"].subject
    # Nothing that was typed leaves by a message: no third party is written to in our name.
    assert not any(SAID in message.body or "Camille" in message.body for message in to.values())
    followed = client.get(own_link(to["c@ville.example"]))
    assert SAID in text(followed)
    assert "no-store" in followed["Cache-Control"]


def test_an_intercommunality_has_its_own(client, lens):
    send(client, lens.epci)

    remark = Remark.objects.get()
    assert (remark.commune, remark.epci, remark.place) == (None, lens.epci, lens.epci)


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"text": ""}, 400, "Écrivez ce qui manque"),
        ({"text": "x" * 2001}, 400, "2000"),
        ({"subject": "autre chose"}, 400, "choix"),
        ({"sender_email": "camille"}, 400, "adresse"),
        ({"shown_at": "abc"}, 400, "Cette page était ouverte depuis longtemps"),
        ({"text": "x" * 70_000}, 413, "trop longue"),
    ],
)
def test_what_is_not_taken_is_told_and_kept_on_the_page(client, lens, changed, status, told):
    answer = send(client, lens, **changed)

    assert answer.status_code == status
    assert told in text(answer).replace("\u00a0", " ")
    if status == 400:
        assert "Camille" in answer.content.decode()
    assert not Remark.objects.exists()


def test_a_program_is_thanked_and_heard_by_nobody(client, lens):
    answer = send(client, lens, website_confirm="https://spam.example")

    assert client.get(answer.url).status_code == 200
    assert not Remark.objects.exists()
    assert delivered() == []


def test_one_network_sends_so_many_a_day_and_loses_nothing(client, lens, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "SENT_A_DAY", 2)
    address, data = filled(client, lens)
    for number in range(2):
        client.post(address, {**data, "text": f"{SAID} {number}"})

    answer = client.post(address, data)

    assert answer.status_code == 429
    assert SAID in answer.content.decode()


def test_the_same_form_sent_twice_is_one_remark_and_a_changed_one_is_refused(client, lens):
    address, data = filled(client, lens)
    first, second = client.post(address, data), client.post(address, data)
    other = client.post(address, {**data, "text": "Autre chose"})

    assert [first.status_code, second.status_code, other.status_code] == [302, 302, 409]
    assert Remark.objects.get().reference in text(other)


@pytest.mark.parametrize("address", ["/communes/signaler/62000/", "/communes/signaler/123456789/"])
def test_a_place_that_is_not_ours_has_none(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": SAID}).status_code == 404


def test_its_sender_corrects_it_and_takes_it_back(client, lens):
    send(client, lens)
    [message] = delivered()
    link = own_link(message)
    form = {**fields_of(client.get(f"{link}corriger/")), "subject": "evenement"}
    wrong = client.post(f"{link}corriger/", {**form, "text": ""})
    client.post(f"{link}corriger/", {**form, "text": "C’était le 13."})

    assert wrong.status_code == 400
    assert Remark.objects.get().text == "C’était le 13."
    assert "13" in text(client.get(link))
    client.post(f"{link}retirer/")
    assert Remark.objects.get().state == ContributionState.WITHDRAWN
    assert client.get(f"{link}corriger/").status_code == 302
    assert client.post(f"{link}retirer/").status_code == 302


@pytest.mark.parametrize(
    ("act", "state", "subject"),
    [
        ("accepter", ContributionState.ACCEPTED, "est prise en compte"),
        ("demander", ContributionState.ASKED, "Une question"),
        ("decliner", ContributionState.DECLINED, "n’est pas retenue"),
    ],
)
def test_the_team_answers_and_the_sender_is_told(client, lens, act, state, subject):
    send(client, lens)
    [received] = delivered()
    remark, editor = Remark.objects.get(), signed_in(builders.account("Rédaction"))
    assert "1 remarque à examiner" in text(editor.get("/admin/"))
    assert "Lens" in text(editor.get(reverse("wagtailsnippets_contributions_remark:list")))
    screen = reverse("wagtailsnippets_contributions_remark:inspect", args=[remark.pk])
    shown = editor.get(screen)
    [seen] = [field["value"] for field in elements(shown, "input") if field.get("name") == "seen"]
    address = reverse("wagtailsnippets_contributions_remark:decide", args=[remark.pk])

    answer = editor.post(address, {"faire": act, "words": "Merci à vous.", "seen": seen}, follow=True)

    assert SAID in text(shown)
    assert Remark.objects.get().state == state
    assert len(messages(answer)) == 1
    told = delivered()[-1]
    assert subject in told.subject
    assert "Merci à vous." in " ".join(told.body.split())
    assert "Merci à vous." in text(client.get(own_link(received)))


def test_who_only_keeps_a_register_reads_and_the_others_see_nothing(lens, client):
    send(client, lens)
    remark = Remark.objects.get()
    screen = reverse("wagtailsnippets_contributions_remark:inspect", args=[remark.pk])
    decide = reverse("wagtailsnippets_contributions_remark:decide", args=[remark.pk])
    network, readers = (signed_in(builders.account(role)) for role in ("Réseau", "Diffusion"))

    assert SAID in text(network.get(screen))
    assert "Décliner" not in text(network.get(screen))
    assert is_refused(network, decide, {"faire": "accepter"})
    assert is_refused(readers, screen)
    assert network.get(decide).status_code == 405
