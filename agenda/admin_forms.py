"""What is typed in the admin about events: the event itself, many slots at once, why something is called off."""

from itertools import count

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from .choices import EventStatus
from .generating import YEARS, TooManyError, UnreadableDateError, days_between, moments_on, read_days, read_hour

WEEKDAYS = [(number, name) for number, name in enumerate(["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."])]


class EventForm(WagtailAdminPageForm):
    """An event: what is online and changes of date or place must say why, once it is to be published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = self.instance.latest_revision_id
        if "change_reason" in self.fields and latest and latest == self.instance.live_revision_id:
            # It was said of the last publication.
            self.initial["change_reason"] = ""
        # Slots of the draft that are not stored yet, by their start: the form makes them anew.
        self._drafted = {slot.start: slot.uid for slot in self.instance.slots.all() if slot.pk is None}

    def clean_slug(self):
        """Two events may have one name: who let the form make the address out of it gets the next that is free."""
        made = slug = self.cleaned_data["slug"]
        online = self.instance.pk and self.instance.live
        if not online and made == slugify(self.cleaned_data.get("title", "")):
            numbers = count(2)
            while not Page._slug_is_available(slug, self.parent_page, self.instance):
                slug = f"{made}-{next(numbers)}"
        return slug

    def clean(self):
        cleaned = super().clean()
        youngest, oldest = cleaned.get("age_min"), cleaned.get("age_max")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", "L’âge maximal est plus petit que l’âge minimal.")
        deadline = cleaned.get("registration_deadline")
        if deadline and deadline.year not in YEARS:
            self.add_error("registration_deadline", "Vérifiez l’année.")
        if self.instance.live and not self.is_deferred_validation and "change_reason" in self.fields:
            self._ask_for_the_reason(cleaned)
        self._note_the_nights()
        self._refuse_twins()
        return cleaned

    def save(self, commit=True):
        event = super().save(commit=False)
        # In the order of the calendar, whatever that of their rows.
        slots = sorted(event.slots.all(), key=lambda slot: slot.start)
        for rank, slot in enumerate(slots):
            slot.sort_order = rank
            if slot.pk is None and slot.start in self._drafted:
                # An import knows it by its identity.
                slot.uid = self._drafted.pop(slot.start)
        event.slots = slots
        if commit:
            event.save()
            self.save_m2m()
        return event

    def _note_the_nights(self):
        """Keep in words the slots whose end was understood as that of the night, to tell who typed it."""
        formset = self.formsets.get("slots")
        forms = formset.forms if formset is not None and formset.is_valid() else []
        self.instance.understood_nights = [form.instance.time_in_words for form in forms if form.instance.ends_next_day]

    def _refuse_twins(self):
        """Tell at its own row a slot that another says already, in words and place: the public would read it twice."""
        formset = self.formsets.get("slots")
        forms = formset.forms if formset is not None and formset.is_valid() else []
        said = set()
        for form in forms:
            slot = form.instance
            if form in formset.deleted_forms or not (form.has_changed() or slot.pk):
                continue
            if (slot.time_in_words, slot.venue_id) in said:
                form.add_error("start", "Ce créneau est déjà dans la liste : changez-le, ou retirez-le.")
            said.add((slot.time_in_words, slot.venue_id))

    def _ask_for_the_reason(self, cleaned):
        slots, communes = (self._rows(name) for name in ("slots", "communes"))
        if cleaned.get("change_reason") or None in (slots, communes):
            return
        places = {name: cleaned.get(name) for name in ("venue", "venue_detail", "online_url", "provisional_date")}
        if self.instance.needs_reason(slots, communes, **places):
            self.add_error(
                "change_reason",
                "Cet événement est en ligne et sa date ou son lieu change : dites pourquoi en une phrase, le public "
                "la lira.",
            )

    def _rows(self, name):
        """The records that the form would leave in one of its lists; None where one is wrong."""
        formset = self.formsets[name]
        if not formset.is_valid():
            return None
        kept = [form for form in formset.forms if form not in formset.deleted_forms]
        return [form.instance for form in kept if form.has_changed() or form.instance.pk]


class HourField(forms.CharField):
    """A time of day as one writes it: « 9h », « 13 h 30 », « 13:30 »."""

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        try:
            return read_hour(value)
        except ValueError:
            raise ValidationError(
                f"«\u00a0{value[:20]}\u00a0» n’est pas une heure : écrivez par exemple 13\u00a0h\u00a030."
            ) from None


class DaysField(forms.CharField):
    """A list of days as one writes them (generating.read_days)."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs):
        super().__init__(max_length=8_000, required=False, **kwargs)

    def clean(self, value):
        try:
            return read_days(super().clean(value), timezone.localdate().year)
        except (UnreadableDateError, TooManyError) as error:
            raise ValidationError(str(error)) from error


