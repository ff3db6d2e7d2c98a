"""Events of the territory: what, when, where, for whom, at what price and how to get in."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import slugify
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from pma_site.core.blocks.prices import PriceStream
from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.contact_details import PhoneColumn
from pma_site.core.drafts import is_of_a_draft
from pma_site.core.fields import StoryField
from pma_site.core.french import fold
from pma_site.core.models import BasePage, IllustratedPage

from ..admin_forms import EventForm
from ..choices import STATUSES_WITH_NOTE, Audience, EventStatus, EventTheme
from ..event_panels import EVENT_FORM
from ..warnings import warnings_of
from ..wording import slots_in_words
from .changes import EventChange, PublicState, event_written
from .event_queries import EventManager
from .event_view import EventView
from .event_words import EventInWords
from .links import EventCommune
from .slots import EventSlot
from .venues import Venue

# Below /agenda/ these lead elsewhere (agenda.urls).
RESERVED_SLUGS = ("abonnement",)


class EventPage(EventInWords, IllustratedPage):
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
    registration_phone = PhoneColumn("inscription par téléphone", max_length=20, blank=True)
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
        if not self.slug and self.path and slugify(self.title) in ("", *RESERVED_SLUGS):
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
            self._record_changes(before)
            event_written.send(type(self), event=self)

    def _summarise_slots(self):
        slots = sorted(self.slots.all(), key=lambda slot: slot.start)
        self.first_start = slots[0].start if slots else None
        self.ends_at = max(slot.closing for slot in slots) if slots else None
        self.first_day = slots[0].first_day if slots else None
        self.last_day = max(slot.last_named_day for slot in slots) if slots else None
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
        if before is None and not self.change_reason:
            return
        after = PublicState.stored(type(self), self.pk)
        EventChange.objects.bulk_create(PublicState.changes(before, after, self))
        if self.change_reason and after:
            self.change_reason = ""
            type(self)._base_manager.filter(pk=self.pk).update(change_reason="")

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
