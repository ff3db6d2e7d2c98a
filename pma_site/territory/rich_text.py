"""Links of texts to communes, kept by INSEE code: whatever becomes of a name or of an address, they lead there."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.rich_text import LinkHandler

from .models import Commune

_ADDRESS = re.compile(r"/communes/([0-9][0-9AB][0-9]{3})-[-\w]+/")


class CommuneLinkHandler(LinkHandler):
    """`<a linktype="commune" insee="62498">` in a text; only its words are left once the commune is gone."""

    identifier = "commune"

    @staticmethod
    def get_model():
        return Commune

    @classmethod
    def get_many(cls, attrs_list):
        codes = [attrs.get("insee") for attrs in attrs_list]
        found = Commune.objects.in_bulk(filter(None, codes), field_name="insee_code")
        return [found.get(code) for code in codes]

    @classmethod
    def expand_db_attributes(cls, attrs):
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [
            f'<a href="{escape(commune.get_absolute_url())}">' if commune else "<a>"
            for commune in cls.get_many(attrs_list)
        ]

    @classmethod
    def extract_references(cls, attrs):
        """Let Wagtail's reference index know which pages speak of a commune."""
        commune = Commune.objects.filter(insee_code=attrs.get("insee", "")).first()
        if commune:
            yield Commune, str(commune.pk), "", ""


class _CommuneElementHandler(LinkElementHandler):
    """In the editor, a commune is the address that it has today."""

    def get_attribute_data(self, attrs):
        commune = Commune.objects.filter(insee_code=attrs.get("insee", "")).first()
        # One that is gone keeps its code: nothing of the text is lost by opening it.
        url = commune.get_absolute_url() if commune else f"/communes/{attrs.get('insee', '')}-inconnue/"
        return {"url": url}


def _link_entity(props):
    """A link to the page of a commune, chosen or pasted, is kept by code; all others as Wagtail keeps them."""
    code = commune_code(props.get("url") or "")
    if props.get("id") is None and code:
        return DOM.create_element("a", {"linktype": CommuneLinkHandler.identifier, "insee": code}, props["children"])
    return link_entity(props)


def commune_code(address: str) -> str:
    """Return the INSEE code of the commune whose page on this site has an address; empty where there is none."""
    parts = urlsplit(address)
    own = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).netloc
    found = _ADDRESS.fullmatch(parts.path) if parts.netloc in ("", own) else None
    return found[1] if found else ""


def register(features):
    """Teach the editor of rich text, its texts and the index of references what a link to a commune is."""
    features.register_link_type(CommuneLinkHandler)
    # Wagtail's own rule for links, which also knows pages, with one kind more.
    rule = features.converter_rules_by_converter["contentstate"]["link"]
    from_database = {**rule["from_database_format"], 'a[linktype="commune"]': _CommuneElementHandler("LINK")}
    to_database = {"entity_decorators": {**rule["to_database_format"]["entity_decorators"], "LINK": _link_entity}}
    features.register_converter_rule(
        "contentstate", "link", {"from_database_format": from_database, "to_database_format": to_database}
    )
