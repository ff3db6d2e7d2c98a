"""The first account of the admin, as the commands of the first and later starts make it."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def make_administrator():
    output = StringIO()
    call_command("make_administrator", stdout=output)
    return output.getvalue()


@pytest.fixture(autouse=True)
def no_chosen_password(monkeypatch):
    monkeypatch.delenv("PMA_ADMIN_PASSWORD", raising=False)


def test_the_first_start_draws_a_password_that_opens_the_admin(client):
    password = re.search(r"Mot de passe : (\S+)", make_administrator())[1]

    client.post("/admin/acces/", {"login": "admin", "password": password})
    assert client.get("/admin/").status_code == 200
    assert len(password) >= 16


def test_two_sites_never_share_a_password():
    first = make_administrator()
    get_user_model().objects.all().delete()
    assert make_administrator() != first


def test_a_later_start_changes_nothing_and_shows_no_password():
    make_administrator()
    before = get_user_model().objects.values().get()

    assert "celui du premier lancement" in make_administrator()
    assert get_user_model().objects.values().get() == before


def test_a_password_can_be_chosen_at_first_and_later(monkeypatch):
    monkeypatch.setenv("PMA_ADMIN_PASSWORD", "un-terril-au-printemps")
    assert "un-terril-au-printemps" not in make_administrator()
    assert get_user_model().objects.get().check_password("un-terril-au-printemps")

    monkeypatch.setenv("PMA_ADMIN_PASSWORD", "la-chaine-des-parcs")
    assert "remplace" in make_administrator()
    assert get_user_model().objects.get().check_password("la-chaine-des-parcs")


def test_the_same_password_given_again_disconnects_no_one(monkeypatch):
    monkeypatch.setenv("PMA_ADMIN_PASSWORD", "un-terril-au-printemps")
    make_administrator()
    before = get_user_model().objects.get().password
    make_administrator()
    assert get_user_model().objects.get().password == before


def test_a_weak_password_is_taken_with_a_warning(monkeypatch):
    monkeypatch.setenv("PMA_ADMIN_PASSWORD", "azerty")
    assert "faible" in make_administrator()


def test_an_account_removed_on_purpose_does_not_come_back():
    get_user_model().objects.create_superuser("camille", password="un-terril-au-printemps")
    make_administrator()
    assert not get_user_model().objects.filter(username="admin").exists()
