"""What makes the ledgers of the agenda follow: whatever changes what calendars and data files say of an event."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import PageViewRestriction, Site
from wagtail.search import index
from wagtail.signals import page_slug_changed, post_page_move

from pma_site.core.models import SiteImage
from pma_site.core.models.images import sources_made
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune

from . import ledger
from .models import EventPage, EventSeries, Venue, event_written


def connect():
    """Follow, from the start of the site on."""
    for signal, sender, receiver in (
        (event_written, EventPage, _event_written),
        (pre_delete, EventPage, _event_leaves),
        (post_page_move, None, _page_moved),
        (page_slug_changed, None, _page_moved),
        (post_save, PageViewRestriction, _restriction_changed),
        (post_delete, PageViewRestriction, _restriction_changed),
        (post_save, Site, _site_changed),
        (sources_made, SiteImage, _record_changed),
        *((pre_delete, sender, _record_leaves) for sender in _OUTLIVED),
        *((post_delete, sender, _record_left) for sender in _OUTLIVED),
        *((post_save, sender, _record_changed) for sender in _CITING),
        *((pre_save, sender, _record_changes) for sender in _SEARCHED),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"agenda-{signal}-{sender}-{receiver.__name__}")


# Which events say something of a record.
_CITING = {
    Venue: lambda venue: Q(venue=venue) | Q(slots__venue=venue),
    Commune: lambda commune: (
        Q(venue__commune=commune) | Q(communes__commune=commune) | Q(slots__venue__commune=commune)
    ),
    Organisation: lambda organisation: Q(organisers__organisation=organisation),
    EventSeries: lambda series: Q(series=series),
    SiteImage: lambda image: Q(image=image),
}

# Those that may be deleted while events cite them.
_OUTLIVED = (EventSeries, SiteImage)

# Those by whose names events are found.
_SEARCHED = (Venue, Commune, Organisation)


def _write(events):
    ledger.write(events.order_by().values_list("pk", flat=True))


def _event_written(sender, event, **kwargs):
    ledger.write([event.pk])


def _event_leaves(sender, instance, **kwargs):
    ledger.withdraw(instance.pk)


def _page_moved(sender, instance, **kwargs):
    _write(EventPage.objects.descendant_of(instance, inclusive=True))


def _restriction_changed(sender, instance, **kwargs):
    _write(EventPage.objects.descendant_of(instance.page, inclusive=True))


def _site_changed(sender, instance, **kwargs):
    _write(EventPage.objects.descendant_of(instance.root_page))


def _record_changes(sender, instance, raw=False, **kwargs):
    stored = None if raw or instance._state.adding else sender.objects.filter(pk=instance.pk).first()
    instance.former_name = str(stored) if stored else None


def _record_changed(sender, instance, created=False, raw=False, **kwargs):
    if not created and not raw:
        citing = EventPage.objects.filter(pk__in=EventPage.objects.filter(_CITING[sender](instance)).values("pk"))
        _write(citing)
        if sender in _SEARCHED and instance.former_name not in (None, str(instance)):
            for event in citing:
                index.insert_or_update_object(event)


def _record_leaves(sender, instance, **kwargs):
    instance.events_left = list(EventPage.objects.filter(_CITING[sender](instance)).values_list("pk", flat=True))


def _record_left(sender, instance, **kwargs):
    ledger.write(instance.events_left)
