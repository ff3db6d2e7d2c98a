"""« Feuille de route » in the admin: all actions of a year, those that need somebody first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy

from pma_site.core.french import day, fold
from pma_site.core.sections import section_for

from .choices import STEPS_BY_PROGRESS, ActionStep, Attention, DatePrecision
from .models import Action, AxisContact, AxisPage, Milestone, RoadmapIndexPage
from .models.actions import SILENCE


@dataclass(frozen=True)
class Line:
    """An action on the board: whom to ask, the last that was heard, and why it needs somebody, if it does."""

    action: Action
    contacts: list
    last: Milestone | None
    attention: Attention | None
    since: date | None

    @property
    def why(self):
        """« Échéance passée depuis le 30 juin 2026 », « Sans nouvelle depuis mars 2026 » or ""."""
        if self.attention == Attention.OVERDUE:
            return f"Échéance passée depuis le {day(self.since)}"
        if self.attention == Attention.SILENT:
            return f"Sans nouvelle depuis {self._last_news}"
        return ""

    @property
    def _last_news(self):
        if self.last is None:
            return f"le début de {self.since.year}"
        return f"le {self.last.when}" if self.last.precision == DatePrecision.DAY else self.last.when

    def says(self, words):
        """Whether each of some folded words stands in what the action says."""
        said = [self.action.title, self.action.detail_in_words, self.action.axis.title, *map(str, self.contacts)]
        said += [milestone.sentence for milestone in self.action.milestones.all()]
        text = fold(" ".join(said))
        return all(word in text for word in words)


def axes_of(user):
    """The axes that an account may change."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return AxisPage.objects.filter(pk__in=pages.values("pk"))


def year_at_hand(roadmaps):
    """The year that is worked on, among some: the running one, or the last before it, or the first to come."""
    return roadmaps.filter(year__lte=timezone.localdate().year).first() or roadmaps.last()


def keeps_the_roadmap(user):
    """Whether an account works on the roadmap: it may change its pages, or an axis of it."""
    index = section_for(user, RoadmapIndexPage)
    if index is None:
        return False
    rights = index.permissions_for_user(user)
    return rights.can_edit() or rights.can_publish() or axes_of(user).exists()


def lines_of(roadmap, axes):
    """The actions of a year in some of its axes, as Lines: overdue ones first, then those nobody speaks of.

    Within each, the longest first; then the others to come, and at last what is done, postponed or given up. Four
    queries, whatever their number.
    """
    contacts = defaultdict(list)
    for link in AxisContact.objects.filter(axis__in=axes).select_related("person"):
        contacts[link.axis_id].append(link.person)
    actions = Action.objects.of(roadmap).filter(axis__in=axes).select_related("axis").prefetch_related("milestones")
    lines = [_line(action, contacts[action.axis_id], roadmap) for action in actions]
    return sorted(lines, key=_urgency)


def _line(action, contacts, roadmap):
    last, attention, since = action.last_milestone, None, None
    if action.is_overdue:
        attention, since = Attention.OVERDUE, action.due_on
    elif action.is_to_come:
        # Nothing was ever said of it: since the year began.
        heard = last.day if last else date(roadmap.year, 1, 1)
        if heard < timezone.localdate() - relativedelta(months=SILENCE):
            attention, since = Attention.SILENT, heard
    return Line(action, contacts, last, attention, since)


def _urgency(line):
    order = {Attention.OVERDUE: 0, Attention.SILENT: 1}
    rank = order.get(line.attention, 2 if line.action.is_to_come else 3)
    return rank, line.since or date.max, STEPS_BY_PROGRESS.index(line.action.step) if rank == 3 else 0


def chosen(lines, *, axis=None, step="", contact=None, words="", attention=""):
    """Those of the lines that a filter asks for; each of its parts may be left out."""
    wanted = fold(words).split()
    return [
        line
        for line in lines
        if (axis is None or line.action.axis_id == axis.pk)
        and (not step or line.action.step == step)
        and (contact is None or contact in line.contacts)
        and (not attention or (line.attention and (attention == Attention.ANY or line.attention == attention)))
        and line.says(wanted)
    ]


def counts_by_axis(lines):
    """How many actions each axis has at each step: pairs (axis, « 2 réalisées », « 1 à l’étude »…), axes in order."""
    by_axis = defaultdict(list)
    for line in lines:
        by_axis[line.action.axis].append(line.action.step)
    return [
        (axis, [_counted(step, steps.count(step)) for step in STEPS_BY_PROGRESS if step in steps])
        for axis, steps in sorted(by_axis.items(), key=lambda item: item[0].path)
    ]


def _counted(step, count):
    return f"{count} {step.label}{'s' if count > 1 and step != ActionStep.STUDIED else ''}"
