"""Who works with the site this month: in a browser, or by the same forms without one."""

import itertools
import re
from html.parser import HTMLParser

import requests
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests import builders
from tests.browser.conftest import ARGUMENTS, CHROMIUM, SHELL

# Who they are to the site.
EDITOR, DIRECTOR, AGENDA, LABEL, NETWORK = "Rédaction", "Direction de publication", "Agenda", "Label", "Réseau"
SENDER, ROADMAP, ADMINISTRATOR = "Diffusion", "Feuille de route", "administration"

_networks = itertools.count(1)


def a_network():
    """An address of a network of its own (RFC 2544 keeps them for trials)."""
    number = next(_networks)
    return f"198.18.{number // 250}.{number % 250 + 1}"


class Form(HTMLParser):
    """The fields of the forms of a page, as a browser would send them untouched: one dict a form."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area, self.select = [{}], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name, fields = told.get("name"), self.forms[-1]
        if tag == "form":
            self.forms.append({"": told.get("action") or ""})
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in told or self.select not in fields:
                fields[self.select] = told.get("value", "")
        elif tag == "textarea" and name:
            self.area, fields[name] = name, ""
        elif tag == "input" and name:
            kind = told.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in told:
                    fields[name] = told.get("value", "on")
            elif kind not in ("file", "submit", "image", "button", "reset"):
                fields[name] = told.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.forms[-1][self.area] += data

    def having(self, *names):
        """The form with fields of these names; those outside of any form where none has."""
        return next((dict(form) for form in self.forms[1:] if all(name in form for name in names)), dict(self.forms[0]))


class Visitor:
    """Somebody who sends forms without a browser, from a network of their own."""

    def __init__(self, url, cookies=None):
        self.url, self.session = url, requests.Session()
        self.session.headers["X-Forwarded-For"] = a_network()
        self.session.cookies.update(cookies or {})

    def _at(self, address):
        return address if address.startswith("http") else self.url + address

    def get(self, address):
        """Return what an address answers in the end."""
        answer = self.session.get(self._at(address), timeout=120)
        answer.raise_for_status()
        return answer

    def form(self, address, *names):
        """The fields of the form at an address that has those named."""
        return Form(self.get(address).text).having(*names)

    def post(self, address, fields, files=None):
        """Send a form; return what follows. Raises where it is refused."""
        fields = {name: value for name, value in fields.items() if name}
        headers = {"Referer": self._at(address), "Origin": self.url}
        answer = self.session.post(self._at(address), data=fields, files=files, headers=headers, timeout=120)
        if not answer.ok:
            errors = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2])
            raise RuntimeError(f"{address} : {answer.status_code} {' '.join(errors.split())[:900]}")
        return answer


class People:
    """Accounts and tabs by role; a role's tab stays open until it works at another site."""

    def __init__(self, playwright, machine):
        from pathlib import Path

        # A machine under load answers late.
        expect.set_options(timeout=120_000)
        chromium = SHELL if Path(SHELL).exists() else CHROMIUM
        self.browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        self.machine, self.accounts, self.tabs, self.complaints = machine, {}, {}, []

    def account(self, role):
        """The account of a role, made the first time."""
        if role not in self.accounts:
            named = {"first_name": "Dominique", "last_name": role, "email": f"{len(self.accounts)}@pole.internal"}
            made = builders.administrator(**named) if role == ADMINISTRATOR else builders.account(role, **named)
            self.accounts[role] = made
        return self.accounts[role]

    def session(self, account):
        """The cookie of somebody who just signed in."""
        client = Client()
        client.force_login(account)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def tab(self, **options):
        """An empty tab of somebody new, who tolerates no error."""
        context = self.browser.new_context(
            base_url=self.machine.url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            extra_http_headers={"X-Forwarded-For": a_network()},
            **options,
        )
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.set_default_timeout(120_000)
        return context.new_page()

    def desk(self, role):
        """The tab of a role, who has just signed in."""
        if role not in self.tabs:
            self.tabs[role] = self.tab()
        page = self.tabs[role]
        page.goto("about:blank")
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": self.session(self.account(role)), "domain": "127.0.0.1", "path": "/"}
        page.context.add_cookies([{**cookie, "httpOnly": True}])
        # Only the tab in front has the focus in which one types.
        page.bring_to_front()
        return page

    def clerk(self, role):
        """The same role without a browser."""
        return Visitor(self.machine.url, {settings.SESSION_COOKIE_NAME: self.session(self.account(role))})

    def visitor(self):
        """Somebody new without a browser."""
        return Visitor(self.machine.url)

    def move(self, machine):
        """Go to another machine, and sign in there."""
        for page in self.tabs.values():
            page.context.close()
        self.tabs, self.machine = {}, machine

    def close(self):
        """Everybody goes home."""
        self.browser.close()
