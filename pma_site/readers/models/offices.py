"""The mayors' register: town halls, where they are, and how the letter reaches each of them."""

import re

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.search import index

from pma_site.core.alphabet import InFrench
from pma_site.core.contact_details import POSTAL_CODE
from pma_site.core.drafts import fingerprint
from pma_site.core.french import fold, spelling_key

from .. import postal
from ..choices import PostalReturn
from ..forms.offices import OfficeForm
from .mandates import OfficeMandate
from .recipients import Recipient

# What is printed on a label beside the address: « M0012 » is the office whose key is 12.
REFERENCE = re.compile(r"[Mm]\s?0*(\d{1,9})")


def _posted():
    """A letter is posted to those that want it, were not lost to the post, and whose postal code is known."""
    return Q(by_post=True, post_stopped_on=None, postal_return="") & ~Q(postal_code="")


def _emailed():
    """A letter is e-mailed to those that want it and whose address can be written to."""
    return Q(by_email=True, recipient__in=Recipient.objects.reachable().order_by())


class OfficeQuerySet(models.QuerySet):
    """Town halls by how a letter reaches them."""

    def by_post(self):
        """Those to which a letter is posted."""
        return self.filter(_posted())

    def not_by_post(self):
        """The others."""
        return self.exclude(_posted())

    def by_email(self):
        """Those that get the e-mail."""
        return self.filter(_emailed())

    def not_by_email(self):
        """The others."""
        return self.exclude(_emailed())

    def by_email_only(self):
        """Those that get the e-mail and nothing by post."""
        return self.by_email().not_by_post()

    def returned(self):
        """Those whose last letter came back."""
        return self.exclude(postal_return="")

    def without_mayor(self):
        """Those whose seat is empty today, or whose mayor nobody entered."""
        return self.exclude(pk__in=OfficeMandate.objects.in_force().values("office"))

    def wishing(self):
        """Those that ask for the e-mail at an address that the team has not looked at yet."""
        return self.exclude(wished_email="")

    def to_review(self, since):
        """Those that nobody looked at since the day `since` (that of an election)."""
        return self.filter(Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=since))

    def with_channels(self):
        """Offices that know how a letter reaches them: `gets_post`, `gets_email`."""
        return self.annotate(
            gets_post=models.ExpressionWrapper(_posted(), models.BooleanField()),
            gets_email=models.ExpressionWrapper(_emailed(), models.BooleanField()),
        )

    def with_mayors(self):
        """Offices loaded with what a line about them shows: commune, intercommunality, e-mail, mandates."""
        return self.select_related("commune__epci", "recipient").prefetch_related("mandates__person")

    def in_order(self):
        """By intercommunality, then by commune: the order of the tour of the territory."""
        return self.order_by("commune__epci__name", "commune__spelling", "name", "pk")

    def called(self, typed):
        """Those that `typed` names: the first letters of a commune or of an office, or the reference of a label."""
        if reference := REFERENCE.fullmatch(typed.strip()):
            return self.filter(pk=int(reference[1]))
        key = spelling_key(typed)
        named = Q(commune__spelling__startswith=key) | Q(name__icontains=f" {typed.strip()}")
        return self.filter(named) if key else self.none()

    def counted_by_epci(self):
        """How many there are by intercommunality, and how a letter reaches them, as rows for a table."""
        counted = self.values(epci=F("commune__epci__name")).annotate(
            offices=Count("pk"),
            posted=Count("pk", filter=_posted()),
            emailed=Count("pk", filter=_emailed()),
            both=Count("pk", filter=_posted() & _emailed()),
            returned=Count("pk", filter=~Q(postal_return="")),
        )
        return counted.order_by("commune__epci__name")


