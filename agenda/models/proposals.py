"""Events that a town hall, an association or a citizen proposes, and the forms that are being filled in."""

import secrets
from datetime import datetime

from django.db import models
from django.utils import timezone

from pma_site.contributions.models import Contribution, ContributionQuerySet
from pma_site.core.private_files import PrivateStorage, drawn_name

from ..choices import Audience, Entry, EventTheme
from ..wording import slots_in_words
from .slots import EventSlot

# Pictures of one proposal.
MOST_IMAGES = 3


def drawn_code() -> str:
    """Draw the identity of a form: 128 bits."""
    return secrets.token_hex(16)


class Proposal(Contribution):
    """A simple event as its sender wrote it, for the team to make an event of: nothing of it is public.

    `slots` holds {"start", "end", "all_day"}: instants in ISO 8601, an unknown end as None. `commune` is that of the
    place; `event` is the draft that was made of it, or the event that it joined.
    """

    called = "proposition d’événement"
    follow_route = "proposals:follow"

    title = models.CharField("titre", max_length=160)
    theme = models.CharField("thème", max_length=20, choices=EventTheme, default=EventTheme.OTHER)
    body = models.TextField("présentation", blank=True)
    slots = models.JSONField("dates", default=list)
    repeats = models.CharField("autres dates", max_length=250, blank=True)
    first_day = models.DateField(null=True, editable=False, db_index=True)
    last_day = models.DateField(null=True, editable=False)
    venue_name = models.CharField("lieu", max_length=160, blank=True)
    street = models.CharField("adresse", max_length=160, blank=True)
    outside_place = models.CharField("ville hors territoire", max_length=80, blank=True)
    online_url = models.URLField("lien de participation en ligne", blank=True)
    entry = models.CharField("entrée", max_length=20, choices=Entry, default=Entry.UNKNOWN)
    prices = models.CharField("tarifs", max_length=200, blank=True)
    registration_url = models.URLField("inscription en ligne", blank=True)
    registration_email = models.EmailField("inscription par courriel", blank=True)
    registration_phone = models.CharField("inscription par téléphone", max_length=30, blank=True)
    audience = models.CharField("public", max_length=20, choices=Audience, blank=True)
    organiser_name = models.CharField("organisateur", max_length=160, blank=True)
    contact = models.CharField("contact public", max_length=200, blank=True)
    website = models.URLField("pour en savoir plus", blank=True)
    # The identity of the form by which it was corrected last: sent twice, it corrects once.
    correction = models.CharField(max_length=32, blank=True, editable=False)
    event = models.ForeignKey(
        "agenda.EventPage",
        verbose_name="événement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
    )
    # When the sender was told that the event is online.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = "proposition d’événement"
        verbose_name_plural = "propositions d’événements"

    def __str__(self):
        return f"{self.title or 'Proposition'} ({self.reference})"

    @property
    def event_slots(self):
        """Its dates as slots of an event, not saved."""
        return [
            EventSlot(
                start=datetime.fromisoformat(slot["start"]),
                end=datetime.fromisoformat(slot["end"]) if slot["end"] else None,
                all_day=slot["all_day"],
            )
            for slot in self.slots
        ]

    @property
    def when(self):
        """Its dates in one line; what was written in their place where there are none."""
        return slots_in_words(self.event_slots) or self.repeats

    @property
    def place_in_words(self):
        """« salle de l’Espérance (Liévin) », « Lens », « en ligne »."""
        town = self.commune.name if self.commune_id else self.outside_place
        if self.venue_name and town:
            return f"{self.venue_name} ({town})"
        return self.venue_name or town or ("en ligne" if self.online_url else "")

    @property
    def conditions(self):
        """What the agenda says of how one gets in: « Gratuit sur réservation », « Payant : 5 €, 3 € réduit »."""
        said = {Entry.FREE: "Gratuit", Entry.FREE_BOOKED: "Gratuit sur réservation", Entry.PAID: "Payant"}
        words = said.get(self.entry, "")
        return f"{words or 'Tarifs'} : {self.prices}" if self.prices else words


class ProposalDraft(models.Model):
    """A form that somebody is filling in, step by step: what was typed, as it was typed, for a day at the most.

    No cookie keeps it together: its `code` is in the address of each step. `typed` holds, by step, lists of texts by
    field. `proposal` is what it corrects; None for a new one.
    """

    code = models.CharField(max_length=32, unique=True, default=drawn_code, editable=False)
    typed = models.JSONField(default=dict)
    office = models.ForeignKey("readers.Office", null=True, on_delete=models.SET_NULL, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="drafts")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "proposition en cours de saisie"
        verbose_name_plural = "propositions en cours de saisie"

    def __str__(self):
        return f"Saisie du {timezone.localtime(self.created_at):%d/%m/%Y}"


class ProposalImage(models.Model):
    """A picture of a proposal, or of the form that is being filled in; its `place` is 0, 1 or 2."""

    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="images")
    draft = models.ForeignKey(ProposalDraft, null=True, on_delete=models.CASCADE, related_name="images")
    place = models.PositiveSmallIntegerField("rang")
    file = models.ImageField(storage=PrivateStorage(), upload_to=drawn_name, width_field="width", height_field="height")
    width = models.PositiveIntegerField("largeur", editable=False)
    height = models.PositiveIntegerField("hauteur", editable=False)
    alt = models.CharField("texte de remplacement", max_length=250, blank=True)
    credit = models.CharField("crédit", max_length=200, blank=True)

    class Meta:
        verbose_name = "image proposée"
        verbose_name_plural = "images proposées"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "place"], name="agenda_proposal_image_place"),
            models.UniqueConstraint(fields=["draft", "place"], name="agenda_draft_image_place"),
            models.CheckConstraint(
                name="agenda_proposal_image_of_one",
                condition=models.Q(proposal__isnull=True) ^ models.Q(draft__isnull=True),
            ),
        ]

    def __str__(self):
        return self.alt or "Image"

    def read(self) -> bytes | None:
        """Its file; None where it is lost."""
        try:
            with self.file.open() as file:
                return file.read()
        except FileNotFoundError:
            return None
