"""What an event is taken away by: readers' own calendars, its address, a code, a message, what machines read."""

from urllib.parse import urlencode

from django.utils import timezone
from django.utils.text import capfirst

from pma_site.core import qr_codes
from pma_site.core.typography import french_text

from ..rendering.calendar_links import Appointment, calendar_links
from ..rendering.json_ld import event_json_ld


class EventLinksMixin:
    """Where an `event` leads whose page stands at `address`; `next_held` is the next slot to which one may come."""

    @property
    def calendars(self):
        """Links to readers' own calendars, for the next slot to which they may come."""
        slot = self.next_held
        if not slot:
            return []
        if slot.all_day:
            start, end = slot.first_day, slot.last_day
        else:
            start, end = timezone.localtime(slot.start), timezone.localtime(slot.closing)
        title, address = french_text(self.event.title), self.address
        return calendar_links(Appointment(title, start, end, slot.all_day, self.whole_place, address))

    @property
    def whole_place(self):
        """Its place as one writes it on an envelope, or the address of the meeting online."""
        event, own = self.event, self.next_held and self.next_held.venue
        if venue := own or event.venue:
            detail = "" if own else event.venue_detail
            return ", ".join(filter(None, [venue.name, detail, venue.address or venue.town]))
        return event.online_url or event.place_in_words

    @property
    def short_address(self):
        """Its address as one types it: « lettre.example.org/agenda/bivouac/ »."""
        return self.address.partition("://")[2]

    @property
    def code(self):
        """The QR code of the page's address."""
        return qr_codes.modules(self.address, error="m")

    @property
    def mail_address(self):
        """A message about the event, to be completed by who sends it."""
        event = self.event
        lines = [event.title, capfirst(event.when), capfirst(event.place_in_words), self.address]
        query = {"subject": event.title, "body": "\r\n".join(filter(None, lines))}
        return f"mailto:?{urlencode(query).replace('+', '%20')}"

    @property
    def image_address(self):
        """The full address of its picture as shared links show it; « » without one."""
        files = self.event.image.files("wide", "jpeg") if self.event.image else []
        return self.absolute(files[-1]["url"]) if files else ""

    @property
    def structured_data(self):
        """The same for search engines."""
        return event_json_ld(self)
