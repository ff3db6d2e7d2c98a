"""The communes, as texts may name them."""

from pma_site.core.link_names import Target, sources

from .models import Commune


def offer_targets():
    """Let texts that name a commune lead to it."""
    sources["communes"] = _communes


def _communes():
    for code, name, acronym in Commune.objects.values_list("insee_code", "name", "epci__acronym"):
        yield Target("Commune", name, (("linktype", "commune"), ("insee", code)), (name,), acronym)
