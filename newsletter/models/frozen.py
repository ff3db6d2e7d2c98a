"""What a sent issue may become: it changes only by a rectification, whoever asks and by whichever way."""

from django.db import models
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.contrib.routable_page.models import path

from pma_site.core.drafts import fingerprint
from pma_site.core.models import last_writer
from pma_site.core.refusals import Refused

from ..choices import Output
from ..letter import Letter
from .versions import Rectification

SENT = (
    "Ce numéro a été envoyé : il ne change plus que par un rectificatif. Votre brouillon est gardé ; "
    "pour le mettre en ligne, passez par « Publier un rectificatif »."
)
OWN_WORK = (
    "Vous avez modifié ce numéro en dernier : sa publication revient à une autre personne. Votre brouillon est gardé."
)


class FrozenOnceSent(models.Model):
    """The part of an issue that guards its publication and keeps its former versions readable."""

    # What else may stand in the way of a publication that somebody asks for: functions of its revision, which raise
    # core.refusals.Refused. The app puts them here.
    publication_rules = []

    class Meta:
        abstract = True

    @property
    def is_sent(self):
        """Whether the team declared that it sent the issue."""
        return self.versions.exists()

    @property
    def current_version(self):
        """The version that readers have now (IssueVersion), or None before the issue is sent."""
        return self.versions.order_by("-number").first()

    def check_publication(self, revision, user=None, *, rectification=False):
        """Raise core.refusals.Refused where `revision` may not go online: the one place that says so.

        A sent issue changes by a rectification only; the last writer does not publish, unless an administrator.
        `user` is None where nobody asks: a planned hour has come, and the approval was given before.
        """
        back = reverse("wagtailadmin_pages:edit", args=[self.pk])
        version = None if rectification else self.current_version
        # To put back online what was sent changes nothing.
        if version and fingerprint(version.revision.content) != fingerprint(revision.content):
            raise Refused(SENT, back)
        if user and not user.is_superuser and last_writer(self) == user.pk:
            raise Refused(OWN_WORK, back)
        for rule in self.publication_rules if user else ():
            rule(revision)

    def publish(self, revision, user=None, *args, rectification=False, **kwargs):
        """Put a revision online; every way but the form of the page passes here. Raises core.refusals.Refused."""
        self.check_publication(revision, user, rectification=rectification)
        return super().publish(revision, user, *args, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        # While one types, the editor saves over its own last revision: never over one that readers have, that is
        # planned, or that somebody signed off.
        # Over one that is not the last, Wagtail refuses: somebody else wrote meanwhile.
        is_last = overwrite_revision and overwrite_revision.pk == self.latest_revision_id
        if is_last and self._is_kept(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _is_kept(self, revision):
        return (
            revision.approved_go_live_at is not None
            or revision.pk == self.live_revision_id
            or self.versions.filter(revision=revision).exists()
            or self.proofs.filter(sign_offs__revision=revision).exists()
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Nearly no issue has any, and its own query knows (IssueManager): none is asked for then.
        context["rectifications"] = Rectification.objects.of(self) if getattr(self, "is_rectified", True) else []
        return context

    @path("versions/<int:number>/", name="version")
    def serve_version(self, request, number):
        """A version that was sent and then corrected, as its readers had it; the one in force is the page itself."""
        version = self.versions.filter(number=number).select_related("revision").first()
        if version is None:
            raise Http404
        if version == self.current_version:
            return redirect(self.get_url(request))
        issue = version.revision.as_object()
        issue.trail = [*self.trail, self]
        context = {**issue.get_context(request), "pdf": None, "version": version, "current": self}
        if version.content:
            context["letter"] = Letter.from_json(version.content).shown_in(Output.WEB)
        response = render(request, "newsletter/issue_version.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response
