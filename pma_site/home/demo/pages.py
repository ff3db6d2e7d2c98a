"""The words of the pages that are there from the start, and who publishes: only blanks are filled."""

from wagtail.models import Page

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


class PageTextKind(Kind):
    """The texts of a page of the site's own tree, named by its address; "accueil" is the home page."""

    def _built_or_found(self, row, ledger):
        home = home_page()
        address = row["key"]
        page = (home if address == home.slug else ledger.fetch(f"page/{address}")).specific
        fields = {name: value for name, value in row.items() if name != "key"}
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


KINDS = [
    PageTextKind("text", "Textes des pages", Page),
    PublisherKind("publisher", "Éditeur du site", SiteSettings),
]
