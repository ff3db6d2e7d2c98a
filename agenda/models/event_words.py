"""What lists, shared links and calendars say of an event: its state, its date, its place, its price."""

from django.utils import timezone
from django.utils.text import capfirst

from pma_site.core.blocks.prices import summed_up
from pma_site.core.french import joined

from ..choices import CALLED_OFF, EventStatus
from ..wording import altered_in_words, sentence
from .slots import EventSlot

# What a line of a list has room for.
SHORT = 60


class EventInWords:
    """The part of an event (EventPage) that is read and never written."""

    @property
    def is_scheduled(self):
        return self.status == EventStatus.SCHEDULED

    @property
    def is_called_off(self):
        """Whether nobody need come: postponed or cancelled."""
        return self.status in CALLED_OFF

    @property
    def public_note(self):
        """What a line of a list says of its state: « annulé : … », or of its next dates; « » if all is as planned."""
        if not self.is_scheduled:
            return f"{self.get_status_display()} : {self.status_note}"
        rows = getattr(self, "altered_slot_rows", None)
        slots = EventSlot.altered(self) if rows is None else map(EventSlot.from_row, rows)
        return altered_in_words(slot for slot in slots if not slot.is_past)

    @property
    def calendar_address(self):
        """Where its dates are as a calendar (agenda:event_calendar)."""
        return f"{self.url}agenda.ics" if self.url else ""

    @property
    def head_title(self):
        """A shared link to what does not take place says so."""
        title = super().head_title
        return f"{capfirst(self.get_status_display())} : {title}" if self.is_called_off else title

    @property
    def summary(self):
        """What, when and where in one or two sentences, for search engines and shared links."""
        words = [self.when, self.place_in_words]
        return " ".join(filter(None, [sentence(", ".join(filter(None, words))), self.standfirst]))[:300]

    @property
    def explanation(self):
        """Why it is not simply on."""
        return self.status_note

    @property
    def is_past(self):
        """Whether its last slot is over: the same rule as `EventQuerySet.past`."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def when_shown(self):
        """The date as a list shows it: the slot that the event stands under, or all of its dates."""
        if not self.shown_slot:
            return self.when
        others = {0: "", 1: " et une autre date"}.get(self.other_dates, f" et {self.other_dates} autres dates")
        return f"{self.shown_slot.time_in_words}{others}"

    @property
    def place_shown(self):
        """Where that is: the place of the slot that the event stands under, if it has one of its own."""
        return str(self.shown_slot and self.shown_slot.venue or self.place_in_words)

    @property
    def days_shown(self):
        """The first and the last day of what `when_shown` says; two None where no date is fixed."""
        if self.shown_slot:
            return self.shown_slot.first_day, self.shown_slot.last_named_day
        return self.first_day, self.last_day

    @property
    def status_shown(self):
        """The event, or the slot that it stands under, whichever is not simply programmed; None if both are."""
        return next((each for each in (self, self.shown_slot) if each and not each.is_scheduled), None)

    @property
    def price_in_words(self):
        """« Gratuit », « De 5 à 35 € », « Sur réservation »; "" where nothing is known."""
        prices = summed_up(line["value"] for line in self.prices.raw_data)
        return prices or (self.conditions if len(self.conditions) <= SHORT else "")

    @property
    def place_in_words(self):
        """« salle de l’Espérance (Liévin) », « en ligne », or the communes where it takes place."""
        if self.venue:
            return str(self.venue)
        if self.online_url:
            return "en ligne"
        rows = getattr(self, "commune_rows", None)
        if rows is None:
            return joined(link.commune.name for link in self.communes.select_related("commune"))
        return joined(row["name"] for row in rows)

    @property
    def own_place(self):
        """The same without the communes where its slots take place, of which these tell."""
        if self.venue or self.online_url:
            return self.place_in_words
        links = self.communes.select_related("commune")
        return joined(link.commune.name for link in links if not link.by_slot)
