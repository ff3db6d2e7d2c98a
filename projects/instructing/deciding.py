"""What is decided of applications before and between the committees: admissible or not, put before whom."""

from django.db import transaction
from django.utils import timezone

from pma_site.core.alphabet import InFrench
from pma_site.core.refusals import Refused

from ..choices import Admissible
from ..models import Admissibility, Application, Hearing, LabelCommittee

NEEDS_REASON = "Dites pourquoi le dossier est irrecevable : c’est ce que vous répondrez au porteur."
TAKEN_BACK = "Ce dossier a été retiré par son porteur : il n’est plus à instruire."
ALREADY_BEFORE = "Ce dossier est déjà passé devant un comité qui a donné des avis : il reste recevable."
ONLY_ADMISSIBLE = "Seuls les dossiers recevables passent devant un comité."
HAS_OPINIONS = "Des avis ont déjà été donnés : ce comité ne se supprime plus."


@transaction.atomic
def decide_admissibility(application: Application, verdict: str, reason: str, *, user) -> Admissibility:
    """Write down whether an application may go before the committees. Idempotent; may be changed.

    Raises Refused for an inadmissible one without a reason, one that its holder took back, and where a committee has
    already judged what would become inadmissible.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not application.is_standing:
        raise Refused(TAKEN_BACK)
    if verdict == Admissible.NO:
        if not reason.strip():
            raise Refused(NEEDS_REASON)
        if application.hearings.judged().exists():
            raise Refused(ALREADY_BEFORE)
        application.hearings.all().delete()
    said = {"verdict": verdict, "reason": reason.strip(), "decided_by": user, "decided_at": timezone.now()}
    return Admissibility.objects.update_or_create(application=application, defaults=said)[0]


def admissible(edition):
    """The applications of an edition that may go before a committee, by title."""
    standing = Application.objects.of(edition).standing()
    return standing.filter(admissibility__verdict=Admissible.YES).order_by(InFrench("title"), "pk")


@transaction.atomic
def put_before(committee: LabelCommittee, applications) -> None:
    """Put exactly these applications before a committee.

    Raises Refused for one that is not admissible, and where one goes that was judged already.
    """
    chosen = {application.pk for application in applications}
    if chosen - set(admissible(committee.edition).values_list("pk", flat=True)):
        raise Refused(ONLY_ADMISSIBLE)
    going = committee.hearings.exclude(application__in=chosen)
    judged = going.judged().select_related("application").first()
    if judged:
        raise Refused(f"« {judged.application.title} » a déjà reçu un avis de ce comité : il y reste.")
    going.delete()
    there = set(committee.hearings.values_list("application", flat=True))
    Hearing.objects.bulk_create(Hearing(committee=committee, application_id=key) for key in sorted(chosen - there))


@transaction.atomic
def close(committee: LabelCommittee) -> None:
    """End the work of a committee: its members read on, and change nothing any more. Idempotent."""
    LabelCommittee.objects.filter(pk=committee.pk, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def reopen(committee: LabelCommittee) -> None:
    """Let the members of a committee give opinions again. Idempotent."""
    LabelCommittee.objects.filter(pk=committee.pk).update(closed_at=None)


@transaction.atomic
def remove(committee: LabelCommittee) -> None:
    """Delete a committee that has given no opinion. Raises Refused otherwise."""
    if committee.hearings.judged().exists():
        raise Refused(HAS_OPINIONS)
    committee.delete()
