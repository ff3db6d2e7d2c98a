"""« Refaire pour une nouvelle édition »: the same event, once more, another year."""

import re

from django.db import transaction
from django.utils import timezone

from .changing import change_everywhere
from .models import AgendaIndexPage, EventCommune, EventOrganiser, EventPage, EventSeries

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What belongs to one edition only.
EMPTIED = (
    *("provisional_date", "status", "status_note", "change_reason"),
    *("registration_url", "registration_deadline", "online_url"),
)


def edition_year(event):
    """The year of the edition that an event is: that of its last slot, of its title, or this one."""
    if event.last_day:
        return event.last_day.year
    written = _YEAR.findall(f"{event.title} {event.provisional_date}")
    return int(written[-1]) if written else timezone.localdate().year


def title_in(event, year):
    """The title of the edition of `year`: « Grand forum 2026 » → « Grand forum 2027 »."""
    last = str(edition_year(event))
    return re.sub(rf"\b{last}\b", str(year), event.title)


def series_name(event):
    """The name of the series that an event may begin: its title without the year."""
    name = " ".join(_YEAR.sub(" ", event.title).split()).strip(" -–—:,()[]·")
    return (name or event.title)[:160]


@transaction.atomic
def renew(event, user, title, provisional_date="", with_series=True):
    """Add to the agenda a draft with what lasts of `event`, without its dates, and return it.

    `with_series` puts both in the series of its title, made if there is none, where the event is in none yet.
    """
    fields = {
        field.name: getattr(event, field.name)
        for field in EventPage._meta.local_fields
        if field.editable and not field.primary_key and field.name not in EMPTIED
    }
    new = EventPage(title=title, provisional_date=provisional_date, owner=user, live=False, **fields)
    if with_series and event.series_id is None:
        new.series, _ = EventSeries.objects.get_or_create(name=series_name(event))
        _join(event, new.series, user)
    new.communes = [EventCommune(commune=link.commune) for link in event.communes.all() if not link.by_slot]
    new.organisers = [EventOrganiser(organisation=link.organisation, role=link.role) for link in event.organisers.all()]
    AgendaIndexPage.objects.get().add_child(instance=new)
    new.save_revision(user=user, log_action=True)
    return EventPage.objects.get(pk=new.pk)


def _join(event, series, user):
    if event.permissions_for_user(user).can_publish() and event.get_lock() is None:

        def change(version):
            version.series = series
            return True

        change_everywhere(event.pk, change, user)
