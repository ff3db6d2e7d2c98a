"""Every address of the admin, from the resolver, and what each account gets there.

`make admin-table` writes docs/adresses-admin.txt anew: a person reads what changed in it before it is kept.
"""

import re
from contextlib import ExitStack, contextmanager
from html import unescape
from unittest.mock import patch

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection, transaction
from django.template.base import Template
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.blocks.base import BlockWidget
from wagtail.contrib.settings.registry import registry

from pma_site.core.fields import StoryWidget
from pma_site.core.pdf import PdfError
from tests.addresses import filled
from tests.back_office import REFUSAL

from .objects import OTHER, OWN, PRIVATE

# What a part of an address names, by what the address begins with; the first that fits. `\1` is the model's name.
KINDS = [
    (r"api/main/pages|pages/|workflows/remove/", "page"),
    (r"api/main/documents|documents/", "document"),
    (r"api/main/images|images/", "image"),
    (r"collections/", "collection"),
    (r"workflows/(tasks|task_chooser)/", "task"),
    (r"workflows/", "workflow"),
    (r"users/", "account"),
    (r"groups/", "group"),
    (r"sites/|settings/", "site"),
    (r"redirects/", "redirect"),
    (r"snippets/(?:choose/)?\w+/(\w+)/", r"\1"),
    (r"agenda/(choisir|evenements)/", "event"),
    (r"agenda/propositions/", "proposal"),
    (r"agenda/imports/", "eventimport"),
    (r"chiffres-cles/", "indicator"),
    (r"lettres/", "issue"),
    (r"label/(candidatures|dossiers)/", "application"),
    (r"label/instruction/", "edition"),
    (r"label/comites/", "committee"),
    (r"label/mes-dossiers/", "hearing"),
    (r"label/pieces/", "piece"),
    (r"label/candidats/", "laureate"),
    (r"label/nouvelles/", "news"),
    (r"reseau/confirmation/membre/", "confirmation"),
    (r"reseau/confirmation/", "campaign"),
    (r"reseau/corrections/", "correction"),
    (r"reseau/adhesions/", "request"),
    (r"feuille-de-route/", "roadmap"),
    (r"appels/", "call"),
    (r"lecteurs/imports/", "run"),
]
# The same, by the name of the part, where that says it by itself.
NAMED = {
    "page_id": "page",
    "page_to_move_id": "page",
    "page_pk": "page",
    "object_id": "page",
    "parent_page_id": "parent",
    "destination_id": "parent",
    "image_id": "image",
    "document_id": "document",
    "doc_id": "document",
    "uploaded_file_id": "upload",
    "session_id": "session",
    "workflow_pk": "workflow",
    "task_id": "task",
    "collection_id": "collection",
    "redirect_id": "redirect",
    "issue_id": "issue",
    "proof_id": "proof",
    "comment_id": "comment",
    "dispatch_id": "dispatch",
    "sending_id": "sending",
    "delivery_id": "delivery",
    "source_id": "source",
    "office_id": "office",
    "member_pk": "member",
    "file_pk": "piece",
}
WORDS = {"action_name": "publish", "action": "arreter", "file_format": "csv", "filter_spec": "width-100", "place": "0"}
WORDS |= {"app_name": "agenda", "model_name": "eventpage", "slug": "agenda"}
TYPES = {"content_type_app_name": 0, "content_type_model_name": 1, "app_label": 0, "model_name": 1}
BULK = {"user": "account", "sitedocument": "document", "siteimage": "image", "eventpage": "event"}
# What a letter of the table says.
LETTERS = {200: "o", 403: "r", 404: "n", 405: "m", 400: "b"}


