"""The directory of the network as a reader narrows it down: what matches, how many of each, where to go from there.

Who is online is kept in each process, by facet. Whatever changes it leaves a mark in the same transaction; a process
that meets a mark it does not know reads the members again, in one query.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.paginator import Paginator
from django.db import models
from wagtail.models import PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from pma_site.core.french import fold, stem_words
from pma_site.core.marks import Keeper, Mark
from pma_site.core.prepared import prepared
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune

from ..facets import Asked, Facets, Row
from ..forms.network import FACETS, OUTSIDE, DirectoryForm, query_string

# As many pictures as a page of photographs may ask for.
MEMBERS_A_PAGE = 6


class NetworkMark(Mark):
    """Something that the directory of the network shows has changed."""

    class Meta:
        verbose_name = "repère du réseau"
        verbose_name_plural = "repères du réseau"


class _Keeper(Keeper):
    """The members online as this process knows them."""

    marks = NetworkMark

    def __init__(self):
        super().__init__()
        self.facets, self.communes = Facets(), {}

    def read(self, stamp):
        """Read the members, in the order of their names."""
        self.communes = dict(Commune.objects.order_by().values_list("insee_code", "name"))
        members = apps.get_model("projects", "MemberPage").objects.online().select_related(None).order_by()
        columns = ("pk", "title", "sector", "stage", "cohort", "hub")
        seat = ("organisation__commune__insee_code", "organisation__outside_place")
        rows = sorted(members.values_list(*columns, *seat), key=lambda row: (fold(row[1]), row[0]))
        self.facets = Facets(_row(*row) for row in rows)

    def having(self, words):
        """The members that hold all these words, as the search of the site finds them; None where there is none."""
        stems = stem_words(words)
        if not stems:
            return None
        members = apps.get_model("projects", "MemberPage").objects.select_related(None).order_by()
        found = members.search(stems, operator="and", order_by_relevance=False)
        return self.facets.bits_of(found.get_queryset().values_list("pk", flat=True))


def _row(key, _title, sector, stage, cohort, hub, code, outside):
    seat = code or (OUTSIDE if outside else "")
    said = zip(FACETS, (sector, stage, cohort, hub, seat), strict=True)
    return Row(key, tuple((facet, value) for facet, value in said if value))


_keeper = _Keeper()


def online():
    """Lend what is known of the members online, up to date, to one thread at a time."""
    return _keeper.up_to_date()


# What a card shows of a member.
_ON_A_CARD = ("title", "url_path", "activity", "image_alt")
_ON_A_CARD += ("organisation__outside_place", "organisation__commune__name")
_ON_A_CARD += tuple(f"image__{name}" for name in ("sources", "credit", "file", "width", "height"))


@prepared
def _members(keys):
    return apps.get_model("projects", "MemberPage").objects.online().only(*_ON_A_CARD).filter(pk__in=keys)


def _in_order(keys):
    """The members of some keys, in the same order; what went offline meanwhile is left out."""
    members = _members.in_bulk(keys)
    return [members[key] for key in keys if key in members]


def first_members(count):
    """The first published members of the network, by name."""
    with online() as keeper:
        keys = keeper.facets.keys[:count]
    return _in_order(keys)


def watch():
    """Leave a mark whenever something that the directory shows changes; called once, when the site starts."""
    member = apps.get_model("projects", "MemberPage")
    for signal in (models.signals.post_save, models.signals.post_delete):
        signal.connect(_anything_changed, sender=member)
        signal.connect(_anything_changed, sender=PageViewRestriction)
    for model in (Commune, Organisation):
        models.signals.post_save.connect(_record_changed, sender=model)
    # Even where a member is withdrawn as what all pages are, which saves no member.
    page_unpublished.connect(_anything_changed, sender=member)
    # Pages above may ask for a password where they are now.
    post_page_move.connect(_anything_changed)


def _anything_changed(sender, **kwargs):
    NetworkMark.leave()


def _record_changed(sender, instance, created, **kwargs):
    # A new record belongs to no member yet; a new commune can be asked for.
    if sender is Commune or (not created and hasattr(instance, "membership")):
        NetworkMark.leave()


@dataclass(frozen=True)
class Way:
    """A link to another view of the directory: its words, its address, what is heard of it alone, its count."""

    words: str
    address: str
    name: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Seat:
    """A commune that has members, as the map finds it."""

    insee_code: str


class Directory:
    """What the directory, at `path`, shows for the parameters of an address; everything is read when it is made."""

    def __init__(self, data, path):
        self.path = path
        with online() as keeper:
            self.form = DirectoryForm(data, communes=keeper.communes)
            self.form.is_valid()
            said = self.form.cleaned_data
            choices = {facet: said[facet] for facet in FACETS if said.get(facet)}
            asked = Asked(choices, keeper.having(said["q"]) if said.get("q") else None)
            bits = keeper.facets.matching(asked)
            self.total, self.everyone = bits.bit_count(), len(keeper.facets.keys)
            self.items = Paginator(range(self.total), MEMBERS_A_PAGE).get_page(data.get("page"))
            start = (self.items.number - 1) * MEMBERS_A_PAGE
            keys = keeper.facets.some(bits, start, start + MEMBERS_A_PAGE)
            counts = {facet: keeper.facets.counts(facet, asked) for facet in FACETS}
            self._seats = keeper.facets.counts("commune", asked)
            self._names = keeper.communes
            self.without_one = [] if self.total else self._without_one(keeper.facets, asked)
        self.form.offer(counts)
        self.chosen = self._chosen()
        self.members = _in_order(keys)

    @property
    def all_of_it(self):
        """The address without any filter."""
        return self.path

    @property
    def selection(self):
        """The parameters of an address for the same members, for who takes the list elsewhere; "" for all of them."""
        return query_string(self.form.parameters)

    @property
    def seats(self):
        """The communes of what matches, the asked one aside: what the map shows in full colour."""
        asked = self.form.cleaned_data.get("commune")
        return [Seat(code) for code in self._seats if code != OUTSIDE and asked in ("", None, code)]

    @property
    def places(self):
        """The communes that have members, by name, each as a link to them; those outside last."""
        codes = sorted((code for code in self._seats if code != OUTSIDE), key=lambda code: fold(self._names[code]))
        ways = [Way(self._names[code], self._address(commune=code), count=self._seats[code]) for code in codes]
        if OUTSIDE in self._seats:
            ways.append(Way("Hors du territoire", self._address(commune=OUTSIDE), count=self._seats[OUTSIDE]))
        return ways

    def _chosen(self):
        return [
            Way(
                words, self._address(**{name: None}), f"Retirer le filtre {self.form.base_fields[name].label} : {words}"
            )
            for name, words in self.form.in_force.items()
        ]

    def _without_one(self, facets, asked):
        ways = []
        for name, words in self.form.in_force.items():
            count = facets.matching(asked.without(name)).bit_count()
            if count:
                ways.append(Way(f"Sans le filtre {words}", self._address(**{name: None}), count=count))
        return ways

    def _address(self, **changes):
        given = {**self.form.parameters, **changes}
        return self.path + query_string({name: value for name, value in given.items() if value is not None})
