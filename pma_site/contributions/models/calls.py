"""A call to mayors: a question with its dates and the fields to answer it, and the answers that come in."""

import html

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.search import index

from pma_site.core.fields import StoryField
from pma_site.core.french import day_and_hour, until

from ..blocks import QuestionStream
from ..call_forms import CallForm
from ..choices import CallMoment, ContributionState
from .contributions import Contribution, ContributionQuerySet

QUESTION_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class CallQuerySet(models.QuerySet):
    """Calls. `announced`, `open` and `closed` share out those online, at any instant, without rest."""

    def online(self):
        """Those that the public may see."""
        return self.filter(is_online=True)

    def as_cited(self):
        """Those that a letter may name."""
        return self.online()

    def announced(self):
        """Those that will open."""
        return self.online().filter(opens_at__gt=timezone.now())

    def not_closed(self):
        """Those that take answers, or will."""
        return self.online().filter(Q(closes_at=None) | Q(closes_at__gt=timezone.now()))

    def open(self):
        """Those that take answers."""
        return self.not_closed().filter(opens_at__lte=timezone.now())

    def closed(self):
        """Those that take answers no more."""
        return self.online().filter(closes_at__lte=timezone.now())

    def with_counts(self):
        """With `received`, the answers that were not withdrawn, and `waiting`, those to look at."""
        return self.annotate(
            received=models.Count("answers", filter=~Q(answers__state=ContributionState.WITHDRAWN)),
            waiting=models.Count("answers", filter=Q(answers__state=ContributionState.RECEIVED)),
        )


class Call(index.Indexed, models.Model):
    """A question that the team asks of mayors: « Rejoindre le Club des élus ».

    It takes answers from `opens_at` on and before `closes_at`, to the second; without `closes_at`, for ever. Its
    address is printed on paper: it changes no more once the call was online.
    """

    title = models.CharField("titre", max_length=160)
    slug = models.SlugField(
        "adresse", max_length=60, unique=True, help_text="Ce qui suit /appels/ dans l’adresse de la page."
    )
    question = RichTextField("question", features=QUESTION_FEATURES, help_text="Ce que vous demandez, et pourquoi.")
    opens_at = models.DateTimeField("ouverture", default=timezone.now)
    closes_at = models.DateTimeField(
        "clôture",
        null=True,
        blank=True,
        help_text="À cet instant, plus aucune réponse n’est reçue. Vide : l’appel reste ouvert.",
    )
    is_online = models.BooleanField(
        "en ligne", default=False, help_text="Décoché, c’est un brouillon : sa page n’existe pour personne."
    )
    contact = models.ForeignKey(
        "directory.Person",
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Qui peut renseigner : son nom et ses coordonnées publiques sont sur la page.",
    )
    notified_email = models.EmailField(
        "adresse prévenue",
        blank=True,
        help_text="Un message y part à chaque réponse, sans ce qu’elle contient. Vide : personne n’est prévenu.",
    )
    questions = StoryField(
        QuestionStream(required=False),
        verbose_name="questions",
        blank=True,
        help_text="Le nom, l’adresse et la commune de qui répond sont toujours demandés.",
    )
    thanks = models.TextField(
        "remerciement", max_length=600, blank=True, help_text="Ce que la personne lit une fois sa réponse envoyée."
    )

    objects = CallQuerySet.as_manager()

    base_form_class = CallForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", classname="title"),
                    FieldPanel("question"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]), FieldPanel("is_online")],
                        heading="Quand",
                    ),
                    FieldPanel("slug"),
                ],
                heading="Appel",
            ),
            ObjectList([FieldPanel("questions")], heading="Questions"),
            ObjectList(
                [FieldPanel("contact"), FieldPanel("notified_email"), FieldPanel("thanks")],
                heading="Réponses",
            ),
        ]
    )

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = "appel"
        verbose_name_plural = "appels"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contributions_call_closes_after_it_opens",
                condition=Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                violation_error_message="La clôture vient après l’ouverture.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("contributions:call", args=[self.slug])

    @property
    def moment(self):
        """Where it stands now (choices.CallMoment)."""
        now = timezone.now()
        if not self.is_online:
            return CallMoment.DRAFT
        if now < self.opens_at:
            return CallMoment.ANNOUNCED
        return CallMoment.OPEN if self.closes_at is None or now < self.closes_at else CallMoment.CLOSED

    @property
    def is_open(self):
        """Whether it takes answers now."""
        return self.moment == CallMoment.OPEN

    @property
    def is_over(self):
        """Whether it takes answers no more."""
        return self.moment == CallMoment.CLOSED

    @property
    def until(self):
        """« jusqu’au 30 juin 2026 »; empty for one that stays open."""
        return f"jusqu’au {until(self.closes_at)}" if self.closes_at else ""

    @property
    def when(self):
        """Its dates in a few words, true now: « s’ouvre le … », « ouvert jusqu’au … », « clos depuis le … »."""
        if self.moment == CallMoment.DRAFT:
            return CallMoment.DRAFT.label
        if self.moment == CallMoment.ANNOUNCED:
            return f"s’ouvre le {day_and_hour(self.opens_at)}"
        if self.is_over:
            return f"clos depuis le {day_and_hour(self.closes_at)}"
        return f"ouvert {self.until}" if self.until else "ouvert sans date de fin"

    @property
    def invitation(self):
        """What a link to it says in a letter: « Répondre jusqu’au 30 juin 2026 »."""
        if self.is_over:
            return f"Appel {self.when}"
        if self.moment == CallMoment.ANNOUNCED:
            opening = day_and_hour(self.opens_at)
            return (
                f"Répondre du {opening} au {until(self.closes_at)}" if self.closes_at else f"Répondre dès le {opening}"
            )
        return f"Répondre {self.until}" if self.until else "Répondre à l’appel"

    @property
    def contacts(self):
        """Whom to ask about it."""
        return [self.contact] if self.contact else []

    @property
    def summary(self):
        """The beginning of the question, in plain words."""
        return Truncator(" ".join(html.unescape(strip_tags(self.question.replace("<", " <"))).split())).chars(160)

    @property
    def url(self):
        """Its page, from the root of the site."""
        return self.get_absolute_url()


