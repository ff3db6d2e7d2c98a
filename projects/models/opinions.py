"""What each member of a committee thinks of the applications before it: private, and never told to other committees."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import Appreciation, Vote
from .committees import Hearing


class Opinion(models.Model):
    """The opinion and the notes of one member on one application before their committee.

    `appreciations` holds, by the key of a criterion as text, one of choices.Appreciation. `reviewer` is None once the
    account is gone: the opinion counts as it was given.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="opinions")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="membre", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    vote = models.CharField("avis", max_length=12, choices=Vote.choices)
    note = models.TextField("notes", max_length=5_000, blank=True)
    appreciations = models.JSONField("appréciations", default=dict, blank=True)
    changed_at = models.DateTimeField("donné le", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["changed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["hearing", "reviewer"], name="projects_opinion_once")]

    def __str__(self):
        return self.get_vote_display()

    @property
    def author(self):
        """Who gave it."""
        return (self.reviewer.get_full_name() or self.reviewer.get_username()) if self.reviewer else "compte supprimé"

    @property
    def by_criterion(self):
        """The headings of the criteria with the words chosen for them, in the order of the answers."""
        words = dict(Appreciation.choices)
        answers = self.hearing.application.answers
        chosen = ((answer["heading"], self.appreciations.get(str(answer["criterion"]))) for answer in answers)
        return [(heading, words[level]) for heading, level in chosen if level in words]
