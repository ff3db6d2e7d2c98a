"""What a member of a committee, and the committee as a whole, think of an application."""

from django.db import transaction
from django.utils import timezone

from pma_site.core.refusals import Refused

from ..choices import Appreciation, Verdict
from ..models import Hearing, Opinion
from . import hearings_of

CLOSED = "Ce comité est clos : ses avis ne changent plus. Écrivez à la personne qui tient le label."
NEEDS_SUMMARY = "Un avis réservé ou défavorable s’explique : écrivez les motifs."


@transaction.atomic
def give_opinion(pk: int, *, user, vote: str, note: str = "", appreciations: dict[str, str] | None = None) -> Opinion:
    """Write down, or change, the opinion of `user` on the hearing `pk`, which must be before a committee of theirs.

    `appreciations` are choices.Appreciation by the key of a criterion, as text; others are dropped. Raises
    Hearing.DoesNotExist for one that is not theirs to read, and Refused once the committee is closed.
    """
    hearing = hearings_of(user).get(pk=pk)
    # Two windows of one member make one opinion, and none comes in after the closing.
    committee = type(hearing.committee).objects.select_for_update().get(pk=hearing.committee_id)
    if not committee.is_open:
        raise Refused(CLOSED)
    asked = {str(answer["criterion"]) for answer in hearing.application.answers}
    kept = {key: level for key, level in (appreciations or {}).items() if key in asked and level in Appreciation.values}
    said = {"vote": vote, "note": note.strip(), "appreciations": kept, "changed_at": timezone.now()}
    return Opinion.objects.update_or_create(hearing=hearing, reviewer=user, defaults=said)[0]


@transaction.atomic
def conclude(conclusions: dict[int, tuple[str, str]]) -> int:
    """Write down what committees conclude: by the key of a hearing, a verdict ("" for none) and why.

    Return how many changed. Raises Refused, and writes nothing, where a reserved or unfavourable one says not why.
    """
    changed = 0
    for hearing in (
        Hearing.objects.select_for_update(of=("self",)).filter(pk__in=conclusions).select_related("application")
    ):
        verdict, summary = conclusions[hearing.pk]
        summary = summary.strip()
        if verdict in (Verdict.RESERVED, Verdict.UNFAVOURABLE) and not summary:
            raise Refused(f"« {hearing.application.title} » : {NEEDS_SUMMARY[0].lower()}{NEEDS_SUMMARY[1:]}")
        if (hearing.conclusion, hearing.summary) == (verdict, summary):
            continue
        hearing.conclusion, hearing.summary = verdict, summary
        hearing.concluded_at = timezone.now() if verdict else None
        hearing.save(update_fields=["conclusion", "summary", "concluded_at"])
        changed += 1
    return changed
