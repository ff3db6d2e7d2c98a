"""Which pages speak of a record, from Wagtail's reference index: what texts link to, and what blocks name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from .models import BasePageQuerySet


def references_to(records: Iterable[Model | QuerySet]) -> QuerySet:
    """Return the entries of the reference index that point at any of `records`, each a record or a queryset of them."""
    keys = defaultdict(list)
    wanted = Q(pk__in=[])
    for record in records:
        if isinstance(record, QuerySet):
            asked = record.order_by().values(key=Cast("pk", CharField()))
            wanted |= Q(to_content_type=_kind(record.model), to_object_id__in=asked)
        else:
            keys[type(record)].append(str(record.pk))
    return ReferenceIndex.objects.filter(wanted | _any_of(keys))


def references_to_keys(keys: Mapping[type[Model], Iterable[str]]) -> QuerySet:
    """Return the entries that point at any of some records, given by their keys as texts."""
    return ReferenceIndex.objects.filter(_any_of(keys))


def _any_of(keys):
    wanted = Q(pk__in=[])
    for model, pks in keys.items():
        wanted |= Q(to_content_type=_kind(model), to_object_id__in=pks)
    return wanted


def pages_naming(references: QuerySet) -> QuerySet:
    """Return the keys of the pages that entries of the reference index come from."""
    named_in = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return named_in.values(page=Cast("object_id", BigIntegerField()))


def pages_mentioning(record: Model | QuerySet | OuterRef, model: type[Model] | None = None) -> QuerySet:
    """Return the published pages whose texts link to a record, the latest first; a field that names it is no text.

    Of a queryset of records, those that link to any of them.

    In a subquery, `record` is the OuterRef to the key of a `model`.
    """
    if isinstance(record, QuerySet):
        model, wanted = record.model, {"to_object_id__in": record.order_by().values(key=Cast("pk", CharField()))}
    else:
        model = model or type(record)
        wanted = {"to_object_id": Cast(record, CharField()) if isinstance(record, F) else str(record.pk)}
    field = model._meta.model_name
    texts = ReferenceIndex.objects.filter(to_content_type=_kind(model), **wanted)
    texts = texts.exclude(Q(model_path=field) | Q(model_path__endswith=f".{field}"))
    pages = BasePageQuerySet(Page).online().filter(pk__in=pages_naming(texts))
    return pages.order_by("-last_published_at", "pk")


def _kind(model):
    # The index knows a record by the first of its tables.
    return ContentType.objects.get_for_model([model, *model._meta.get_parent_list()][-1])
