"""The axes of a year's roadmap: an ambition, actions with their dated milestones, and whom to ask."""

from collections import Counter

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Left
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager, Revision

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.models import BasePage, BasePageQuerySet

from ..choices import STEPS_BY_PROGRESS, STEPS_WITH_REASON, ActionStep
from ..forms.axes import AxisForm
from .actions import tell_details
from .closings import FrozenYear


class AxisQuerySet(BasePageQuerySet):
    """Axes with what belongs to them."""

    def with_actions(self):
        """Axes with their actions and milestones, in three queries whatever their number."""
        return self.prefetch_related("actions__milestones")


class AxisPage(FrozenYear, BasePage):
    """One axis of a year's roadmap: an ambition, its actions, and whom to ask."""

    parent_page_types = ["projects.RoadmapPage"]
    subpage_types = []
    look = "feuille-de-route"
    base_form_class = AxisForm

    ambition = RichTextField("ambition", features=TEXT_FEATURES, help_text="Ce que l’axe veut obtenir.")

    objects = PageManager.from_queryset(AxisQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("ambition"),
        InlinePanel("contacts", heading="Contacts", label="Contact"),
    ]
    action_panels = [InlinePanel("actions", heading="Actions", label="Action")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Axe"),
            ObjectList(action_panels, heading="Actions et étapes"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    class Meta:
        verbose_name = "axe de la feuille de route"
        verbose_name_plural = "axes de la feuille de route"

    def publish(self, revision, *args, **kwargs):
        """Put a revision online. Raises core.refusals.Refused in a year that is closed."""
        super().publish(revision, *args, **kwargs)
        self._keep_identities(revision)

    @property
    def year_path(self):
        return self.path[: -Page.steplen]

    @property
    def done(self):
        """Actions carried out, in their order."""
        return [action for action in self.actions.all() if action.step == ActionStep.DONE]

    @property
    def under_way(self):
        """Actions begun and not yet carried out, in their order."""
        return [action for action in self.actions.all() if action.step == ActionStep.UNDER_WAY]

    @property
    def not_begun(self):
        """Actions still to begin, in their order."""
        return [action for action in self.actions.all() if action.is_to_come and action.step != ActionStep.UNDER_WAY]

    @property
    def stopped(self):
        """Actions postponed or given up, with their reason."""
        return [action for action in self.actions.all() if action.step in STEPS_WITH_REASON]

    @property
    def progress(self):
        """How far its actions are: a row for each step in use, the furthest first, with the number of its actions."""
        counts = Counter(action.step for action in self.actions.all())
        return [
            {"step": step, "label": ActionStep(step).label, "count": counts[step]}
            for step in STEPS_BY_PROGRESS
            if counts[step]
        ]

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield from (f"{action.title} {action.detail_in_words}" for action in self.actions.all())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        models.prefetch_related_objects([self], "actions__milestones")
        context["contacts"] = [link.person for link in self.contacts.select_related("person")]
        self._tell_origins()
        tell_details([self])
        return context

    def _tell_origins(self):
        """Give each action that goes on from a former year the published axis it comes from: `origin`."""
        keys = {action.carried_from for action in self.actions.all()} - {None}
        if not keys:
            return
        years = Page.objects.filter(path=Left(OuterRef("path"), len(self.year_path))).values("title")[:1]
        axes = AxisPage.objects.online().filter(actions__key__in=keys)
        origins = {
            axis.key: axis for axis in axes.annotate(key=F("actions__key"), year_title=Subquery(years)).order_by()
        }
        for action in self.actions.all():
            action.origin = origins.get(action.carried_from)

    def _keep_identities(self, revision):
        """Write into a revision the keys that its new actions and milestones got as they went online.

        Whoever edits it next would otherwise delete them and make others in their place.
        """
        stored = AxisPage.objects.get(pk=self.pk)
        if stored.live_revision_id != revision.pk:
            return
        kept = stored.serializable_data()
        content = {**revision.content, **{name: kept[name] for name in ("actions", "contacts")}}
        Revision.objects.filter(pk=revision.pk).update(content=content)


class AxisContact(Orderable):
    """A person to ask about an axis."""

    axis = ParentalKey(AxisPage, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="axes"
    )

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = "contact de l’axe"
        verbose_name_plural = "contacts de l’axe"
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "person"],
                name="projects_axis_contact_unique",
                violation_error_message="Cette personne est déjà contact de cet axe.",
            )
        ]

    def __str__(self):
        return str(self.person)