class DayInput(forms.DateInput):
    """A day in the browser's own calendar: that of Wagtail would open behind the window."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class SlotsForm(forms.Form):
    """Slots to generate: on which days, at which hours."""

    WEEKLY, LISTED = "semaine", "liste"

    how = forms.ChoiceField(
        label="Quels jours",
        choices=[(WEEKLY, "Certains jours de la semaine, entre deux dates"), (LISTED, "Une liste de dates")],
        initial=WEEKLY,
        widget=forms.RadioSelect,
    )
    first = forms.DateField(label="Du", required=False, widget=DayInput)
    last = forms.DateField(label="Au", required=False, widget=DayInput)
    weekdays = forms.TypedMultipleChoiceField(
        label="Ces jours-là",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        initial=[number for number, _ in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        help_text="« Sauf le mardi » : décochez mardi.",
    )
    without = DaysField(
        label="Sauf",
        help_text="Jours fériés, vacances : « 14/07/2026, du 1er au 15 août 2026 ».",
    )
    dates = DaysField(
        label="Dates",
        help_text="Une par ligne, ou séparées par des virgules : « 12/07/2026, samedi 18 juillet, 2 août ».",
    )
    start = HourField(label="De", required=False, max_length=20, help_text="« 13 h 30 ». Vide : toute la journée.")
    end = HourField(label="À", required=False, max_length=20, help_text="Vide si elle n’est pas connue.")

    def clean(self):
        cleaned = super().clean()
        for name in ("first", "last"):
            if cleaned.get(name) and cleaned[name].year not in YEARS:
                self.add_error(name, "Vérifiez l’année.")
        if cleaned.get("how") == self.WEEKLY:
            for name, words in (("first", "Indiquez le premier jour."), ("last", "Indiquez le dernier jour.")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
                self.add_error("last", "Le dernier jour précède le premier.")
            if not cleaned.get("weekdays") and "weekdays" not in self.errors:
                self.add_error("weekdays", "Cochez au moins un jour.")
        elif not cleaned.get("dates") and "dates" not in self.errors:
            self.add_error("dates", "Indiquez au moins une date.")
        if cleaned.get("end") is not None and cleaned.get("start") is None and "start" not in self.errors:
            self.add_error("start", "Indiquez aussi l’heure de début.")
        elif cleaned.get("end") is not None and cleaned["end"] == cleaned.get("start"):
            self.add_error("end", "C’est aussi l’heure de début : laissez vide si la fin n’est pas connue.")
        if not self.errors:
            self._generate(cleaned)
        return cleaned

    def _generate(self, cleaned):
        weekly = cleaned["how"] == self.WEEKLY
        try:
            if weekly:
                days = days_between(cleaned["first"], cleaned["last"], cleaned["weekdays"], cleaned["without"])
            else:
                days = [day for day in cleaned["dates"] if day not in set(cleaned["without"])]
            cleaned["moments"] = moments_on(days, cleaned["start"], cleaned["end"])
        except TooManyError as error:
            self.add_error("last" if weekly else "dates", str(error))
            return
        if not days:
            self.add_error("last" if weekly else "dates", "Aucun jour ne correspond.")


class CallOffForm(forms.Form):
    """Why events are called off or put off, in words for the public."""

    status = forms.ChoiceField(
        label="Ce que le public lira",
        choices=[
            (EventStatus.CANCELLED, "Annulé"),
            (EventStatus.POSTPONED, "Reporté, à une date qui n’est pas encore connue"),
            (EventStatus.FULL, "Complet"),
        ],
        initial=EventStatus.CANCELLED,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Explication",
        max_length=200,
        help_text="Une phrase, que le public lira à côté de la date : « Alerte orange aux vents violents. »",
    )


class SeriesCallOffForm(CallOffForm):
    """The same, of one event or of all those to come of its series."""

    whole_series = forms.BooleanField(label="Toute la série", required=False)

    def __init__(self, *args, series=None, others=0, **kwargs):
        super().__init__(*args, **kwargs)
        if series is None or not others:
            del self.fields["whole_series"]
        else:
            more = "un autre événement à venir" if others == 1 else f"{others} autres événements à venir"
            self.fields["whole_series"].label = f"Aussi pour le reste de la série «\u00a0{series}\u00a0» : {more}"


class RenewalForm(forms.Form):
    """What the new edition is called, and when it should be."""

    title = forms.CharField(label="Titre", max_length=255)
    provisional_date = forms.CharField(
        label="Date provisoire",
        max_length=80,
        required=False,
        help_text="Ce que le public lirait tant qu’aucun créneau n’est fixé : « juin 2027 ».",
    )
    with_series = forms.BooleanField(label="Réunir les éditions en une série", required=False, initial=True)

    def __init__(self, *args, series="", **kwargs):
        super().__init__(*args, **kwargs)
        if series:
            self.fields["with_series"].help_text = (
                f"L’événement et sa nouvelle édition entrent dans la série «\u00a0{series}\u00a0», créée au besoin : "
                "le public passe ainsi de l’une à l’autre."
            )
        else:
            del self.fields["with_series"]


class WeeksForm(forms.Form):
    """How far the table of the coming weeks goes, and whether it keeps to what lacks something."""

    semaines = forms.TypedChoiceField(
        label="Période",
        choices=[(4, "4 semaines"), (8, "8 semaines"), (12, "12 semaines")],
        coerce=int,
        required=False,
        empty_value=4,
        initial=4,
    )
    manque = forms.BooleanField(label="Seulement ce qui manque de quelque chose", required=False)
