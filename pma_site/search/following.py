"""What changes on the site is written into the index at once, in the transaction that changes it."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_unpublished, post_page_move

from agenda.models import Venue
from newsletter.models import IndicatorValue, IssuePage, IssueVersion
from pma_site.core.drafts import is_of_a_draft
from pma_site.core.models import SiteSettings
from pma_site.core.signals import written
from pma_site.directory.models import Mandate, Organisation, Person
from pma_site.territory.models import Commune, Epci
from projects.models import CandidatePage, LabelEditionPage

from . import indexing
from .describing import RECORDS

# Records whose names, places and seats are shown by the pages that name them.
_NAMED = (Commune, Epci, Organisation, Person, Venue)
# From a commune to a venue, and to an event that takes place there; or to a seat, a body and an issue.
_STEPS = 3


def connect():
    """Follow what changes; called once, when the site starts."""
    connected = partial(_connect, prefix="search")
    connected(written, _page_written)
    connected(page_unpublished, _page_unpublished)
    connected(post_page_move, _page_moved)
    for signal in (post_save, post_delete):
        connected(signal, _restriction_changed, PageViewRestriction)
        connected(signal, _value_changed, IndicatorValue)
        connected(signal, _seat_changed, Mandate)
        connected(signal, _publisher_changed, SiteSettings)
        connected(signal, _version_made, IssueVersion)
    for model in RECORDS:
        connected(post_save, _record_saved, model)
        connected(post_delete, _record_deleted, model)
    for model in _NAMED:
        connected(pre_save, _about_to_be_saved, model)
        connected(post_save, _named_record_saved, model)


def _connect(signal, receiver, sender=None, prefix=""):
    signal.connect(receiver, sender=sender, dispatch_uid=f"{prefix}{receiver.__name__}{sender}{id(signal)}")


def _page_written(sender, record, fields, **kwargs):
    if not isinstance(record, Page):
        if sender in RECORDS:
            indexing.write_records(sender, [record.pk])
        return
    if is_of_a_draft(fields):
        return
    # What an edition says of its announcement is what search knows of its candidates.
    below = CandidatePage.objects.child_of(record).order_by().values_list("pk", flat=True)
    indexing.write_pages([record.pk, *(below if sender is LabelEditionPage else [])])
    _write_issues_around([record])


def _write_issues_around(pages):
    """Write the issues that show some pages, or what is below one: an event, an edition’s candidates, a year’s axes."""
    pages = [page for page in pages if not isinstance(page, IssuePage)]
    if pages:
        paths = {page.path[:end] for page in pages for end in range(Page.steplen, len(page.path), Page.steplen)}
        named = Page.objects.filter(Q(path__in=paths, depth__gt=2) | Q(pk__in=[page.pk for page in pages]))
        _write_issues(set(map(str, named.values_list("pk", flat=True))))


def _write_issues(pages):
    references = ReferenceIndex.objects.filter(to_object_id__in=pages, to_content_type__in=_types(Page))
    keys = references.filter(base_content_type__in=_types(Page)).values(
        page=Cast("object_id", models.BigIntegerField())
    )
    issues = IssuePage.objects.filter(live=True, pk__in=keys).order_by()
    indexing.write_pages(issues.values_list("pk", flat=True))


def _page_unpublished(sender, instance, **kwargs):
    # Even where a page is withdrawn as what all pages are, which tells nothing of it.
    indexing.write_pages([instance.pk])


def _page_moved(sender, instance, **kwargs):
    _write_branch(instance)


def _restriction_changed(sender, instance, **kwargs):
    if page := Page.objects.filter(pk=instance.page_id).first():
        _write_branch(page)


def _write_branch(page):
    """Write a page and those below it, which may be public now, or no longer."""
    branch = Page.objects.filter(path__startswith=page.path).order_by()
    indexing.write_pages(branch.values_list("pk", flat=True))


def _value_changed(sender, instance, **kwargs):
    indexing.write_records(type(instance.indicator), [instance.indicator_id])
    _write_referrers([instance])


def _seat_changed(sender, instance, **kwargs):
    """Issues show who sits in the bodies that they name."""
    _write_referrers([instance.body])


def _publisher_changed(sender, instance, **kwargs):
    """The front page is found by who publishes the site, and by their address."""
    indexing.write_pages([instance.site.root_page_id])


def _version_made(sender, instance, **kwargs):
    """A sent issue says what its version in force froze of the registers, which a rectification freezes anew."""
    indexing.write_pages([instance.issue_id])


def _record_saved(sender, instance, **kwargs):
    indexing.write_records(sender, [instance.pk])


def _record_deleted(sender, instance, **kwargs):
    indexing.forget(instance)


def _about_to_be_saved(sender, instance, raw=False, **kwargs):
    """Note whether a record that pages name says something else now."""
    before = sender._base_manager.filter(pk=instance.pk).values().first() if instance.pk else None
    instance._search_sees_a_change = bool(before) and any(
        before[field.attname] != getattr(instance, field.attname) for field in sender._meta.concrete_fields
    )


def _named_record_saved(sender, instance, created, **kwargs):
    # A new record is named nowhere yet.
    if created or not instance.__dict__.pop("_search_sees_a_change", False):
        return
    if sender is Epci:
        indexing.write_records(Commune, instance.communes.values_list("pk", flat=True))
    if sender is Commune:
        indexing.write_records(Epci, [instance.epci_id])
    bodies = [mandate.body for mandate in instance.mandates.select_related("body")] if sender is Person else []
    _write_referrers([instance, *bodies])


def _write_referrers(records):
    """Write the pages that name some records, or something that names them: a venue of a commune, a membership."""
    found, pages = {(type(record), str(record.pk)) for record in records}, set()
    seen = set(found)
    for _ in range(_STEPS):
        following = set()
        for model in {model for model, _ in found}:
            keys = {key for each, key in found if each is model}
            references = ReferenceIndex.objects.filter(to_content_type__in=_types(model), to_object_id__in=keys)
            for row in references.select_related("base_content_type"):
                base = row.base_content_type.model_class()
                if base is Page or (base and issubclass(base, Page)):
                    pages.add(int(row.object_id))
                elif base:
                    following.add((base, row.object_id))
        found = following - seen
        seen |= found
        if not found:
            break
    indexing.write_pages(pages)


def _types(model):
    return [ContentType.objects.get_for_model(each).pk for each in [model, *model._meta.get_parent_list()]]
