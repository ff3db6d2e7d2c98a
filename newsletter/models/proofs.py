"""Proof-reading without an account: a secret address lent to somebody, and what they answered."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Count, F
from django.utils import timezone

from ..choices import ProofState


def digest(token):
    """Return the SHA-256 of a secret address, by which alone the database knows it."""
    return hashlib.sha256(token.encode()).hexdigest()


class ProofQuerySet(models.QuerySet):
    """Links for proof-reading."""

    def lent_as(self, token):
        """The link whose secret is `token`, in whatever state; None for an unknown one."""
        return self.filter(token_sha256=digest(token)).select_related("issue").first()

    def with_answers(self):
        """Each with how many comments and approvals came through it; the latest link first."""
        return self.annotate(
            comment_count=Count("comments", distinct=True), sign_off_count=Count("sign_offs", distinct=True)
        ).order_by("-created_at", "-pk")


class Proof(models.Model):
    """A link under which somebody outside the team reads the draft of an issue until a day, that day included."""

    issue = models.ForeignKey(
        "newsletter.IssuePage", verbose_name="numéro", on_delete=models.CASCADE, related_name="proofs"
    )
    reader = models.CharField("nom de la personne", max_length=120)
    email = models.EmailField("courriel", blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    ends_on = models.DateField("dernier jour")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="créé par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("créé le", default=timezone.now)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de relecture"
        verbose_name_plural = "liens de relecture"

    def __str__(self):
        return f"Relecture de {self.issue} par {self.reader}"

    @property
    def state(self):
        """Where the link stands today (choices.ProofState)."""
        if self.revoked_at:
            return ProofState.REVOKED
        return ProofState.OPEN if timezone.localdate() <= self.ends_on else ProofState.EXPIRED

    @property
    def is_open(self):
        return self.state == ProofState.OPEN


class Answer(models.Model):
    """What a proof-reader said, under which name, of which text."""

    name = models.CharField("nom", max_length=120)
    made_at = models.DateTimeField("date", default=timezone.now)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True
        ordering = ["made_at", "pk"]


class ProofCommentQuerySet(models.QuerySet):
    """Remarks of proof-readers."""

    def on(self, issue):
        """Those on an issue: first the ones that still wait, the latest first."""
        return self.filter(proof__issue=issue.pk).order_by(F("handled_at").asc(nulls_first=True), "-made_at")

    def waiting_for(self, issue):
        """Those on an issue that nobody has handled yet."""
        return self.on(issue).filter(handled_at=None)


class ProofComment(Answer):
    """A remark on a passage; the beginning of the passage is kept, as it may have changed since."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="comments")
    passage = models.CharField(max_length=40)
    place = models.CharField("passage", max_length=200)
    quotation = models.CharField("début du passage", max_length=200, blank=True)
    text = models.TextField("remarque", max_length=3000)
    handled_at = models.DateTimeField("traitée le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="traitée par", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProofCommentQuerySet.as_manager()

    class Meta(Answer.Meta):
        verbose_name = "remarque"
        verbose_name_plural = "remarques"

    def __str__(self):
        return f"{self.name} : {self.text[:40]}"


class ProofSignOff(Answer):
    """« Bon à tirer »: somebody outside the team agreed to the text that was shown. `fingerprint` says which."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="sign_offs")
    fingerprint = models.CharField(max_length=64)

    class Meta(Answer.Meta):
        verbose_name = "bon à tirer"
        verbose_name_plural = "bons à tirer"

    def __str__(self):
        return f"Bon à tirer de {self.name}"
