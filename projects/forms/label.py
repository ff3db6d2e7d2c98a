"""How the pages of the Label Euralens are entered in the admin."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from ..label_calendar import ONCE, Dated, contradictions

PAST = (
    "Cet instant est passé : les résultats préparés paraîtraient aussitôt. Choisissez un instant à venir, même tout "
    "proche."
)


class CandidateForm(WagtailAdminPageForm):
    """Tells a new candidate its edition, by which it checks its number and its result.

    A result is not released by a mistyped instant: what is past is refused while nothing of it is announced.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.future_parent = self.parent_page

    def clean(self):
        cleaned = super().clean()
        result, own, now = cleaned.get("result"), cleaned.get("result_announced_at"), timezone.now()
        common = result and result.edition.results_at
        # Of an edition that was announced long ago, a result that came later was so too.
        if result and own and own <= now and not (common and common <= now) and not self.instance.is_announced:
            words = "Cet instant est passé : le résultat paraîtrait aussitôt. Choisissez un instant à venir."
            self.add_error("result_announced_at", words)
        return cleaned


class EditionForm(WagtailAdminPageForm):
    """An edition whose steps do not contradict each other, and whose results in use stay in its list.

    A new one has the words of the last one for its results, to be changed where they do not fit.
    """

    def __init__(self, *args, instance=None, **kwargs):
        if instance is not None and instance.pk is None and not instance.results.count():
            instance.results = _words_of_the_last(type(instance))
        super().__init__(*args, instance=instance, **kwargs)

    def clean(self):
        cleaned = super().clean()
        announced = cleaned.get("results_at")
        if announced and announced <= timezone.now() and self.instance.is_under_embargo:
            self.add_error("results_at", PAST)
        self._check_steps(announced)
        self._check_results()
        return cleaned

    def _check_steps(self, announced):
        rows = self._rows("steps")
        if rows is None:
            return
        dated = [Dated(row.instance.kind, row.instance.name, row.instance.start, row.instance.end) for row in rows]
        for place, message in contradictions(
            dated, announced and timezone.localtime(announced).date(), self.instance.called
        ):
            if place is None:
                self.add_error("results_at", message)
            else:
                rows[place].add_error(_at_fault(dated[place], message), message)

    def _check_results(self):
        for row in self.formsets["results"].deleted_forms if "results" in self.formsets else []:
            if row.instance.pk and row.instance.candidates.exists():
                # Of a row that goes no field is shown: the whole list says it.
                name = row.instance.name
                self.add_error(
                    None, f"Le résultat «\u00a0{name}\u00a0» est donné à un candidat : il reste dans la liste."
                )

    def _rows(self, name):
        """The forms of one of its lists that stay; None where the list is not shown, or one of them is wrong."""
        formset = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return None
        kept = [row for row in formset.forms if row not in formset.deleted_forms]
        return [row for row in kept if row.has_changed() or row.instance.pk]


def _words_of_the_last(editions):
    last = editions.objects.order_by("-year").first()
    return [
        type(one)(
            name=one.name,
            colour=one.colour,
            icon=one.icon,
            is_public=one.is_public,
            is_award=one.is_award,
            sort_order=one.sort_order,
        )
        for one in (last.results.all() if last else ())
    ]


def _at_fault(step, message):
    """The field of a step beside which a contradiction is told."""
    if message in ONCE.values():
        return "kind"
    return "start" if step.start else "end"
