"""On a telephone, or at 400 %, no table of the admin is wider than the window, and all one does there is in reach."""

import re
from html import escape

import pytest
from django.db import transaction
from playwright.sync_api import expect

from projects.models import Action
from tests import builders
from tests.admin_addresses.asking import addresses
from tests.admin_addresses.objects import Objects
from tests.admin_addresses.table import kept
from tests.back_office import signed_in
from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

# 1280 pixels seen at 400 %: narrower than any telephone.
NARROW = {"width": 320, "height": 640}
ADMINISTRATOR = "administrateur"
# Forms, windows, pieces of pages, the guide: no lists.
NO_LIST = re.compile(
    r"/(add|create|choose|chosen|choisir|bulk|aide|api|multiple|import|password_reset|acces|task_chooser|pings?)\b"
    r"|results/|nouve|ajouter|/account/|[.]\w+$|jsi18n|sprite|test404|failwhale|select_type|redaction/"
)
# Lists of one thing; all that name none are asked for by themselves.
OF_ONE = (
    "/admin/pages/<int:parent_page_id>/ propre",
    "/admin/pages/<int:page_id>/history/ propre",
    "/admin/workflows/usage/<int:pk>/",
    "/admin/label/instruction/<key:pk>/",
    "/admin/snippets/contributions/call/usage/<int:pk>/",
)
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
STYLE = re.compile(r"<link[^>]*stylesheet[^>]*>")
# For each screen: how many tables one sees there, and what of them is wider than the window.
WIDE = """() => [...document.querySelectorAll("section[title]")].map((screen) => {
  const { clientWidth } = document.documentElement;
  const tables = [...screen.querySelectorAll("table.listing")].filter((table) => table.checkVisibility());
  const boxes = tables.flatMap((table) => [table, ...table.querySelectorAll("*")]);
  const beyond = boxes.filter((box) => box.checkVisibility() && box.getBoundingClientRect().right > clientWidth + 0.5);
  const scrolled = tables.map((table) => table.parentElement)
    .filter((box) => getComputedStyle(box).overflowX != "visible" && box.scrollWidth > box.clientWidth + 1);
  return [screen.title, tables.length, [...beyond, ...scrolled].map((box) => `${box.tagName}.${box.className}`)];
})"""
# What one presses in a list, links among words aside.
SMALL = """() => [...document.querySelectorAll("main table.listing :is(thead a, button, input)")]
  .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((control) => [control.ariaLabel || control.innerText, control.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 24)
  .map(([name]) => name)"""


@pytest.fixture(scope="module")
def screens(django_db_setup, django_db_blocker):
    """The HTML of each screen of the admin that shows a table to an administrator, by its name; nothing is kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = dict(screens_with_a_table())
        transaction.set_rollback(True)
    return found


def screens_with_a_table():
    objects, table = Objects(), kept()
    Action.objects.create(axis=builders.axis(objects.shared["roadmap"]), title="Cadastre solaire")
    client = signed_in(objects.accounts[ADMINISTRATOR])
    for address in addresses():
        name, whose = address.rows(objects)[0]
        if "<" in name and name not in OF_ONE or NO_LIST.search(name) or table[name, ADMINISTRATOR][0] != "o":
            continue
        answer = client.get(address.written(objects, whose, ADMINISTRATOR))
        if not answer.streaming and b'role="table"' in answer.content:
            yield name, answer.content.decode()


def test_no_list_of_the_admin_is_wider_than_the_window(screens, scriptless):
    styles = "".join(dict.fromkeys(style for html in screens.values() for style in STYLE.findall(html)))
    # All in one page: a browser takes a second for fifty screens, and for fifty pages ten.
    mains = "".join(
        f'<section title="{escape(name)}">{MAIN.search(html).group()}</section>' for name, html in screens.items()
    )
    scriptless.set_viewport_size(NARROW)
    scriptless.goto("/admin/login/")
    scriptless.set_content(f"<!doctype html><html lang=fr><head>{styles}</head><body>{mains}</body></html>")

    told = scriptless.evaluate(WIDE)

    assert [(name, boxes[:3]) for name, _, boxes in told if boxes] == []
    assert len([name for name, tables, _ in told if tables]) > 45


def test_what_one_does_in_a_list_is_in_reach_on_a_telephone(page):
    sign_in(page, account=builders.administrator(username="pilote"))
    builders.account("Agenda", username="zoe")
    page.set_viewport_size(NARROW)
    page.goto("/admin/users/")

    assert page.evaluate(SMALL) == []
    page.get_by_role("link", name="Identifiant").click()
    expect(page).to_have_url(re.compile("ordering=-username"))
    expect(page.get_by_role("checkbox", name="Sélectionner").first).to_be_visible()
    page.get_by_role("button", name="Plus d’options pour").first.click()
    expect(page.get_by_role("link", name="Modifier").first).to_be_visible()


def test_a_card_is_still_the_row_of_a_table_to_who_hears_it(page):
    sign_in(page, account=builders.administrator(username="pilote"))
    page.set_viewport_size(NARROW)
    page.goto("/admin/users/")

    row = page.get_by_role("table").get_by_role("row").filter(has_text="pilote")

    expect(page.get_by_role("columnheader", name="Niveau d’accès")).to_have_count(1)
    expect(row.get_by_role("cell", name="Administrateur")).to_be_visible()
    assert row.get_by_role("cell", name="Administrateur").evaluate("cell => cell.offsetLeft") < NARROW["width"] / 4
