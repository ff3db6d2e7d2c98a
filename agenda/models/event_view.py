"""An event as its page shows it: all that is read of it, once, whether it is online or a draft being looked at."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst

from pma_site.core.french import fold

from ..choices import ChangeKind, EventStatus, OrganiserRole
from ..wording import ages_in_words, deadline_in_words, feminine, formerly, says_all, sentence
from .changes import EventChange
from .event_links import EventLinksMixin
from .event_parts import NEIGHBOURS, Registration, date_list, events_around, file_offered

# So many dates are shown at once, those that follow are folded; with more of them each month has a heading.
SHOWN_DATES = 10
# Days in a row are drawn as one date below a week.
SHORT_RUN = 7
# What a note opens with that says « free » (folded).
_FREE = ("gratuit", "entree libre", "entree gratuite", "acces libre", "acces gratuit")


def _follow_each_other(slots):
    """Whether no day is left out between slots in their order."""
    reached = slots[0].last_day
    for slot in slots:
        if slot.first_day > reached + timedelta(days=1):
            return False
        reached = max(reached, slot.last_day)
    return True


class EventView(EventLinksMixin):
    """What the page of an event shows to whoever asks for it by `request`."""

    def __init__(self, event, request):
        self.event = event
        self.absolute = request.build_absolute_uri
        # A draft that was never stored has no address yet.
        self.address = self.absolute(event.get_url(request) or request.path)
        self.slots = list(event.slots.order_by("start"))
        self.organisers = list(event.organisers.select_related("organisation"))
        self.prices = [block.value for block in event.prices]
        self.documents = [file_offered(link) for link in event.documents.select_related("document")]
        self.communes = [link.commune for link in event.communes.select_related("commune")]
        if event.venue and event.venue.commune and event.venue.commune not in self.communes:
            self.communes.insert(0, event.venue.commune)
        # As `with_places` has it, so that its place in words asks for nothing more.
        event.commune_rows = [{"name": commune.name} for commune in self.communes]

    # When

    @cached_property
    def coming(self):
        """Its slots that are not over."""
        return [slot for slot in self.slots if not slot.is_past]

    @property
    def next_slot(self):
        """The slot under way or next to come, called off or not; None where all are over."""
        return self.coming[0] if self.coming else None

    @property
    def next_held(self):
        """The next slot to which somebody may come; None where there is none."""
        if self.event.is_called_off:
            return None
        return next((slot for slot in self.coming if not slot.is_called_off), None)

    @property
    def _standing(self):
        """The slots to which somebody may come, or could; all of them where each is called off."""
        return [slot for slot in self.slots if not slot.is_called_off] or self.slots

    @property
    def next_in_words(self):
        """The next date of an event that has several."""
        return self.next_held.in_words if self.next_held and len(self._standing) > 1 else ""

    @property
    def tile(self):
        """The days of the date drawn as on a wall calendar: days in a row, otherwise the next or the last one."""
        if not self.slots:
            return self.event.first_day, self.event.last_day
        run = self._standing
        first, last = run[0].first_day, max(slot.last_named_day for slot in run)
        if (last - first).days < SHORT_RUN and _follow_each_other(run):
            return first, last
        slot = self.next_held or self.next_slot or run[-1]
        return slot.first_day, slot.last_named_day

    @property
    def tile_is_next(self):
        """Whether that is one date among others: a sheet of paper leaves it out, as it is soon past."""
        return self.tile != (self.event.first_day, self.event.last_day)

    @property
    def all_is_said(self):
        """Whether its date in words leaves nothing to the list of dates."""
        return says_all(self.event.when) and not any(slot.venue_id for slot in self.slots)

    @property
    def dates(self):
        """The dates to come, or all of them once they are over: those shown at once, and those that are folded."""
        slots = self.coming or self.slots
        shown, folded = slots[:SHOWN_DATES], slots[SHOWN_DATES:]
        return self._date_list(shown), self._date_list(folded)

    @property
    def past_dates(self):
        """Those that are over while others are to come."""
        return self._date_list([slot for slot in self.slots if slot.is_past] if self.coming else [])

    def _date_list(self, slots):
        return date_list(slots, by_month=len(self.slots) > SHOWN_DATES)

    # What to know first

    @property
    def alerts(self):
        """What is not as planned, as (state, why): of the event, otherwise of its next date."""
        event, slot = self.event, self.next_slot
        if not event.is_scheduled:
            return [(event.get_status_display(), event.status_note)]
        if slot and not slot.is_scheduled:
            state = feminine(slot.get_status_display())
            return [(f"{slot.in_words}, date {state}", slot.note)]
        return []

    @property
    def remark(self):
        """A word on the page itself: the event is over, or its date not fixed."""
        if self.event.is_past:
            return "Cet événement est passé."
        if not self.slots and not self.event.is_called_off:
            return f"La date n’est pas encore fixée ; elle est annoncée ainsi : {self.event.when}."
        return ""

    # What changed

    @cached_property
    def _around(self):
        """The event itself with its history, and other events: one query for all of them."""
        return list(events_around(self.event, self.communes))

    @cached_property
    def changes(self):
        """Its history (EventChange), the first entry first."""
        own = [event for event in self._around if event.pk == self.event.pk]
        return [EventChange.from_row(row) for event in own for row in event.change_rows]

    @property
    def history(self):
        """Its history in sentences, the last change first."""
        seen, told = set(), []
        for change in self.changes:
            subject = (change.kind, change.slot_uid)
            told.append(change.told(first=subject not in seen))
            seen.add(subject)
        return told[::-1]

    @property
    def former_date(self):
        """« Initialement prévu le samedi 4 juillet 2026 à 10 h. », beside the date of an event that has one."""
        if len(self.slots) != 1:
            return ""
        moved = [change for change in self.changes if change.kind == ChangeKind.DATE and change.slot_uid]
        return sentence(f"initialement prévu {formerly(moved[0].before)}") if moved else ""

    @property
    def moved_online(self):
        """Whether it was to take place somewhere and now takes place online alone."""
        places = [change for change in self.changes if change.kind == ChangeKind.PLACE and not change.slot_uid]
        return bool(self.event.online_url and not self.event.venue_id and places) and not places[0].before.startswith(
            ("en ligne", "lieu à préciser")
        )

    # Where, who, how

    @cached_property
    def venue(self):
        """Where it takes place: the own venue of its slots where it is one and the same, or else that of the event."""
        own = {slot.venue for slot in self.slots}
        return own.pop() if len(own) == 1 and None not in own else self.event.venue

    @property
    def venue_detail(self):
        """The room, the floor, the starting point, which are said of the venue of the event alone."""
        return self.event.venue_detail if self.venue == self.event.venue else ""

    @property
    def place(self):
        """« Louvre-Lens (Lens), dans le parc, et en ligne »."""
        event = self.event
        words = [str(self.venue or event.place_in_words), self.venue_detail]
        return ", ".join(filter(None, [*words, "et en ligne" if self.venue and event.online_url else ""]))

    @property
    def website(self):
        """The name of the site that says more: « louvrelens.fr »."""
        return urlsplit(self.event.website).netloc.removeprefix("www.")

    @property
    def has_facts(self):
        """Whether anything is known besides what and when."""
        event = self.event
        known = (self.venue, self.venue_detail, event.online_url, event.conditions, event.capacity, event.website)
        return any(
            [*known, self.communes, self.prices, self.registration, self.audience, self.organisers, self.documents]
        )

    def organised_by(self, role):
        """The organisations that have a part in it."""
        return [link.organisation for link in self.organisers if link.role == role]

    @property
    def hosts(self):
        return self.organised_by(OrganiserRole.ORGANISER)

    @property
    def partners(self):
        return self.organised_by(OrganiserRole.PARTNER)

    @property
    def audience(self):
        """« Familles, de 6 à 12 ans »."""
        event = self.event
        words = [event.get_audience_display(), ages_in_words(event.age_min, event.age_max)]
        return capfirst(", ".join(filter(None, words)))

    @property
    def is_free(self):
        """True or False where the tariffs or the conditions say so; None where nobody knows."""
        bounds = [bound for price in self.prices for bound in price.bounds]
        if bounds:
            return not any(bounds)
        return True if fold(self.event.conditions).startswith(_FREE) else None

    @property
    def registration(self):
        """How to register; None where nothing is said of it."""
        event = self.event
        if not any([event.registration_url, event.registration_email, event.registration_phone]) and (
            not event.registration_deadline
        ):
            return None
        deadline = event.registration_deadline
        full = event.status == EventStatus.FULL
        return Registration(
            closed=bool(deadline and deadline <= timezone.now()) or event.is_past or event.is_called_off,
            deadline=deadline_in_words(deadline) if deadline else "",
            url=event.registration_url,
            link="Voir la page d’inscription" if full else "S’inscrire en ligne",
            email=event.registration_email,
            phone=event.registration_phone,
        )

    # Beside it

    @property
    def editions(self):
        """Other editions of its series: those to come, then the past ones, the latest first."""
        others = [event for event in self._others if event.series_id and event.series_id == self.event.series_id]
        past = sorted((event for event in others if event.is_past), key=lambda event: event.ends_at, reverse=True)
        return [event for event in others if not event.is_past] + past

    @property
    def nearby(self):
        """What is on next in its communes."""
        editions = self.editions
        return [event for event in self._others if event not in editions][:NEIGHBOURS]

    @property
    def _others(self):
        return [event for event in self._around if event.pk != self.event.pk]
