"""The words of the pages that are there from the start, and who publishes: only blanks are filled.

A page whose first words told of what the site does otherwise now has another edition of them, which takes the place of
the former one where nobody has touched it.
"""

import hashlib

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.rich_text import RichText

from pma_site.core.models import SiteSettings

from .ledger import home_page
from .records import Kind
from .references import field_value


def _fill(record, fields, ledger):
    """Write the fields that are still blank; say whether there were any."""
    blank = {name: value for name, value in fields.items() if not getattr(record, name)}
    for name, value in blank.items():
        setattr(record, name, field_value(record._meta.get_field(name), value, ledger))
    return bool(blank)


def _digest(page):
    """What changes with any word of a page of running text, whatever the site made of its links."""
    texts = [block.value.source if isinstance(block.value, RichText) else str(block.value) for block in page.body]
    words = strip_tags(" ".join([page.search_description, *texts])).split()
    return hashlib.sha256("".join(words).encode()).hexdigest()[:16]


class PageTextKind(Kind):
    """The texts of a page of the site's own tree, named by its address; "accueil" is the home page.

    `was` holds the digests of former editions, which the words of a later one replace.
    """

    def key(self, row):
        edition = f"/{row['edition']}" if "edition" in row else ""
        return super().key(row) + edition

    def _built_or_found(self, row, ledger):
        home = home_page()
        address = row["key"]
        page = (home if address == home.slug else ledger.fetch(f"page/{address}")).specific
        fields = {name: value for name, value in row.items() if name not in ("key", "edition", "was")}
        if row.get("was") and _digest(page) in row["was"]:
            page.search_description, page.body = "", []
        # A draft under way is the editor's.
        filled = not page.has_unpublished_changes and _fill(page, fields, ledger)
        if filled:
            page.save_revision().publish()
        return page, filled


class PublisherKind(Kind):
    """Name, address and links of the publisher."""

    def _built_or_found(self, row, ledger):
        settings = SiteSettings.for_site(home_page().get_site())
        filled = _fill(settings, {name: value for name, value in row.items() if name != "key"}, ledger)
        if filled:
            settings.full_clean()
            settings.save()
        return settings, filled


PUBLISHER = [PublisherKind("publisher", "Éditeur du site", SiteSettings)]
KINDS = [PageTextKind("text", "Textes des pages", Page)]
