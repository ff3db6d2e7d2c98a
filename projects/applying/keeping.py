"""Editions that somebody applied in are not deleted with their applications."""

from pma_site.core.refusals import Refused

from ..models import Application, LabelEditionPage


def refuse_to_delete_what_was_applied_in(pages) -> None:
    """Raise Refused where one of `pages` is an edition with applications, or has one below it."""
    for page in pages:
        editions = LabelEditionPage.objects.descendant_of(page, inclusive=True)
        applied = Application.objects.filter(edition__in=editions).select_related("edition").first()
        if applied:
            raise Refused(
                f"« {applied.edition.title} » a reçu des candidatures : elle ne se supprime pas. Dépubliez-la plutôt ; "
                "les dossiers sont effacés au bout de leur durée de conservation."
            )
