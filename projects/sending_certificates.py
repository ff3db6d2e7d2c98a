"""The certificates of an edition leave for those who applied: asked for by who runs the label, and written down."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from pma_site.contributions import messages
from pma_site.contributions.messages import Words
from pma_site.core.refusals import Refused

from . import certificates
from .models import CandidatePage, CertificateSending, LabelEditionPage

NOT_YET = "Les attestations s’envoient une fois les résultats annoncés, aux projets qui ont obtenu le label."
# A button pressed twice, or by two people at once, sends once.
AT_ONCE = timedelta(minutes=10)
WHY = (
    "Vous recevez ce message parce que vous portez ce projet, ou que vous l’avez déposé auprès de l’équipe du Label "
    "Euralens."
)


def laureates(edition: LabelEditionPage) -> list[CandidatePage]:
    """Those of an edition who may have their certificate now, by number, with what was sent of it."""
    sendings = CertificateSending.objects.select_related("message", "sent_by")
    rows = certificates.entitled().child_of(edition).select_related("application").order_by("number")
    return list(rows.prefetch_related(Prefetch("certificate_sendings", sendings, to_attr="sendings")))


def known_address(candidate: CandidatePage) -> str:
    """Where its certificate goes unless another address is typed: the last one used, else that of its application."""
    if candidate.sendings:
        return candidate.sendings[0].email
    application = getattr(candidate, "application", None)
    return application.sender_email if application else ""


@transaction.atomic
def send(edition: LabelEditionPage, addresses: dict[int, str], *, user) -> list[CandidatePage]:
    """Have the certificates of some laureates leave, each to an address, by their keys; return those that will.

    What left for the same address ten minutes ago does not leave again. Raises Refused for who is no laureate.
    """
    LabelEditionPage.objects.select_for_update(of=("self", "page_ptr")).get(pk=edition.pk)
    entitled = {candidate.pk: candidate for candidate in laureates(edition)}
    if not addresses or set(addresses) - set(entitled):
        raise Refused(NOT_YET)
    return [entitled[pk] for pk, email in addresses.items() if _sent(entitled[pk], email, user)]


def _sent(candidate, email, user):
    since = timezone.now() - AT_ONCE
    if any(each.email.lower() == email.lower() and each.sent_at > since for each in candidate.sendings):
        return False
    application = getattr(candidate, "application", None)
    message = messages.post(email, _words(candidate), reference=application.reference if application else "")
    CertificateSending.objects.create(candidate=candidate, email=email, sent_by=user, message=message)
    return True


def _words(candidate):
    result, year = candidate.public_result.name, candidate.result.edition.year
    return Words(
        f"Label Euralens {year} : l’attestation du projet « {candidate.title} »",
        [
            "Bonjour,",
            f"Le projet « {candidate.title} » a obtenu le Label Euralens {year} (« {result} »). Voici son attestation, "
            "à enregistrer ou à imprimer.",
        ],
        "Ouvrir l’attestation",
        [
            "Ce lien ne s’use pas : gardez ce message, et transmettez-le aux autres porteurs du projet.",
            "Un nom, une commune à corriger ? Répondez à ce message.",
        ],
        address=certificates.address(candidate),
        why=WHY,
    )
