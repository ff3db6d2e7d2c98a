"""What the mayors' register says in public of a town hall: what one reads on its door, and no more."""

from django.db.models import OuterRef

from pma_site.core.alphabet import InFrench
from pma_site.core.rows import JSONRows
from pma_site.territory import facts

from .models import Office


def offer_facts():
    """Let the page of a commune show its town hall, and delegated ones: name, address, telephone."""
    offices = Office.objects.filter(commune=OuterRef("pk")).order_by(InFrench("name"))
    public = ("name", "complement", "street", "postal_code", "city", "phone")
    facts.communes.add("town_halls", lambda: JSONRows(offices, **{name: name for name in public}))