class Office(index.Indexed, ClusterableModel):
    """A town hall that receives the letter, by post, by e-mail or both. A commune may have several (delegated ones)."""

    commune = models.ForeignKey(
        "territory.Commune", verbose_name="commune", on_delete=models.PROTECT, related_name="offices"
    )
    name = models.CharField(
        "nom", max_length=120, unique=True, help_text="« Mairie de Lens », « Mairie déléguée de … »."
    )
    complement = models.CharField("complément d’adresse", max_length=80, blank=True, help_text="Bâtiment, service…")
    street = models.CharField("voie", max_length=80, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True, validators=[POSTAL_CODE])
    city = models.CharField("ville", max_length=80, blank=True, help_text="Telle qu’elle s’écrit sur l’enveloppe.")
    phone = models.CharField("téléphone", max_length=20, blank=True)
    recipient = models.ForeignKey(
        Recipient,
        verbose_name="adresse électronique",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offices",
    )
    by_post = models.BooleanField("reçoit la lettre par la poste", default=True)
    by_email = models.BooleanField("reçoit la lettre par courriel", default=True)
    postal_return = models.CharField("pli revenu", max_length=12, choices=PostalReturn, blank=True)
    returned_on = models.DateField("revenu le", null=True, blank=True)
    reviewed_on = models.DateField("vérifié le", null=True, blank=True)
    # What the town hall itself asked for, on the page that its labels lead to.
    post_stopped_on = models.DateField("ne veut plus de courrier depuis le", null=True, blank=True, editable=False)
    wished_email = models.EmailField("courriel demandé", blank=True, editable=False)
    wished_at = models.DateTimeField("demandé le", null=True, blank=True, editable=False)

    objects = OfficeQuerySet.as_manager()

    base_form_class = OfficeForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("commune"), FieldRowPanel([FieldPanel("name"), FieldPanel("phone")])],
                        heading="Mairie",
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("complement"),
                            FieldPanel("street"),
                            FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                        ],
                        heading="Adresse postale",
                    ),
                    FieldPanel("reviewed_on"),
                ],
                heading="Mairie",
            ),
            ObjectList([InlinePanel("mandates", heading="Mandats", label="Mandat")], heading="Maire"),
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("email"), FieldPanel("by_email")], heading="Courriel"),
                    MultiFieldPanel(
                        [
                            FieldPanel("by_post"),
                            FieldPanel("post_again"),
                            FieldRowPanel([FieldPanel("postal_return"), FieldPanel("returned_on")]),
                        ],
                        heading="Poste",
                    ),
                ],
                heading="Réception de la lettre",
            ),
        ]
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("folded"),
        index.RelatedFields("commune", [index.AutocompleteField("name"), index.AutocompleteField("spelling")]),
        index.FilterField("commune_id"),
    ]

    class Meta:
        verbose_name = "mairie"
        verbose_name_plural = "mairies"
        ordering = [InFrench("name")]
        constraints = [
            models.CheckConstraint(
                name="readers_office_return_is_dated",
                condition=Q(postal_return="", returned_on__isnull=True)
                | (~Q(postal_return="") & Q(returned_on__isnull=False)),
                violation_error_message="Un pli revenu a un motif et une date.",
            ),
            models.CheckConstraint(
                name="readers_office_wish_is_dated",
                # The other way round, an address that its owner has erased leaves its date.
                condition=Q(wished_email="") | Q(wished_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def folded(self):
        """Its name as typed without accents, which PostgreSQL tells apart."""
        return fold(self.name)

    @property
    def email(self):
        """The address of its e-mail; empty where there is none, or where it was erased."""
        return self.recipient.email if self.recipient_id else ""

    @property
    def reference(self):
        """What its labels are marked with, to be typed when one comes back: « M0012 »."""
        return f"M{self.pk:04}"

    @property
    def takes_post(self):
        """Whether letters may be posted to it, as far as the team and the town hall itself want."""
        return self.by_post and self.post_stopped_on is None

    @property
    def current_mandate(self):
        """The mandate in force today; None while the seat is empty. Read from `mandates`, which lists load at once."""
        today = timezone.localdate()
        return next((mandate for mandate in self.mandates.all() if mandate.covers(today)), None)

    @property
    def town(self):
        """The town as its envelope names it."""
        return self.city or self.commune.name

    @property
    def envelope(self):
        """The lines of its address on an envelope, the mayor in force first (readers.postal)."""
        mandate = self.current_mandate
        return postal.lines(
            title=mandate.get_form_of_address_display() if mandate else "",
            first_name=mandate.person.first_name if mandate else "",
            last_name=mandate.person.last_name if mandate else "",
            office=self.name,
            complement=self.complement,
            street=self.street,
            postal_code=self.postal_code,
            city=self.town,
        )

    @property
    def fingerprint(self):
        """What tells whether somebody changed it, or its mayors, since one looked."""
        own = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        mandates = sorted(
            (mandate.pk or 0, mandate.person_id, mandate.form_of_address, str(mandate.start), str(mandate.end))
            for mandate in self.mandates.all()
        )
        return fingerprint({**own, "mandates": mandates})
