"""The window in which an event is chosen, or entered and chosen at once."""

from django import forms
from django.core.exceptions import ValidationError
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from pma_site.core.local_times import LocalDateTimeField, LocalDateTimeInput
from pma_site.core.registers import ShortFormMixin
from pma_site.territory.models import Commune

from .creation import create_event, may_create_event, may_publish_event
from .models import EventPage, EventSlot, Venue

VISIBLE_PAGES_HOOK = "construct_page_chooser_queryset"


class EventCreationForm(forms.ModelForm):
    """What an issue needs to announce an event; the rest is entered in the agenda."""

    title = forms.CharField(label="Titre", max_length=255)
    venue = forms.ModelChoiceField(
        label="Lieu connu", queryset=Venue.objects.select_related("commune"), required=False, empty_label="Aucun"
    )
    place = forms.CharField(
        label="Ou nouveau lieu",
        max_length=160,
        required=False,
        help_text="Son nom, sans la commune ; il rejoint le registre des lieux.",
    )
    commune = forms.ModelChoiceField(
        label="Commune", queryset=Commune.objects.all(), required=False, empty_label="Aucune"
    )

    field_order = ["title", "start", "end", "venue", "place", "commune"]

    class Meta:
        model = EventSlot
        fields = ["start", "end"]
        field_classes = dict.fromkeys(fields, LocalDateTimeField)
        widgets = {"start": LocalDateTimeInput(), "end": LocalDateTimeInput()}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_perm("agenda.add_venue"):
            del self.fields["place"]
        if not may_publish_event(user):
            self.fields["title"].help_text = (
                "Vous ne publiez pas dans l’agenda : l’événement y entre en brouillon, et la lettre ne le montre "
                "qu’une fois publié."
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("place") and cleaned.get("venue"):
            raise ValidationError({"place": "Choisissez un lieu connu ou écrivez-en un nouveau, pas les deux."})
        if cleaned.get("place") and not cleaned.get("commune"):
            raise ValidationError({"commune": "Indiquez la commune de ce nouveau lieu."})
        return cleaned

    def save(self, commit=True):
        """Create the event; see `create_event`."""
        details = {name: self.cleaned_data.get(name) for name in ("title", "venue", "place", "commune")}
        return create_event(self.user, slot=self.instance, **details)


def _event_in_words(event):
    """« Bivouac (25 août 2023) », so that one year's event is not taken for another's."""
    draft = "" if event.live else ", brouillon"
    return f"{event.get_admin_display_title()} ({event.when}{draft})"


def _visible_events(request):
    """The events that the chooser of pages would offer: published, or drafts of one's own branch."""
    events = EventPage.objects.all()
    for hook in hooks.get_hooks(VISIBLE_PAGES_HOOK):
        events = hook(events, request)
    return events


class _EventCreationMixin(ShortFormMixin):
    """Who may add an event to the agenda may do it from here."""

    def can_create(self):
        return may_create_event(self.request.user)

    def get_creation_form_kwargs(self):
        return {**super().get_creation_form_kwargs(), "user": self.request.user}


class _BaseEventChooseView(BaseChooseView):
    per_page = 15

    def get_object_list(self):
        return _visible_events(self.request).with_places().latest_first()

    @property
    def columns(self):
        return [
            *super().columns,
            Column("when", label="Date"),
            Column("place_in_words", label="Lieu"),
            Column("status_string", label="Publication"),
        ]


class EventChooseView(ChooseViewMixin, _EventCreationMixin, _BaseEventChooseView):
    """The whole window."""


class EventChooseResultsView(ChooseResultsViewMixin, _EventCreationMixin, _BaseEventChooseView):
    """Its list alone, as the search is typed."""


class _ChosenEventMixin:
    """What the form shows of the chosen event."""

    def get_display_title(self, event):
        return _event_in_words(event)


class EventChosenView(_ChosenEventMixin, ChosenView):
    """An event is chosen."""

    def get_object(self, pk):
        if not str(pk).isdecimal():
            raise EventPage.DoesNotExist
        return _visible_events(self.request).get(pk=pk)


class EventChosenMultipleView(_ChosenEventMixin, ChosenMultipleView):
    """Several are."""

    def get_objects(self, pks):
        return _visible_events(self.request).filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class EventCreateView(_ChosenEventMixin, _EventCreationMixin, CreateView):
    """One is entered, and chosen."""


class EventChooser(BaseChooser):
    """The field of a form that holds an event."""

    clear_choice_text = "Retirer cet événement"

    def get_display_title(self, event):
        return _event_in_words(event)


class EventChooserViewSet(ChooserViewSet):
    """Choose an event by its name or its commune, or create it."""

    model = EventPage
    icon = "date"
    choose_one_text = "Choisir un événement"
    choose_another_text = "Choisir un autre événement"
    edit_item_text = "Modifier cet événement"
    creation_tab_label = "Créer"
    create_action_label = "Créer l’événement"
    creation_form_class = EventCreationForm
    base_widget_class = EventChooser
    choose_view_class = EventChooseView
    choose_results_view_class = EventChooseResultsView
    chosen_view_class = EventChosenView
    chosen_multiple_view_class = EventChosenMultipleView
    create_view_class = EventCreateView
