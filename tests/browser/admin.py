"""Accounts in a browser: who works in the admin, and who takes over."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests import builders


def sign_in(page, *roles, account=None):
    """Let `account`, or a new one of these roles, work in a tab, as if it had just signed in; return the account."""
    client, account = Client(), account or builders.account(*roles)
    client.force_login(account)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([{**cookie, "httpOnly": True}])
    return account


def change_account(page, *roles):
    """Let somebody else sign in, once what the open page says when it is left has been said."""
    page.goto("about:blank")
    page.context.clear_cookies()
    return sign_in(page, *roles)


def fill_in_credentials(page, account):
    """Sign in by the form."""
    page.get_by_label("Identifiant ou adresse électronique").fill(account.username)
    page.get_by_label("Mot de passe").fill(builders.PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def arrive(page, account):
    """Sign in from the address of the admin, to its home."""
    page.goto("/admin/")
    fill_in_credentials(page, account)
    expect(page.get_by_role("heading", name="La Lettre aux maires")).to_be_visible()


def begin_issue(page):
    """« Nouveau numéro »: the issue after the last one, whose form is then open."""
    page.goto("/admin/lettres/nouveau-numero/")
    page.get_by_role("button", name="Créer le brouillon").click()
    expect(page.get_by_text("est créé, en brouillon.")).to_be_visible()
    page.wait_for_load_state()


def block(page, label):
    """The part of the form that holds a block of the page 4."""
    return page.locator("[data-streamfield-child]").filter(has=page.get_by_text(label, exact=True)).first
