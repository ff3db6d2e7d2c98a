"""Who keeps the settings and the accounts, and who enters the admin at all."""

import pytest
from django.contrib.auth import get_user_model

from pma_site.core.models import SiteSettings
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.home.roles.branches import BRANCH, DIRECTION, EDITING, as_

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [EDITING, *BRANCH])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/redirects/",
        "/admin/workflows/list/",
        "/admin/settings/core/sitesettings/",
    ],
)
def test_the_settings_are_closed_to_who_writes(role, address):
    assert is_refused(as_(role), address)


def test_the_direction_keeps_the_settings_of_the_site():
    director = as_(DIRECTION)
    address = director.get("/admin/settings/core/sitesettings/", follow=True).redirect_chain[-1][0]

    director.post(
        address,
        {"publisher": "Pôle Métropolitain", "contact_email": "pma@example.org", "follow_links-count": "0"},
    )

    assert SiteSettings.objects.get().publisher == "Pôle Métropolitain"
    assert director.get("/admin/redirects/").status_code == 200
    for closed in ("/admin/groups/", "/admin/sites/", "/admin/collections/", "/admin/workflows/list/"):
        assert is_refused(director, closed), closed


def _account_form(**fields):
    password = "sept-hiboux-sous-la-lune"
    return {
        "username": "nouvelle",
        "email": "nouvelle@example.org",
        "first_name": "Nour",
        "last_name": "Elle",
        "password1": password,
        "password2": password,
        "is_active": "on",
        **fields,
    }


def test_the_direction_makes_accounts_but_no_administrator():
    as_(DIRECTION).post("/admin/users/new/", _account_form(is_superuser="on"))

    account = get_user_model().objects.get(username="nouvelle")
    assert not account.is_superuser


def test_the_direction_raises_nobody_to_administrator():
    colleague, director = builders.account(EDITING), as_(DIRECTION)

    director.post(f"/admin/users/edit/{colleague.pk}/", _account_form(is_superuser="on", first_name="Changé"))

    colleague.refresh_from_db()
    assert colleague.first_name == "Changé"
    assert not colleague.is_superuser


def test_the_direction_leaves_administrators_alone():
    administrator, director = builders.administrator(), as_(DIRECTION)
    edit, delete = f"/admin/users/edit/{administrator.pk}/", f"/admin/users/delete/{administrator.pk}/"

    assert is_refused(director, edit)
    assert is_refused(director, edit, _account_form())
    assert is_refused(director, delete, {})
    bulk = f"/admin/bulk/core/user/set_active_state/?id={administrator.pk}"
    assert is_refused(director, bulk, {"mark_as_active": "False"})
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.check_password(builders.PASSWORD)


def test_two_accounts_do_not_share_the_address_with_which_one_signs_in():
    colleague, director = builders.account(EDITING, email="redac@example.org"), as_(DIRECTION)
    other = builders.account(EDITING)

    made = director.post("/admin/users/new/", _account_form(email="REDAC@example.org"))
    changed = director.post(f"/admin/users/edit/{other.pk}/", _account_form(email="redac@example.org"))
    kept = director.post(f"/admin/users/edit/{colleague.pk}/", _account_form(email="Redac@example.org"))

    for refused in (made, changed):
        assert refused.context["form"].errors["email"] == ["Cette adresse est déjà celle d’un autre compte."]
    assert kept.status_code == 302


def test_an_administrator_makes_administrators():
    signed_in(builders.administrator()).post("/admin/users/new/", _account_form(is_superuser="on"))

    assert get_user_model().objects.get(username="nouvelle").is_superuser


def test_who_has_no_role_does_not_enter():
    visitor = signed_in(builders.account())

    response = visitor.get("/admin/")

    assert response.status_code == 302
    assert response.url.startswith("/admin/acces/")