class CallAnswerQuerySet(ContributionQuerySet):
    """Answers to calls."""

    def standing(self):
        """Those that their senders did not take back."""
        return self.exclude(state=ContributionState.WITHDRAWN)

    def with_others(self):
        """With `is_one_of_some`: whether the commune sent another answer to the same call, which stands."""
        others = CallAnswer.objects.standing().filter(call=models.OuterRef("call"), commune=models.OuterRef("commune"))
        return self.annotate(is_one_of_some=models.Exists(others.exclude(pk=models.OuterRef("pk"))))


class CallAnswer(Contribution):
    """What one person answered to a call.

    `answers` holds, in the order of the questions then, rows of `question` (identity of its block), `kind`, `label`,
    `value` (to be shown again in the field) and `words` (as it was read then): who changes a call falsifies nothing.
    """

    called = "réponse"
    follow_route = "contributions:answer"

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="answers")
    answers = models.JSONField("réponses", default=list, blank=True)

    objects = CallAnswerQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = "réponse à un appel"
        verbose_name_plural = "réponses aux appels"
        indexes = [models.Index(fields=["call", "state"], name="contributions_answer_of_call")]

    def __str__(self):
        # Histories keep it for ever: it names nobody.
        return f"Réponse {self.reference}"

    @property
    def may_be_corrected(self):
        """Whether its sender may still change it: while the call is open, and when the team asked something."""
        return self.is_open and (self.call.is_open or self.is_asked)

    @property
    def words_called(self):
        """What `answer`, the team's own words to the sender, are."""
        return "L’équipe vous demande" if self.is_asked else "L’équipe vous répond"

    @property
    def pairs(self):
        """What was answered, as pairs of a question and words, as they were then; the commune first."""
        return [("Commune", str(self.commune or "")), *((row["label"], row["words"]) for row in self.answers)]

    @property
    def people(self):
        """Who answered, as pairs of a label and words."""
        pairs = [
            ("Nom", self.sender_name),
            ("Fonction", self.sender_role),
            ("Organisme", self.sender_organisation),
            ("Adresse électronique", self.sender_email),
            ("Téléphone", self.sender_phone),
            ("Mot pour l’équipe", self.note),
        ]
        return [(label, words) for label, words in pairs if words]

    @property
    def others_of_sender(self):
        """What came from the same address to the same call, and stands."""
        if not self.sender_email:
            return CallAnswer.objects.none()
        same = self.call.answers.filter(sender_email__iexact=self.sender_email)
        return same.exclude(pk=self.pk).standing()

    @property
    def others_of_commune(self):
        """What came for the same commune to the same call, and stands."""
        if self.commune_id is None:
            return CallAnswer.objects.none()
        return self.call.answers.filter(commune=self.commune_id).exclude(pk=self.pk).standing()
