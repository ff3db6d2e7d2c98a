"""Who sits in which body for a commune or an intercommunality, and what is public of a commune's own organisation."""

from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat

from pma_site.core.alphabet import InFrench
from pma_site.core.rows import JSONRows
from pma_site.territory import facts

from .choices import OrganisationKind
from .models import Mandate, Organisation


def offer_facts():
    """Let the pages of the territory show the delegates, and the public contact of a commune."""
    of_commune = Q(represents__kind=OrganisationKind.COMMUNE, represents__commune=OuterRef("pk"))
    # An intercommunality and its organisation are two records: their name or their acronym is the same.
    called = Q(represents__name=OuterRef("name")) | Q(represents__acronym=OuterRef("acronym")) & ~Q(
        represents__acronym=""
    )
    facts.communes.add("delegates", lambda: _delegates(of_commune))
    facts.epcis.add("delegates", lambda: _delegates(Q(represents__kind=OrganisationKind.EPCI) & called))
    own = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, commune=OuterRef("pk")).order_by("pk")
    facts.communes.add("organisations", lambda: JSONRows(own, website="website", email="email", phone="phone"))


def _delegates(of):
    held = Mandate.objects.in_force().filter(of)
    return JSONRows(
        held.order_by(InFrench("body__name"), "rank", InFrench("person__last_name"), InFrench("person__first_name")),
        name=Concat("person__first_name", Value(" "), "person__last_name"),
        body=F("body__name"),
        function="function",
        kind="kind",
    )
