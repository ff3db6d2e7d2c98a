"""The admin as its users work it: sign in, read the menu, fill in a page's form, be refused."""

import json
import re
from html import unescape

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.test.utils.form_data import querydict_from_html

# Some labels of the admin are translated once, as its modules load: now, in French, rather than while the
# migrations that make the test database run, for which Django switches every language off.
assert get_resolver().url_patterns

REFUSAL = (
    "Cette partie de l’administration n’est pas ouverte à votre compte. La personne qui gère les comptes peut vous en"
    " donner le droit."
)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def menu(client):
    """The labels of the side menu, those of its submenus after their own."""
    found = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', client.get("/admin/").content.decode())
    return list(_labels(json.loads(found.group(1))))


def _labels(props):
    if isinstance(props, dict):
        if props.get("_type", "").endswith("MenuItem"):
            yield props["_args"][0]["label"]
        for value in props.values():
            yield from _labels(value)
    elif isinstance(props, list):
        for value in props:
            yield from _labels(value)


def messages(response):
    """What the admin tells its user on the page that follows."""
    return [unescape(str(message)).strip() for message in response.context["messages"]]


def is_refused(client, address, data=None):
    """Whether asking for `address`, or posting `data` there, is refused."""
    return is_refusal(asked(client, address, data))


def asked(client, address, data=None):
    """The answer to who has read what was told before: no former refusal stands for this one."""
    client.cookies.pop("messages", None)
    return client.get(address) if data is None else client.post(address, data)


def is_refusal(response):
    """Whether an answer leads back to the home page, which is to say the refusal.

    That the home page does say it has its own test: to make it after each refusal takes longer than all the rest.
    """
    if response.status_code != 302 or response.url != reverse("wagtailadmin_home"):
        return False
    return REFUSAL in [unescape(str(message)).strip() for message in get_messages(response.wsgi_request)]


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# Its fields, but for those that a script keeps as text.
FIELD = re.compile(
    r"""<script\b.*?</script>|(<input\b(?:[^>"']|"[^"]*"|'[^']*')*>|<textarea\b.*?</textarea>|<select\b.*?</select>)""",
    re.DOTALL,
)


def _fields(html):
    """The page form without all that is between its fields: it takes longer to parse than the page to be made."""
    start = html.index('id="page-edit-form"')
    fields = FIELD.findall(html, start, html.index("</form>", start))
    return f"<form>{''.join(fields)}</form>"


def filled_in(client, address, streams=(), **fields):
    """What the browser would post from the page form at `address`, with `fields` changed.

    `streams` names the stream fields, which scripts fill in: they are posted empty.
    """
    data = querydict_from_html(_fields(client.get(address).content.decode()))
    data.update({f"{name}-count": "0" for name in streams})
    for name, value in fields.items():
        data[name] = value
    return data


def save(client, page, *, action="", streams=(), follow=False, **fields):
    """Change `fields` of a page and save its draft, or what the button named `action` does; `follow` where it leads."""
    data = filled_in(client, edit_address(page), streams, **fields)
    for name in [name for name in data if name.startswith("action-")]:
        del data[name]
    if action:
        data[f"action-{action}"] = "1"
    return client.post(edit_address(page), data, follow=follow)
