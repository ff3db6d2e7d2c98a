"""The results of an edition are prepared together, under embargo, and released together at its instant.

Nothing has to run at that instant: what readers may know is asked of the clock (CandidatePage.public_result).
"""

from django.db import transaction

from pma_site.core.refusals import Refused
from pma_site.core.signals import written

from .models import CandidatePage, LabelEditionPage, LabelResult

RELEASED = (
    "Les résultats de cette édition sont publics : ils ne changent plus ici. Corrigez celui qui est faux sur la fiche "
    "du candidat."
)


@transaction.atomic
def prepare_results(edition: LabelEditionPage, chosen: dict[int, int | None], *, user) -> int:
    """Give candidates of an edition their results, by their keys (None for none); return how many changed.

    What the public will read and the draft that editors see change together, whatever else waits in that draft.
    Raises Refused once the results are public, and for a result or a candidate of another edition.
    """
    # Whoever moves the instant waits, and the other way round.
    locked = LabelEditionPage.objects.select_for_update(of=("self", "page_ptr")).get(pk=edition.pk)
    if locked.results_are_public:
        raise Refused(RELEASED)
    results = LabelResult.objects.filter(edition=locked).in_bulk()
    candidates = CandidatePage.objects.child_of(locked).filter(pk__in=chosen).in_bulk()
    if set(chosen) - set(candidates) or {key for key in chosen.values() if key} - set(results):
        raise Refused("Un candidat ou un résultat n’est pas de cette édition : rechargez la page.")
    return sum(_give(candidates[pk], results.get(key), user) for pk, key in chosen.items())


def _give(candidate, result, user):
    wanted = result.pk if result else None
    draft = candidate.get_latest_revision_as_object()
    if candidate.result_id == wanted and draft.result_id == wanted:
        return 0
    draft.result = result
    had_changes = candidate.has_unpublished_changes or not candidate.live
    revision = draft.save_revision(user=user, log_action=False)
    # Not published anew: a date of publication that changes would tell strangers who has a result.
    shown = {} if had_changes else {"live_revision": revision, "has_unpublished_changes": False}
    CandidatePage.objects.filter(pk=candidate.pk).update(result=result, **shown)
    candidate.result = result
    written.send(CandidatePage, record=candidate, fields={"result"})
    return 1
