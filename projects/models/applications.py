"""An application to the Label Euralens, as its holders fill it in and deposit it, and the files joined to it."""

from decimal import Decimal

from django.db import models
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from pma_site.contributions.models import Contribution, ContributionQuerySet
from pma_site.core.french import cents, fold, joined, weight
from pma_site.core.private_files import PrivateStorage, drawn_name

from ..choices import OPEN_APPLICATIONS, STANDING_APPLICATIONS, ApplicationState, FileKind, ProjectState
from .candidates import CandidatePage
from .labels import LabelEditionPage


class ApplicationQuerySet(ContributionQuerySet):
    """Applications by where they stand."""

    def drafts(self):
        """Those that were begun and never deposited: nobody but their holders reads them."""
        return self.filter(state=ApplicationState.DRAFT)

    def left_in_draft(self):
        """Those that were never deposited and may not be any more."""
        return self.drafts().filter(Q(open_until=None) | Q(open_until__lte=timezone.now()))

    def deposited(self):
        """Those that were deposited, the withdrawn ones included."""
        return self.exclude(state=ApplicationState.DRAFT)

    def standing(self):
        """Those that were deposited and not taken back: what the committees may read."""
        return self.filter(state__in=STANDING_APPLICATIONS)

    def of(self, edition):
        """Those of an edition."""
        return self.filter(edition=edition)

    def having(self, words):
        """Those of which the title, the reference or a holder's name has all these words, in any spelling of them."""
        wanted = [fold(word) for word in words.split()]
        rows = self.order_by().values_list("pk", "title", "reference", "holders")
        said = {
            key: fold(" ".join([title, reference, *(holder["name"] for holder in holders)]))
            for key, title, reference, holders in (rows if wanted else ())
        }
        found = [key for key, text in said.items() if all(word in text for word in wanted)]
        return self.filter(pk__in=found) if wanted else self

    def open_first(self):
        """Those to decide on first, the oldest at the top; then the others, the latest first."""
        closed = Case(When(state__in=OPEN_APPLICATIONS, then=Value(0)), default=Value(1), output_field=IntegerField())
        waiting = Case(When(state__in=OPEN_APPLICATIONS, then="sent_at"), output_field=models.DateTimeField())
        return self.annotate(closed=closed, waiting=waiting).order_by("closed", "waiting", "-sent_at", "-pk")

    def with_file_counts(self):
        """With `file_count`, the files that were deposited."""
        return self.annotate(file_count=Count("files", filter=Q(files__is_deposited=True)))


