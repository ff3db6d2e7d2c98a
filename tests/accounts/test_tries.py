"""Passwords are tried within limits, the owner is told, and gets in while strangers are kept out."""

import re
import time

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests import builders
from tests.accounts.door import DOOR, enter, is_inside
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


def fail(account, times, *, network=None, client=None):
    """Give a wrong password so many times, from one network or from a new one each time; return the last answer."""
    for number in range(times):
        address = network or f"10.{number // 250}.{number % 250}.7"
        _, answer = enter(account, client or Client(), password="faux", address=address)
    return answer


def test_five_failures_from_one_network_are_the_last_and_the_owner_is_told_once():
    account = builders.account("Rédaction")

    assert "Identifiant ou mot de passe incorrect" in text(fail(account, 5, network="192.0.2.9"))
    assert "Trop d’essais" in text(fail(account, 3, network="192.0.2.77"))
    _, answer = enter(account, address="192.0.2.9")

    assert "Trop d’essais" in text(answer)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [account.email]
    assert "192.0.2.0/24" in mail.outbox[0].body
    assert is_inside(enter(account, address="198.51.100.4")[0])


def test_one_network_does_not_try_one_account_after_the_other():
    accounts = [builders.account() for _ in range(8)]

    for account in accounts:
        answer = fail(account, 4, network="192.0.2.9")

    assert "Trop d’essais" in text(answer)


def test_nobody_has_the_tries_forgotten(client):
    account = builders.account("Rédaction")
    fail(account, 5, network="192.0.2.9")

    # Django would keep 300 things: neither files asked for by any port nor tries of others put a count out.
    for number in range(150):
        client.get("/donnees/communes.csv", headers={"host": f"testserver:{number + 1}"})
        data = {"login": f"personne{number}", "password": "faux"}
        client.post(DOOR, data, REMOTE_ADDR=f"10.1.{number}.7")

    assert "Trop d’essais" in text(fail(account, 1, network="192.0.2.9"))


def test_a_name_that_nobody_has_is_answered_alike(client):
    known = fail(builders.account(), 6, network="192.0.2.9")
    for _ in range(6):
        answer = client.post(DOOR, {"login": "personne", "password": "faux"}, REMOTE_ADDR="198.51.100.4")

    assert text(answer) == text(known)


def test_the_owner_enters_from_a_known_browser_while_the_whole_world_tries():
    account = builders.account("Rédaction")
    known, _ = enter(account)
    known.post("/admin/acces/sortie/")

    fail(account, 40)
    stranger, answer = enter(account, address="203.0.113.5")
    enter(account, known)

    assert "Trop d’essais" in text(answer)
    assert not is_inside(stranger)
    assert is_inside(known)


def test_the_link_of_the_message_lets_a_new_browser_try():
    account = builders.account("Rédaction")
    fail(account, 40)
    link = re.search(r"http://[^/]+(/\S+debloquer\S+)", mail.outbox[0].body)[1]
    browser = Client()

    assert "C’est bien moi" in text(browser.get(link))
    _, refused = enter(account, browser, address="203.0.113.5")
    browser.post(link)
    enter(account, browser, address="203.0.113.5")

    assert "Trop d’essais" in text(refused)
    assert is_inside(browser)
    account.set_password("tout-neuf-et-long-42")
    account.save()
    assert browser.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é" * 300])
def test_a_forged_link_opens_nothing(client, token):
    assert client.get(f"{DOOR}debloquer/{token}/").status_code == 410


def test_a_known_browser_has_a_limit_too():
    account = builders.account("Rédaction")
    thief, _ = enter(account)
    thief.post("/admin/acces/sortie/")

    assert "Trop d’essais" in text(fail(account, 11, client=thief))


def test_success_gives_its_try_back_and_no_other():
    account = builders.account("Rédaction")
    fail(account, 4, network="192.0.2.9")

    for _ in range(3):
        assert is_inside(enter(account, address="192.0.2.9")[0])
    fail(account, 1, network="192.0.2.9")

    assert "Trop d’essais" in text(enter(account, address="192.0.2.9")[1])


@pytest.mark.parametrize("login", ["\x00", "a\nb", "x" * 5000, "😀" * 300, "' OR 1=1 --", "نص"])
def test_a_hostile_name_is_no_fault_of_the_site(client, login):
    assert client.post(DOOR, {"login": login, "password": "p" * 20_000}).status_code == 200
    assert client.post(DOOR, {"login": login, "password": "\x00"}).status_code == 200


def test_a_session_ends_after_two_hours_alone_and_twelve_in_all():
    account = builders.account("Rédaction")
    with time_machine.travel(time.time(), tick=False) as clock:
        lazy, busy = signed_in(account), signed_in(account)
        for _ in range(12):
            clock.shift(3500)
            assert is_inside(busy)
            lazy.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
            lazy.get("/admin/connexion/")
        assert not is_inside(lazy)
        clock.shift(1300)
        answer = busy.get("/admin/", follow=True)

    assert "Votre session est terminée" in text(answer)


@pytest.mark.parametrize("password", ["Artois-2026!", "azertyuiop123", "lettreauxmaires", "123456789012", "court-1"])
def test_a_password_that_anybody_would_try_is_refused(password):
    administrator, fields = signed_in(builders.administrator()), {"username": "arrivante", "email": "n@example.org"}

    administrator.post(
        "/admin/users/new/",
        {
            **fields,
            "first_name": "N",
            "last_name": "O",
            "password1": password,
            "password2": password,
            "is_active": "on",
        },
    )

    assert "arrivante" not in administrator.get("/admin/users/").content.decode()


def test_the_former_address_is_told_of_a_new_one():
    account = builders.account("Rédaction", email="avant@example.org")
    account.email = "apres@example.org"
    account.save()

    assert mail.outbox[0].to == ["avant@example.org"]


def test_the_admin_has_a_host_of_its_own_where_settings_name_one(client, settings):
    settings.ADMIN_HOST = "redaction.example.org"
    here = {"headers": {"host": "redaction.example.org"}}

    assert client.get("/admin/pages/").url == "https://redaction.example.org/admin/pages/"
    assert client.post("/admin/acces/", {"login": "x"}).status_code == 404
    assert client.get("/admin/acces/", **here).status_code == 200
    assert client.get("/", **here).url == "/admin/"


def test_files_that_leave_and_people_that_are_looked_at_are_in_the_log():
    keeper, chief = signed_in(builders.account("Diffusion")), signed_in(builders.administrator())
    keeper.get("/admin/lecteurs/donnees-personnelles/registre.md")
    keeper.get("/admin/lecteurs/donnees-personnelles/")

    assert "registre.md" in text(chief.get("/admin/reports/acces/?kind=exports"))
    assert "/admin/lecteurs/donnees-personnelles/" in text(chief.get("/admin/reports/acces/?kind=consultations"))
    assert keeper.get("/admin/reports/acces/").status_code == 302