class Address:
    """One address of the admin, as the resolver has it, with its `name` in the table."""

    def __init__(self, patterns, name="", fixed=None, query=""):
        route = "".join(str(part.pattern).removeprefix("^") for part in patterns).removeprefix("admin/")
        self.patterns, self.fixed, self.query = patterns, fixed or {}, query
        self.name = name or f"/admin/{route}"
        self.parts = [part for each in patterns for part in getattr(each.pattern, "converters", {})]
        self.kind = query or next((re.sub(start, kind, found[0]) for start, kind in KINDS
                                   if (found := re.match(start, route))), "")  # fmt: skip

    def rows(self, objects) -> list[tuple[str, str]]:
        """Return (name of the row, whose object it is asked with): one row where there is nothing to own."""
        kinds = {self._kind_of(part) for part in self.parts} | ({self.kind} if self.query else set())
        owned = [objects.owned[kind] for kind in sorted(kinds) if kind in objects.owned]
        if not owned and "compare" not in self.name:
            return [(self.name, OTHER)]
        whose = owned[0] if owned else (OWN, OTHER, PRIVATE)
        return [(f"{self.name} {each}", each) for each in whose]

    def _kind_of(self, part):
        if part in self.fixed:
            return ""
        return NAMED.get(part) or (self.kind if re.fullmatch(r"pk|\w+_id", part) else "")

    def written(self, objects, whose, column) -> str:
        """Return the address with an account's objects in it."""
        values = {part: self._value(part, objects, whose, column) for part in self.parts}
        text = "/" + "".join(filled(each.pattern, values) for each in self.patterns)
        if "compare" in self.name:
            page = objects.record("page", whose, column)
            text = f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/"
        return text + (f"?id={objects.record(self.query, whose, column).pk}" if self.query else "")

    def _value(self, part, objects, whose, column):
        if part in self.fixed:
            return self.fixed[part]
        if part in TYPES and re.match(r"/admin/(pages|editing-sessions)/", self.name):
            return objects.record("type", whose, column)[TYPES[part]]
        if part == "revision_id":
            return objects.record("page", whose, column).latest_revision_id or 1
        record = objects.record(self._kind_of(part), whose, column)
        return record.pk if record else WORDS.get(part)


def addresses() -> list[Address]:
    """Return each address of the admin, in the order of the resolver; one for many things is there once for each."""
    found, seen = [], set()
    for path in _walk(get_resolver(), []):
        if str(path[0].pattern) == "admin/":
            found += [each for each in _told_apart(path) if each.name not in seen]
            seen |= {each.name for each in found}
    return found


def _told_apart(path):
    address = Address(path)
    if "<str:action>" in address.name and "/bulk/" in address.name:
        bulk_action_registry._scan_for_bulk_actions()
        for app, models in bulk_action_registry.actions.items():
            for model, actions in models.items():
                for action in actions:
                    fixed = {"app_label": app, "model_name": model, "action": action}
                    name = f"/admin/bulk/{app}/{model}/{action}/?id="
                    yield Address(path, name, fixed, BULK.get(model, model))
    elif path[-1].name == "edit" and "<slug:app_name>" in address.name:
        for model in registry:
            fixed = {"app_name": model._meta.app_label, "model_name": model._meta.model_name}
            name = address.name.replace("<slug:app_name>/<slug:model_name>", "/".join(fixed.values()))
            yield Address(path, name, fixed)
    else:
        yield address


def _walk(resolver, path):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield [*path, pattern]
        else:
            yield from _walk(pattern, [*path, pattern])


@contextmanager
def not_laid_out():
    """Templates say nothing, and no PDF is made: most of the time of a page of the admin goes into them."""
    empty = "<mjml><mj-body></mj-body></mjml>"
    with ExitStack() as stack:
        stack.enter_context(patch("wagtail.admin.messages.render", lambda message, *args, **more: message))
        stack.enter_context(patch("newsletter.mailing.Composed.for_reader", lambda *args: ("", "")))
        stack.enter_context(patch.object(Template, "render", lambda self, context: empty))
        # What blocks are is kept by the process, with the templates of their fields: nothing said here is to be kept.
        stack.enter_context(patch.object(StoryWidget, "_once", lambda self: BlockWidget(None)))
        stack.enter_context(patch("pma_site.core.pdf._made_by_a_child", side_effect=PdfError("Pas ici.")))
        # What follows a fault would close the connection, and with it what is undone in the end.
        stack.enter_context(patch.object(connection, "close", lambda: None))
        yield


class Visitor:
    """An account that asks for addresses; what each request changes is undone."""

    def __init__(self, account):
        self.account, self.client = account, Client(raise_request_exception=False)
        if account:
            self.client.force_login(account)
        self.key = self._key()

    def _key(self):
        return getattr(self.client.cookies.get("sessionid"), "value", "")

    def answer(self, address: str) -> str:
        """Return two letters: what reading the address gives, and what posting nothing there does."""
        return "".join(self._letter(method, address) for method in ("get", "post"))

    def _letter(self, method, address):
        cache.clear()
        with transaction.atomic():
            response = getattr(self.client, method)(address)
            response.close()
            letter = self._of(response)
            transaction.set_rollback(True)
        if self._key() != self.key:
            # It was signed out, in what was undone.
            self.client.cookies["sessionid"] = self.key
        return letter

    def _of(self, response):
        self.client.cookies.pop("messages", None)
        if response.status_code not in (301, 302):
            return "x" if response.status_code >= 500 else LETTERS[response.status_code]
        if response.url.startswith((reverse("account_login"), "/admin/login/")):
            return "c"
        said = [unescape(str(each)).strip() for each in get_messages(response.wsgi_request)] if self.account else []
        return "r" if response.url == reverse("wagtailadmin_home") and REFUSAL in said else "d"