class Application(Contribution):
    """A project that applies in one edition: begun by an address, deposited, corrected until the call closes.

    What is being filled in lies in `typed`, by step, as it was typed; the other fields hold what was deposited last:
    an unfinished correction changes nothing of what the team reads. `holders` holds {"name", "siret"} (SIRET of 14
    digits or empty); `answers`, in the order of the questions then, {"criterion": pk, "heading", "text"}; `budget`
    {"origin", "amount"} (euros, a decimal number as text). `sent_at` is when it was deposited last, and when it was
    begun for a draft; `saved_at` when something was typed last.
    """

    called = "candidature"
    follow_route = "applying:file"

    # An edition has no town hall's own link: neither field of the other contributions is one of it.
    commune = None
    office = None

    edition = models.ForeignKey(
        LabelEditionPage, verbose_name="édition", on_delete=models.PROTECT, related_name="applications"
    )
    state = models.CharField("état", max_length=10, choices=ApplicationState, default=ApplicationState.DRAFT)
    typed = models.JSONField(default=dict, editable=False)
    title = models.CharField("titre du projet", max_length=160)
    # What tells the same project of the same address: its title in any spelling.
    title_key = models.CharField(max_length=160, editable=False, db_index=True)
    subject = models.TextField("objet", max_length=600, blank=True)
    project_state = models.CharField("avancement", max_length=20, choices=ProjectState, blank=True)
    holders = models.JSONField("porteurs", default=list, blank=True)
    communes = models.ManyToManyField(
        "territory.Commune", verbose_name="communes", blank=True, related_name="label_applications"
    )
    area = models.CharField("périmètre", max_length=120, blank=True)
    answers = models.JSONField("réponses", default=list, blank=True)
    budget = models.JSONField("budget", default=list, blank=True)
    began_at = models.DateTimeField("commencée le", default=timezone.now, editable=False)
    saved_at = models.DateTimeField("saisie le", default=timezone.now, editable=False, db_index=True)
    deposited_at = models.DateTimeField("déposée la première fois le", null=True, editable=False)
    # Whether something was typed, or a file chosen, since it was deposited last.
    has_changes = models.BooleanField(default=False, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    # A delay that the team grants to this application alone, after the call is closed.
    open_until = models.DateTimeField("délai accordé jusqu’au", null=True, blank=True)
    candidate = models.OneToOneField(
        CandidatePage,
        verbose_name="fiche candidat",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="application",
    )

    objects = ApplicationQuerySet.as_manager()
    # Nothing of it is told by the index of references, which whoever edits an edition may read.
    wagtail_reference_index_ignore = True

    class Meta(Contribution.Meta):
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        indexes = [models.Index(fields=["edition", "state"], name="projects_application_of")]

    def __str__(self):
        # Histories keep it for ever: it names nobody.
        return f"Candidature {self.reference}"

    @property
    def is_draft(self):
        """Whether it was never deposited."""
        return self.state == ApplicationState.DRAFT

    @property
    def is_asked(self):
        """Whether the team waits for what its holders have to say."""
        return self.state == ApplicationState.ASKED

    @property
    def is_standing(self):
        """Whether the team and the committees may read it."""
        return self.state in STANDING_APPLICATIONS

    @property
    def call(self):
        """The call that it answers; None where the team deleted it since."""
        return getattr(self.edition, "call", None)

    @property
    def closes_at(self):
        """The instant from which it may be deposited and corrected no more."""
        call = self.call
        instants = [call.closes_at if call and call.opens_at <= timezone.now() else None, self.open_until]
        return max(filter(None, instants), default=None)

    @property
    def may_be_filled(self):
        """Whether its holders may fill it in and deposit it now: until the call closes, and where they were asked."""
        if not (self.is_draft or self.is_open):
            return False
        closes_at = self.closes_at
        return self.is_asked or bool(closes_at and timezone.now() < closes_at)

    @property
    def budget_total(self):
        """The sum of its budget, in euros."""
        return sum((Decimal(line["amount"]) for line in self.budget), Decimal(0))

    @property
    def budget_in_words(self):
        """« 1 500,50 € », or "" where no line of it is known."""
        return cents(self.budget_total) if self.budget else ""

    @property
    def holders_in_words(self):
        """« Mairie de Lens et Les Amis du canal »."""
        return joined(holder["name"] for holder in self.holders)

    @property
    def place_in_words(self):
        """Its communes, or the wider area: « Lens et Liévin », « tout l’Artois »."""
        return " – ".join(filter(None, [joined(commune.name for commune in self.communes.all()), self.area]))


class ApplicationFileQuerySet(models.QuerySet):
    """Files of applications: what its holders see is `kept`, what the team sees is `deposited`."""

    def kept(self):
        """Those of the form that is being filled in."""
        return self.filter(is_kept=True)

    def deposited(self):
        """Those that were deposited."""
        return self.filter(is_deposited=True)


class ApplicationFile(models.Model):
    """A file joined to an application, checked when it came; it has no public address (core.private_files).

    Taken out of a form, it stays for the team until the correction is deposited. `name` is what its holders called it,
    cleaned; `digest` is the SHA-256 of what they sent.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("fichier", storage=PrivateStorage(), upload_to=drawn_name)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("type", max_length=10, choices=FileKind)
    size = models.PositiveIntegerField("poids", help_text="En octets.")
    digest = models.CharField(max_length=64, editable=False)
    is_kept = models.BooleanField(default=True, editable=False)
    is_deposited = models.BooleanField(default=False, editable=False)
    added_at = models.DateTimeField("reçu le", default=timezone.now)

    objects = ApplicationFileQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "pièce jointe à une candidature"
        verbose_name_plural = "pièces jointes à des candidatures"
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def is_image(self):
        """Whether it may be shown as a picture."""
        return self.kind == FileKind.IMAGE

    @property
    def weight(self):
        """« 1,3 Mo »."""
        return weight(self.size)

    def read(self) -> bytes | None:
        """Its content; None where it is lost."""
        try:
            with self.file.open() as file:
                return file.read()
        except FileNotFoundError:
            return None
