"""What other parts of the site know of a commune or of an intercommunality, read in the query that finds it.

Each registers what makes an expression (core.rows.JSONRows over `OuterRef("pk")`) and how to read what it gives; the
page shows `known.town_halls` and the like without knowing where they are kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Expression


@dataclass(frozen=True)
class Fact:
    """One thing known: what the database is asked, and what the page is given for its answer."""

    expression: Callable[[], Expression]
    read: Callable = list


@dataclass
class Facts:
    """What is known of the records of one model, by name."""

    known: dict[str, Fact] = field(default_factory=dict)

    def add(self, name: str, expression: Callable[[], Expression], read: Callable = list) -> None:
        """Offer `name`; the same name again takes the place of the former."""
        self.known[name] = Fact(expression, read)

    def annotate(self, queryset):
        """Return the queryset whose records bring all that is known of them."""
        return queryset.annotate(**{f"fact_{name}": fact.expression() for name, fact in self.known.items()})

    def of(self, record) -> dict:
        """Return what `annotate` brought of a record, by name."""
        return {name: fact.read(getattr(record, f"fact_{name}")) for name, fact in self.known.items()}


communes, epcis = Facts(), Facts()
