"""What the labels of a town hall lead to: it sees how the letter reaches it, and asks for something else."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from pma_site.readers import links
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Office
from pma_site.readers.register import recipient_at
from tests import builders
from tests.back_office import messages
from tests.readers.keepers import keeper
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

WISHES = "/admin/lecteurs/demandes/"


@pytest.fixture
def office():
    return builders.town_hall("Lens")


def ask(office, client=None, **data):
    response = (client or Client()).post(links.office_address(office), data)
    office.refresh_from_db()
    return response


def test_a_town_hall_sees_how_the_letter_reaches_it(client):
    office = builders.town_hall("Lens", "secretariat@lens.example")

    page = client.get(links.office_address(office))

    assert "1 PLACE DE LA MAIRIE" in text(page)
    assert "62300 LENS" in text(page)
    # Who holds the envelope may read this page: the address of the e-mail is not given away.
    assert "s…@lens.example" in text(page)
    assert "secretariat" not in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert dict(page.cookies) == {}


def test_it_wants_nothing_more_by_post_then_again(client, office):
    page = client.get(links.office_address(office))
    assert [button["value"] for button in elements(page, "button") if button.get("name")] == [
        "poste-arretee",
        "courriel",
    ]

    thanks = client.get(ask(office, action="poste-arretee").url)

    assert not Office.objects.by_post().exists()
    assert "plus rien ne sera posté" in text(thanks)
    assert "Mairie de Lens, depuis le" in text(keeper().get(WISHES))

    ask(office, action="poste-reprise")

    assert Office.objects.by_post().get() == office


def test_the_team_writes_to_it_again_where_it_was_told_to():
    office = builders.town_hall("Lens", post_stopped_on="2026-06-02")
    editor = keeper()
    address = f"/admin/snippets/readers/office/edit/{office.pk}/"
    page = editor.get(address)
    assert "Elle a demandé le 02/06/2026" in text(page)
    fields = {field["name"]: field.get("value", "") for field in elements(page, "input") if field.get("name")}

    data = {**fields, "commune": office.commune_id, "postal_return": "", "by_post": "on"}
    editor.post(address, {**data, "post_again": ""})
    assert not Office.objects.by_post().exists()
    office.refresh_from_db()
    editor.post(address, {**data, "seen": office.fingerprint, "post_again": "on"})

    assert Office.objects.by_post().get() == office


@pytest.mark.parametrize("grant", [True, False])
def test_it_asks_for_the_email_and_the_team_decides(office, grant):
    ask(office, action="courriel", email="secretariat@lens.example")
    assert office.recipient is None
    editor = keeper()
    page = editor.get(WISHES)
    assert "secretariat@lens.example aucune" in text(page)
    seen = next(field["value"] for field in elements(page, "input") if field.get("name") == "seen")

    verb = "accepter" if grant else "ecarter"
    answer = editor.post(f"{WISHES}{office.pk}/{verb}/", {"seen": seen})

    office.refresh_from_db()
    assert office.email == ("secretariat@lens.example" if grant else "")
    assert (office.wished_email, office.wished_at) == ("", None)
    assert ("reçoit désormais la lettre" if grant else "est écartée") in messages(editor.get(answer.url))[0]


def test_a_request_that_changed_meanwhile_is_looked_at_again(office):
    ask(office, action="courriel", email="une@lens.example")
    editor = keeper()
    seen = next(field["value"] for field in elements(editor.get(WISHES), "input") if field.get("name") == "seen")
    ask(office, action="courriel", email="autre@lens.example")

    answer = editor.post(f"{WISHES}{office.pk}/accepter/", {"seen": seen})

    office.refresh_from_db()
    assert office.recipient is None
    assert "a changé pendant que vous la regardiez" in messages(editor.get(answer.url))[0]


def test_an_address_that_was_asked_for_is_erased_on_demand_and_forgotten_in_time(office):
    other = builders.town_hall("Liévin", wished_email="vieille@lievin.example", wished_at=builders.local(2020, 1, 1))
    ask(office, action="courriel", email="secretariat@lens.example")

    call_command("apply_retention", stdout=StringIO())
    office.refresh_from_db()
    other.refresh_from_db()
    assert (office.wished_email, other.wished_email) == ("secretariat@lens.example", "")

    call_command("erase_person", "secretariat@lens.example", "--yes", stdout=StringIO())
    office.refresh_from_db()
    assert office.wished_email == ""
    assert "Aucune demande n’attend" in text(keeper().get(WISHES))


def test_an_address_that_left_stays_silent_though_the_team_accepts(office):
    left = recipient_at("secretariat@lens.example")
    type(left).objects.update(state=ReadingState.LEFT, left_at=left.created_at)
    Office.objects.filter(pk=office.pk).update(recipient=recipient_at("mairie@lens.example"))
    ask(office, action="courriel", email="secretariat@lens.example")
    editor = keeper()

    answer = editor.post(f"{WISHES}{office.pk}/accepter/", {"seen": Office.objects.get().fingerprint})

    assert "s’est désabonnée" in messages(editor.get(answer.url))[0]
    assert Office.objects.by_email().get().email == "mairie@lens.example"


@pytest.mark.parametrize(
    "data", [{"action": "courriel", "email": "mairie"}, {"action": "courriel"}, {"action": "x"}, {}]
)
def test_what_is_wrong_is_said(office, data):
    page = ask(office, **data)

    assert page.status_code == 400
    assert office.wished_email == ""
    if data.get("action") == "courriel":
        assert "Votre saisie est à corriger" in text(page)
        assert data.get("email") in {
            field.get("value") for field in elements(page, "input") if field.get("name") == "email"
        }


def test_a_label_takes_few_requests(office):
    statuses = [ask(office, action=action).status_code for action in ["poste-arretee", "poste-reprise"] * 6]

    assert statuses == [302] * 10 + [429] * 2


@pytest.mark.parametrize("token", ["x", "1.abc", "1.", ".", "1.............", "é.è", "9999.AAAAAAAAAAAA", "x" * 3000])
def test_an_unknown_label_leads_to_a_page_that_helps(client, office, token):
    page = client.get(f"/abonnement/mairie/{token}/")

    assert page.status_code == 404
    assert "Cette adresse ne mène à aucune mairie" in text(page)


def test_a_label_of_one_office_opens_no_other_and_outlives_it(client, office):
    other = builders.town_hall("Liévin")
    mine, theirs = links.office_address(office), links.office_address(other)
    swapped = mine.replace(f"/{office.pk}.", f"/{other.pk}.")
    assert swapped not in (mine, theirs)
    assert client.get(swapped).status_code == 404

    office.delete()

    assert client.get(mine).status_code == 404


def test_looking_changes_nothing(client, office):
    before = list(Office.objects.values())

    for method in (client.get, client.head, client.options):
        assert method(links.office_address(office)).status_code in (200, 405)

    assert list(Office.objects.values()) == before
