"""What the agenda puts on the desk of those who keep it: proposals, events that lack something, the next two weeks."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from pma_site.contributions.choices import ContributionState
from pma_site.core.desk import Pile, Shortcut
from pma_site.core.french import counted, day
from pma_site.core.sections import section_for

from ..creation import may_create_event
from ..models import AgendaIndexPage, EventPage, EventSlot, Proposal
from ..wording import slot_in_words
from .menu import works_on_agenda
from .proposals import may_read

# How far ahead the desk looks for events that lack a place or an image.
WEEKS_AHEAD = 8
# How far ahead it shows what is on, and in how many rows at most.
DAYS_AHEAD, ROWS = 14, 10


def piles_of(user):
    """Yield what waits for an account."""
    if may_read(user):
        yield Pile(
            name="propositions",
            icon="mail",
            rows=Proposal.objects.filter(state=ContributionState.RECEIVED).order_by("sent_at", "pk"),
            words=F("title"),
            since=F("sent_at"),
            title=lambda count: f"{counted(count, 'proposition d’événement', 'propositions d’événements')} à examiner",
            address=lambda key: reverse("agenda_proposal", args=[key]),
            everything=reverse("agenda_proposals"),
        )
    if works_on_agenda(user):
        today = timezone.localdate()
        soon = EventPage.objects.not_past().between(today, today + timedelta(weeks=WEEKS_AHEAD))
        weeks = f"{reverse('agenda_weeks')}?semaines={WEEKS_AHEAD}&manque=on"
        for name, rows, field, what in (
            ("lieux", soon.without_place(), "venue", "sans lieu"),
            ("images", soon.without_image(), "image", "sans image"),
        ):
            yield Pile(
                name=name,
                icon="date",
                rows=rows.order_by("first_start", "pk"),
                words=F("title"),
                since=F("first_start"),
                title=lambda count, what=what: f"{counted(count, 'événement')} à venir {what}",
                address=lambda key, field=field: f"{reverse('wagtailadmin_pages:edit', args=[key])}#id_{field}",
                everything=weeks,
                dated=lambda on: f"le {day(on)}",
            )


class ComingDaysPanel(Component):
    """« Les deux semaines qui viennent »: what is on, by day, drafts among it."""

    template_name = "agenda/admin/desk_days.html"
    order = 300

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        now = timezone.now()
        slots = EventSlot.objects.between(now, now + timedelta(days=DAYS_AHEAD)).order_by("start", "pk")
        slots = list(slots.select_related("venue__commune", "event__venue__commune")[: ROWS + 1])
        return {
            "rows": [
                (slot_in_words(slot, with_year=False), slot.event, slot.venue or slot.event.venue, slot)
                for slot in slots[:ROWS]
            ],
            "more": len(slots) > ROWS,
            "new": next(iter(shortcuts_of(user)), None),
        }


def shortcuts_of(user):
    """Yield the short ways of an account."""
    index = section_for(user, AgendaIndexPage)
    if may_create_event(user):
        address = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        # Who may not put it online writes it, and asks for that.
        publishes = index.permissions_for_user(user).can_publish_subpage()
        yield Shortcut("Publier un événement" if publishes else "Écrire un événement", address, "date", order=10)
