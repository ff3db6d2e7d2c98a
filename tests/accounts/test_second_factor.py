"""The second factor: compulsory where settings say so, and no way round it through any address of the site."""

import re
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.accounts.door import CODE, DOOR, code_now, enter, is_inside, recovery_codes, with_application
from tests.addresses import addresses
from tests.back_office import is_refused, signed_in
from tests.keeping import kept
from tests.reading import text

pytestmark = pytest.mark.django_db

SET_UP = f"{DOOR}second-facteur/application/"


@pytest.fixture
def compulsory(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_a_password_and_a_code_open_the_admin(client):
    account = with_application(builders.account("Rédaction"))

    _, answer = enter(account, client)
    assert answer.url == CODE
    assert not is_inside(client)
    client.post(CODE, {"code": code_now()})

    assert is_inside(client)


def test_a_code_serves_once(client):
    account = with_application(builders.account("Rédaction"))
    code = code_now()
    first = Client()
    enter(account, first)
    first.post(CODE, {"code": code})

    enter(account, client)
    said = text(client.post(CODE, {"code": code}))

    assert is_inside(first)
    assert "Ce code n’est pas le bon" in said
    assert not is_inside(client)


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_code_serves_once_for_as_long_as_a_late_clock_may_show_it(between):
    account = with_application(builders.account("Rédaction"))
    with time_machine.travel("2026-05-04T08:00:01Z", tick=False) as moment:
        code = code_now()
        enter(account, first := Client())
        first.post(CODE, {"code": code})
        moment.shift(31)
        enter(account, second := Client())
        second.post(CODE, {"code": f"{code[:3]}{between}{code[3:]}"})
        enter(account, third := Client())
        third.post(CODE, {"code": code_now()})

        assert [is_inside(each) for each in (first, second, third)] == [True, False, True]


def test_nobody_has_a_code_forgotten_by_asking_for_files(client):
    account = with_application(builders.account("Rédaction"))
    code = code_now()
    enter(account, first := Client())
    first.post(CODE, {"code": code})

    for port in range(1, 400):
        Client().get("/donnees/communes.csv", headers={"host": f"testserver:{port}"})
    enter(account, client)
    client.post(CODE, {"code": code})

    assert not is_inside(client)


def test_a_recovery_code_stands_in_for_the_telephone_once(client):
    account = with_application(builders.account("Rédaction"))
    code = recovery_codes(account)[3]

    for opens in (True, False):
        browser, _ = enter(account, Client())
        browser.post(CODE, {"code": code})
        assert is_inside(browser) is opens
    assert len(recovery_codes(account)) == 9


@pytest.mark.parametrize("code", ["", "0", "000000", "abcdef", "١٢٣٤٥٦", "\x00", "9" * 5000, "😀" * 6])
def test_a_hostile_code_opens_nothing_and_breaks_nothing(client, code):
    enter(with_application(builders.account("Rédaction")), client)

    answer = client.post(CODE, {"code": code})

    assert answer.status_code == 200
    assert not is_inside(client)


def test_without_a_second_factor_one_is_led_to_set_it_up_before_anything_else(client, compulsory):
    account = builders.account("Rédaction")
    enter(account, client)

    for address in ("/admin/", "/admin/pages/", "/admin/account/", f"{DOOR}second-facteur/"):
        assert client.get(address).url.startswith(SET_UP), address
    assert client.get("/catalogue/").status_code == 302
    page = client.get(SET_UP)
    assert "Votre second facteur" in text(page)


def test_setting_it_up_opens_the_admin_and_gives_recovery_codes(
    client, compulsory, monkeypatch, django_capture_on_commit_callbacks
):
    account = builders.account("Rédaction")
    enter(account, client)
    secret = re.search(r"door__secret\">(\w+)<", client.get(SET_UP).content.decode())[1]
    monkeypatch.setattr("tests.accounts.door.SECRET", secret)

    wrong = client.post(SET_UP, {"code": "000000"})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(SET_UP, {"code": code_now()})
    done = client.get(answer.url)

    assert "Ce code n’est pas le bon" in text(wrong)
    assert all(code in text(done) for code in recovery_codes(account))
    assert is_inside(client)
    assert mail.outbox[-1].to == [account.email]
    assert "On a ajouté une application d’authentification" in mail.outbox[-1].body.replace("\n", " ")
    assert secret not in str(Authenticator.objects.get(user=account, type="totp").data)


def test_a_session_opened_another_way_does_not_pass(compulsory):
    for account in (builders.account("Rédaction"), with_application(builders.administrator())):
        assert not is_inside(signed_in(account))


def test_the_last_second_factor_stays_where_one_is_compulsory(client, compulsory):
    account = with_application(builders.account("Rédaction"))
    enter(account, client)
    client.post(CODE, {"code": code_now()})

    said = text(client.post(f"{SET_UP}retirer/"))

    assert "Un second facteur est obligatoire ici" in said
    assert Authenticator.objects.filter(user=account, type="totp").exists()


def test_an_administrator_sets_it_back_and_closes_the_sessions(client, settings):
    account = with_application(builders.account("Rédaction"))
    enter(account, client)
    client.post(CODE, {"code": code_now()})
    assert is_inside(client)
    address = reverse("accounts_reset_factor", args=[account.pk])

    assert is_refused(signed_in(builders.account("Direction de publication")), address, {})
    chief = signed_in(builders.administrator())
    assert "1 second facteur enregistré" in text(chief.get(address))
    chief.post(address)

    assert not is_inside(client)
    assert not Authenticator.objects.filter(user=account).exists()
    assert mail.outbox[-1].to == [account.email]
    assert "remis à zéro" in text(chief.get("/admin/reports/acces/?kind=entrees"))


def test_who_runs_the_machine_sets_it_back_where_nobody_else_can(client):
    account = with_application(builders.administrator())
    enter(account, client)
    client.post(CODE, {"code": code_now()})
    assert is_inside(client)

    call_command("reset_second_factor", account.get_username(), stdout=StringIO())

    assert not is_inside(client)
    assert not Authenticator.objects.filter(user=account).exists()
    with pytest.raises(CommandError, match="Aucun compte ne s’appelle"):
        call_command("reset_second_factor", "personne")


def test_nobody_signs_up():
    names = {pattern.name for _, pattern in addresses()}

    assert not {"account_signup", "account_email", "account_change_password", "mfa_trust"} & names


# Every address of the site, given a name and a password by whoever is nobody.

KEEPS_OUT = "account_login"


@pytest.fixture(scope="class")
def protected(django_db_setup, django_db_blocker):
    with kept(_protected, django_db_blocker) as account:
        yield account


def _protected():
    account = with_application(builders.administrator(username="patronne"))
    account.set_password(builders.PASSWORD)
    account.save()
    return account


class TestNoWayRound:
    """A password alone opens nothing, whichever address it is given to."""

    def test_no_address_takes_a_password_instead_of_the_door(self, protected):
        client = Client(raise_request_exception=False)
        names = dict.fromkeys(("username", "login", "email", "auth-username"), "patronne")
        data = {**names, "password": builders.PASSWORD, "next": "/admin/"}
        for address, pattern in addresses():
            if pattern.name == KEEPS_OUT:
                continue
            client.post(address, data)
            assert "_auth_user_id" not in client.session, address

    def test_half_signed_in_one_sees_nothing_of_the_admin(self, protected):
        client = Client(raise_request_exception=False)
        _, answer = enter(protected, client)
        assert answer.url == CODE
        # What needs no sign-in: the door itself, the icons, the words of the scripts, the reset of a password.
        free = ("account", "mfa_", "wagtailadmin_sprite", "wagtailadmin_javascript", "wagtailadmin_password_reset")
        for address, pattern in addresses():
            if address.startswith("/admin/") and not (pattern.name or "").startswith(free):
                assert client.get(address).status_code in (302, 403, 404), address
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
    def test_the_other_doors_lead_to_the_one(self, protected, client, address):
        for answer in (client.get(f"{address}?next=/admin/pages/"), client.post(address, {"username": "patronne"})):
            assert answer.status_code == 302
            assert answer.url.startswith(DOOR)

    def test_a_new_password_signs_nobody_in(self, protected, client):
        client.post("/admin/password_reset/", {"email": protected.email})
        link = re.search(r"/admin/password_reset/confirm/\S+", mail.outbox[-1].body)[0]
        form = client.get(link, follow=True)
        new = "neuf-et-jamais-servi-42"
        client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})

        assert not is_inside(client)
        _, answer = enter(protected, client, password=new)
        assert answer.url == CODE
