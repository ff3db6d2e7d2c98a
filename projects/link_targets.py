"""The members of the network and the candidates to the label, as texts may name them."""

from pma_site.core.link_names import Target, sources

from .models import CandidatePage, MemberPage


def offer_targets():
    """Let texts that name a member or a candidate lead to it."""
    sources["members"] = _members
    sources["candidates"] = _candidates


def _members():
    members = MemberPage.objects.online().select_related(None).order_by()
    for key, title, name in members.values_list("pk", "title", "organisation__name"):
        yield Target("Membre d’Innov in Artois", title, (("linktype", "page"), ("id", str(key))), (title, name))


def _candidates():
    candidates = CandidatePage.objects.online().select_related(None).order_by()
    for key, title, path in candidates.values_list("pk", "title", "url_path"):
        *_, edition, _slug = path.strip("/").split("/")
        yield Target("Candidat au label", title, (("linktype", "page"), ("id", str(key))), (title,), edition)
