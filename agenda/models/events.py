"""Events of the territory: what, when, where, for whom, at what price and how to get in."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst, slugify
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from pma_site.core.blocks.prices import PriceStream, summed_up
from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.drafts import is_of_a_draft
from pma_site.core.fields import StoryField
from pma_site.core.french import fold, joined
from pma_site.core.models import BasePage, BasePageQuerySet, IllustratedPage
from pma_site.core.rows import JSONRows

from ..admin_forms import EventForm
from ..catalogue import FACETS
from ..choices import CALLED_OFF, STATUSES_WITH_NOTE, Audience, EventStatus, EventTheme
from ..event_panels import EVENT_FORM
from ..periods import COMING, EVERYTHING, PAST, window_of
from ..warnings import warnings_of
from ..wording import altered_in_words, sentence, slots_in_words
from .changes import EventChange, PublicState, event_written
from .event_view import EventView
from .links import EventCommune
from .published import published
from .slots import EventSlot
from .venues import Venue

# Below /agenda/ these lead elsewhere (agenda.urls).
RESERVED_SLUGS = ("abonnement",)
# What a line of a list has room for.
SHORT = 60


class EventQuerySet(BasePageQuerySet):
    """Events by the days they take, by place, and as readers filter them."""

    def past(self, moment=None):
        """Events whose last slot is over at `moment` (now by default): the exact complement of `not_past`."""
        return self.filter(ends_at__lte=moment or timezone.now())

    def not_past(self, moment=None):
        """Events that are not over, and those whose dates are not fixed yet."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment or timezone.now()))

    def current(self, moment=None):
        """Events that have begun and are not over."""
        moment = moment or timezone.now()
        return self.filter(first_start__lte=moment, ends_at__gt=moment)

    def upcoming(self, moment=None):
        """Events that have not begun, and those whose dates are not fixed yet."""
        moment = moment or timezone.now()
        # One moment without length, now, has begun and is over at once.
        return self.not_past(moment).filter(Q(first_start__isnull=True) | Q(first_start__gt=moment))

    def between(self, start, end):
        """Events that touch the days from `start` to `end`, both included."""
        return self.filter(first_day__lte=end, last_day__gte=start)

    def in_commune(self, commune):
        """Events that take place in a commune, by their venue or by the list of their communes."""
        return self.filter(Q(venue__commune=commune) | Q(communes__commune=commune)).distinct()

    def to_announce(self, day):
        """The published events that a letter may announce: still to come on `day`, with a date, not called off."""
        midnight = timezone.make_aware(datetime.combine(day, time()))
        return self.online().not_past(midnight).filter(first_day__isnull=False).exclude(status__in=CALLED_OFF)

    def without_place(self):
        """Those that say nowhere where to go, as the warning « place » tells (agenda.warnings)."""
        placed = EventSlot.objects.filter(event=OuterRef("pk"))
        somewhere_else = Exists(placed.filter(venue=None)) | ~Exists(placed)
        named = EventCommune.objects.filter(event=OuterRef("pk"))
        return self.filter(somewhere_else, ~Exists(named), venue=None, online_url="")

    def without_image(self):
        """Those that the agenda shows with a drawing, as the warning « image » tells (agenda.warnings)."""
        return self.filter(image=None)

    def soonest_first(self):
        """In the order of a calendar; dates not fixed yet come last."""
        return self.order_by(models.F("first_day").asc(nulls_last=True), "first_start", "title")

    def latest_first(self):
        """Past events, the most recent first."""
        return self.order_by(models.F("ends_at").desc(nulls_last=True), "title")

    def with_places(self):
        """Events with the names of their communes (`commune_rows`), which a list shows where there is no venue."""
        links = EventCommune.objects.filter(event=OuterRef("pk")).order_by("sort_order")
        return self.annotate(commune_rows=JSONRows(links, name="commune__name"))

    def as_cited(self):
        """Events with what a letter shows of them: their communes, and their dates that are not as planned."""
        return self.with_places().annotate(altered_slot_rows=EventSlot.altered_rows(OuterRef("pk")))

    def for_letter(self, chosen, start=None, end=None):
        """The events of a letter's agenda, once each, in the order of the calendar: `chosen`, and all of a period.

        Those without a date yet come last.
        """
        between = self.online().between(start, end).as_cited() if start and end else []
        # What was chosen comes first: whoever also chose what a new issue had found for them says it once.
        events = dict.fromkeys([*chosen, *between])
        return sorted(events, key=lambda event: (not event.first_start, event.first_start or None))

    def filtered(self, filters):
        """The events online that a reader's filters let through, whatever their period (forms.AgendaFilterForm)."""
        if not any(filters.get(name) for name in (*FACETS, "q")):
            return self
        return self._asked_for(filters, EVERYTHING)

    def matching(self, filters):
        """The events online that a reader's filters let through, in the order that suits their period."""
        window = window_of(filters, timezone.localdate())
        if window == PAST:
            return self.past().latest_first().filtered(filters)
        if window == COMING:
            return self.not_past().soonest_first().filtered(filters)
        events = self._asked_for(filters, window)
        return events.latest_first() if window.over else events.soonest_first()

    def _asked_for(self, filters, window):
        with published() as keeper:
            return self.filter(pk__in=keeper.catalogue.keys(keeper.asked(filters, window, timezone.now())))


