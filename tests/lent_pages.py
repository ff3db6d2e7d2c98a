"""The pages that nothing of the tree leads to: those that a signed link lends, and those of records that are no pages.

Those of who applies, proposes or receives the letter have their own modules (applicants, proposers, steps).
"""

from datetime import timedelta

from django.urls import get_resolver, reverse
from django.utils import timezone

from newsletter import proofreading
from pma_site.contributions import links
from pma_site.contributions.models import Remark
from pma_site.readers.links import office_address
from projects import certificates
from projects.models import Confirmation, MembershipRequest
from tests import builders, contents

SITE = "http://127.0.0.1:8000"


def _followed(record):
    return links.follow_path(record.follow_route, record.reference)


def _label():
    edition = contents.full_edition(2)
    edition.method = "<p>Trois comités lisent chaque dossier.</p>"
    edition.save()
    builders.committee(edition, name="Comité technique")
    laureate = builders.laureate(title="Les Cousalis")
    laureate.first_published_at = timezone.now()
    certificate = certificates.address(laureate).removeprefix(SITE)
    return {"label-method": edition.method_address, "label-certificate": certificate}


def _answers():
    answer = builders.answer_to()
    path = _followed(answer)
    return {
        "answer": path,
        "answer-correct": f"{path}corriger/",
        "answer-withdraw": f"{path}retirer/",
        "answer-thanks": links.thanks_path("contributions:thanks", answer.reference),
    }


def _remarks():
    place = builders.commune("Avion")
    said = {"subject": "evenement", "text": "La fête n’y est pas.", "submission": "1" * 32}
    remark = Remark.objects.create(commune=place, sender_name="Camille", sender_email="c@ville.example", **said)
    path = _followed(remark)
    return {
        "remark-new": reverse("remarks:new", args=[place.insee_code]),
        "remark": path,
        "remark-correct": f"{path}corriger/",
        "remark-withdraw": f"{path}retirer/",
        "remark-thanks": links.thanks_path("remarks:thanks", remark.reference),
    }


def _network():
    member = builders.member()
    builders.member_contact(member)
    record = _followed(Confirmation.objects.create(campaign=builders.campaign(), member=member))
    former = Confirmation.objects.create(
        campaign=builders.campaign(year=2019), member=member, asked_hash="celui d’avant"
    )
    demand = MembershipRequest.objects.create(
        sender_name="Camille Durand",
        sender_email="camille@atelier.example",
        sender_organisation="L’Atelier",
        activity="vélos en bambou",
        consent=True,
        submission="0" * 32,
    )
    asked = _followed(demand)
    return {
        "record": record,
        "record-correct": f"{record}corriger/",
        "record-passed-on": _followed(former),
        "join-sent": links.thanks_path("network:sent", demand.reference),
        "join-follow": asked,
        "join-correct": f"{asked}corriger/",
        "join-withdraw": f"{asked}retirer/",
    }


def _letter():
    issue = builders.issue(title="Un numéro à relire")
    day = timezone.localdate() + timedelta(days=7)
    _proof, token = proofreading.lend(issue, reader="Zoé Petit", email="", ends_on=day, user=builders.administrator())
    office = builders.office("Mairie de Vimy", recipient=builders.subscriber("vimy@lecteurs.example"))
    return {
        "proof": reverse("newsletter:proof", args=[token]),
        "office": office_address(office).removeprefix(SITE),
    }


def _territory():
    value = builders.indicator_value()
    return {"epci": builders.commune("Vimy").epci.get_absolute_url(), "figure": value.indicator.get_absolute_url()}


# By what they are; pages_that_are_lent makes what each needs.
NAMES = [
    *["label-method", "label-certificate"],
    *["answer", "answer-correct", "answer-withdraw", "answer-thanks"],
    *["remark-new", "remark", "remark-correct", "remark-withdraw", "remark-thanks"],
    *["record", "record-correct", "record-passed-on", "join-sent", "join-follow", "join-correct", "join-withdraw"],
    *["proof", "office", "epci", "figure"],
]


def pages_that_are_lent():
    """The address of each of them, by what it is."""
    return _label() | _answers() | _remarks() | _network() | _letter() | _territory()


def routes(resolver=None, above=""):
    """Yield every route of the site, as the resolver has it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        # As the resolver joins them.
        route = above + (str(pattern.pattern).removeprefix("^") if above else str(pattern.pattern))
        yield from routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]
