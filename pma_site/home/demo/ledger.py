"""What the demonstration content brought in already: it comes once, then belongs to the editors."""

from wagtail.models import Page, Site

from pma_site.home.models import LoadedContent
from pma_site.territory.models import Commune


class MissingRecordError(Exception):
    """A record that the content refers to is not there: an editor deleted it, or it was never loaded."""


class Ledger:
    """The keys loaded so far, read in one query, and the records behind them.

    Beside the kinds it is told about, it knows "commune/<INSEE code>" and "page/<slug under the home page>".
    """

    def __init__(self, models):
        self._models = models
        self._loaded = dict(LoadedContent.objects.values_list("key", "object_id"))
        self._records = {}

    def __contains__(self, key):
        return key in self._loaded

    def record(self, key, record):
        """Remember that `key` was loaded, as `record`."""
        LoadedContent.objects.create(key=key, object_id=str(record.pk))
        self._loaded[key] = str(record.pk)
        self._records[key] = record

    def fetch(self, key):
        """Return the record that `key` stands for; MissingRecordError if there is none."""
        if key not in self._records:
            self._records[key] = self._find(*key.split("/", 1))
        if self._records[key] is None:
            raise MissingRecordError(key)
        return self._records[key]

    def _find(self, kind, name):
        if kind == "commune":
            return Commune.objects.filter(insee_code=name).first()
        if kind == "page":
            return Page.objects.child_of(home_page()).filter(slug=name).first()
        key = self._loaded.get(f"{kind}/{name}")
        return self._models[kind].objects.filter(pk=key).first() if key else None


def home_page():
    """The home page of the site; MissingRecordError where there is no site yet."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise MissingRecordError("site")
    return site.root_page