class EventManager(PageManager.from_queryset(EventQuerySet)):
    """An event is never shown without its place and its picture."""

    def get_queryset(self):
        return super().get_queryset().select_related("venue__commune", "image")


class EventPage(IllustratedPage):
    """Something that happens at given times, for whom, at what price and how to get in."""

    parent_page_types = ["agenda.AgendaIndexPage"]
    subpage_types = []
    look = "agenda"
    base_form_class = EventForm

    theme = models.CharField("thème", max_length=20, choices=EventTheme.choices, default=EventTheme.OTHER)
    body = RichTextField("présentation", blank=True, features=TEXT_FEATURES)
    provisional_date = models.CharField(
        "date provisoire",
        max_length=80,
        blank=True,
        help_text="« juin 2026 », « à confirmer » : tant qu’aucun créneau n’est fixé.",
    )
    status = models.CharField("état", max_length=20, choices=EventStatus.choices, default=EventStatus.SCHEDULED)
    status_note = models.CharField(
        "explication",
        max_length=250,
        blank=True,
        help_text="Obligatoire dès que l’événement n’est plus simplement programmé.",
    )
    # Belongs to one publication: written into its entries (EventChange), then emptied.
    change_reason = models.CharField(
        "raison du changement",
        max_length=250,
        blank=True,
        help_text="Demandée quand la date ou le lieu d’un événement déjà en ligne change ; le public la lit.",
    )
    series = models.ForeignKey(
        "agenda.EventSeries",
        verbose_name="série",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
        help_text="Ce qui revient : « Grand forum », « Gravel de la Chaîne des parcs ».",
    )
    venue = models.ForeignKey(
        Venue, verbose_name="lieu", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    venue_detail = models.CharField(
        "précision de lieu", max_length=120, blank=True, help_text="Salle, étage, point de départ."
    )
    online_url = models.URLField("lien de participation en ligne", blank=True)
    audience = models.CharField(
        "public", max_length=20, choices=Audience.choices, blank=True, help_text="Vide s’il n’est pas connu."
    )
    age_min = models.PositiveSmallIntegerField("âge minimal", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge maximal", null=True, blank=True)
    capacity = models.PositiveIntegerField("jauge", null=True, blank=True, help_text="Nombre de places.")
    conditions = models.CharField("conditions", max_length=250, blank=True, help_text="« Gratuit sur réservation »…")
    prices = StoryField(PriceStream(required=False), verbose_name="tarifs", blank=True)
    registration_url = models.URLField("inscription en ligne", blank=True)
    registration_email = models.EmailField("inscription par courriel", blank=True)
    registration_phone = models.CharField("inscription par téléphone", max_length=20, blank=True)
    registration_deadline = models.DateTimeField("date limite d’inscription", null=True, blank=True)
    website = models.URLField("pour en savoir plus", blank=True)

    # Written from the slots when the page is saved, so that lists and searches need not read them.
    first_start = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    first_day = models.DateField(null=True, editable=False, db_index=True)
    last_day = models.DateField(null=True, editable=False, db_index=True)
    when = models.CharField("date", max_length=300, blank=True, editable=False)

    # Slots whose end the form understood as that of the night, in words.
    understood_nights = ()

    objects = EventManager()

    # Set by lists: the slot that the event stands under, and how many dates follow it (models.cards).
    shown_slot, other_dates = None, 0

    edit_handler = EVENT_FORM

    search_fields = [
        *BasePage.search_fields,
        index.AutocompleteField("names"),
        index.FilterField("first_day"),
        index.FilterField("last_day"),
    ]

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        constraints = [
            models.CheckConstraint(
                name="agenda_event_status_explained",
                condition=Q(status="programme") | ~Q(status_note=""),
                violation_error_message="Expliquez ce changement d’état en une phrase.",
            ),
            models.CheckConstraint(
                name="agenda_event_days_in_order",
                condition=Q(first_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
            ),
        ]

    def _set_core_field_defaults(self):
        if not self.slug and self.path and slugify(self.title, allow_unicode=True) in ("", *RESERVED_SLUGS):
            # Wagtail makes addresses of titles, whatever they say.
            self.slug = self._get_autogenerated_slug("evenement")
        super()._set_core_field_defaults()

    def clean(self):
        super().clean()
        if self.slug in RESERVED_SLUGS:
            words = f"«\u00a0{self.slug}\u00a0» est déjà l’adresse d’une page de l’agenda : choisissez-en une autre."
            raise ValidationError({"slug": words})
        if self.status in STATUSES_WITH_NOTE and not self.status_note:
            raise ValidationError({"status_note": "Expliquez ce changement d’état en une phrase."})

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is not None:
            if is_of_a_draft(kwargs["update_fields"]):
                with disable_reference_index_auto_update():
                    super(BasePage, self).save(*args, **kwargs)
            else:
                super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = PublicState.stored(type(self), self.pk)
            self._summarise_slots()
            self._list_communes_of_slots()
            super().save(*args, **kwargs)
            EventSlot.arrange(self.pk)
            self._record_changes(before)
            event_written.send(type(self), event=self)

    def _summarise_slots(self):
        slots = sorted(self.slots.all(), key=lambda slot: slot.start)
        self.first_start = slots[0].start if slots else None
        self.ends_at = max(slot.closing for slot in slots) if slots else None
        self.first_day = slots[0].first_day if slots else None
        self.last_day = max(slot.last_day for slot in slots) if slots else None
        self.when = slots_in_words(slots) or self.provisional_date or "date à confirmer"

    def _list_communes_of_slots(self):
        """Count the communes where slots take place with those that were typed, and no longer those of former slots."""
        own = self.venue.commune_id if self.venue else None
        there = {slot.venue.commune_id for slot in self.slots.all() if slot.venue} - {None, own}
        links = list(self.communes.all())
        typed = [link for link in links if not link.by_slot]
        kept = [link for link in links if link.by_slot and link.commune_id in there]
        there -= {link.commune_id for link in [*typed, *kept]}
        if there or len(typed) + len(kept) < len(links):
            added = [EventCommune(commune_id=commune, by_slot=True) for commune in sorted(there)]
            self.communes = [*typed, *kept, *added]

    def _record_changes(self, before):
        after = PublicState.stored(type(self), self.pk)
        EventChange.objects.bulk_create(PublicState.changes(before, after, self))
        if self.change_reason and after:
            self.change_reason = ""
            type(self)._base_manager.filter(pk=self.pk).update(change_reason="")

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
        return altered_in_words(EventSlot.altered(self) if rows is None else [EventSlot.from_row(row) for row in rows])

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
        shown = self.shown_slot or self
        return shown.first_day, shown.last_day

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

    def needs_reason(self, slots, communes, **fields):
        """Whether somebody must say why before `slots`, `communes` (EventCommune) and `fields` go online instead."""
        before = PublicState.stored(type(self), self.pk)
        after = type(self)(**fields)
        after.communes = communes
        return PublicState.needs_reason(before, PublicState.of(after, slots))

    def find_warnings(self):
        """What this version of the event seems to lack or to get wrong: a list of EventWarning."""
        slots = sorted(self.slots.all(), key=lambda slot: slot.start)
        venues = {slot.venue_id or self.venue_id for slot in slots if not slot.is_called_off} - {None}
        clashes = EventSlot.objects.clashing(venues) if venues else []
        if clashes:
            clashes = clashes.exclude(event=self.pk).select_related("event").order_by("start")
        return warnings_of(self, slots, self.communes.count(), clashes)

    @property
    def names(self):
        """Its title, its place and its communes, as written and without accents, which PostgreSQL tells apart."""
        communes = " ".join(link.commune.name for link in self.communes.all())
        text = f"{self.title} {self.place_in_words} {communes}"
        return f"{text} {fold(text)}"

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield self.place_in_words
        yield self.when
        yield from (link.organisation.name for link in self.organisers.all())
        yield from (link.commune.name for link in self.communes.all())
        yield from dict.fromkeys(str(slot.venue) for slot in self.slots.all() if slot.venue)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            # What saving will write; the draft still has what was saved before.
            self._summarise_slots()
        context["view"] = EventView(self, request)
        context["description"] = self.summary
        return context
