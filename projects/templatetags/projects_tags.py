"""What the registers of projects offer to other rooms and to the roof, by name."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils import timezone

from pma_site.core.french import cents
from pma_site.core.prepared import prepared
from projects.board import keeps_the_roadmap
from projects.charts import budget_bars, year_bars, year_stacks
from projects.models import CandidatePage, LabelCall, LabelEditionPage, MemberPage, Milestone, RoadmapPage
from projects.models.network_directory import first_members

register = template.Library()


@register.filter
def in_euros(amount):
    """An amount in euros, a number or its text: « 1 500,50 € »."""
    return cents(Decimal(amount))


@prepared
def _roadmaps():
    return RoadmapPage.objects.online().with_axes().order_by("-year")[:1]


@prepared
def _editions():
    return LabelEditionPage.objects.online().as_cited().order_by("-year")[:1]


@prepared
def _members_of(organisations):
    return MemberPage.objects.of(organisations)


@register.simple_tag
def latest_roadmap():
    """The published roadmap of the latest year, with its axes, or None."""
    return _roadmaps.first()


@register.simple_tag
def latest_edition():
    """The published edition of the label of the latest year, with its candidates, or None."""
    return _editions.first()


@register.inclusion_tag("projects/applying/call.html")
def call_for_applications():
    """Tell of the call that is open or announced, whichever edition it is of."""
    call = LabelCall.objects.current()
    return {"call": None if call is None or call.is_over else call}


@register.simple_tag
def network_members(count):
    """The first published members of the network, by name."""
    return first_members(count)


@register.simple_tag
def commune_candidates(commune):
    """The published candidates to the label in a commune."""
    return CandidatePage.objects.in_commune(commune)


@register.simple_tag
def editions_of(candidates):
    """The published editions that these candidates apply to."""
    return LabelEditionPage.objects.holding(candidates)


@register.simple_tag
def commune_members(commune):
    """The published members of the network seated in a commune."""
    return MemberPage.objects.in_commune(commune)


@register.simple_tag
def members_among(organisations):
    """The published members of the network that some of these organisations are."""
    return _members_of([organisation.pk for organisation in organisations])


@register.inclusion_tag("components/budget_chart.html")
def budget_chart(budget, caption):
    """Show who pays for a year (RoadmapPage.budget) as bars, and as the table that says the same in words."""
    return {"budget": budget, "bars": budget_bars(budget), "caption": caption}


@register.inclusion_tag("projects/roadmap/axis_years.html")
def axis_years(axis):
    """Show what an axis promised, did and moved over the years (models.comparison.AxisOverTheYears)."""
    return {"axis": axis, "stacks": year_stacks(axis.years)}


@register.inclusion_tag("projects/roadmap/budget_years.html")
def budget_years(budgets):
    """Show who paid for each of some years (models.comparison.YearOfBudget)."""
    return {"budgets": budgets, "bars": year_bars(budgets)}


@register.inclusion_tag("projects/admin/roadmap/for_letter.html")
def milestones_for_letter(since, user):
    """Show, in the admin, the milestones since a day that the next issue reports, and where `user` chooses them."""
    roadmap = RoadmapPage.objects.in_progress(timezone.localdate().year).first()
    found = Milestone.objects.online_below(roadmap.path).filter(day__gte=since) if roadmap else Milestone.objects.none()
    return {
        "chosen": found.filter(in_letter=True),
        "others": found.filter(in_letter=False).count(),
        "since": since,
        "address": reverse("roadmap_letter") if keeps_the_roadmap(user) else "",
    }
