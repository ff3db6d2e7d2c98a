"""Choosers whose records are loaded once a page, however many blocks name them."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from pma_site.core.prepared import prepared
from pma_site.core.record_chooser import RegisterChooser

_records: ContextVar[dict | None] = ContextVar("records of the page being shown", default=None)


def _chosen(block, value) -> Iterator[tuple[type, object]]:
    """Yield (model, key) for every record named in the raw value of a block."""
    if not value:
        return
    if isinstance(block, SharedRecordMixin):
        yield block.model_class, value
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            if child["type"] in block.child_blocks:
                yield from _chosen(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            # A list is stored as items with an identity, or bare.
            bare = not (isinstance(item, dict) and item.get("type") == "item")
            yield from _chosen(block.child_block, item if bare else item["value"])
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for name, child in block.child_blocks.items():
            yield from _chosen(child, value.get(name))


def _visible(model):
    """Return the records that may be shown, with what a letter shows of them (their `as_cited`)."""
    records = model.objects.all()
    # A chosen page may have been unpublished, or closed to the public, since.
    if issubclass(model, Page):
        records = records.online() if hasattr(records, "online") else records.live()
    return records.as_cited() if hasattr(records, "as_cited") else records


@prepared
def _shown(keys, *, model):
    return _visible(model).filter(pk__in=keys)


def gone(streams: Iterable[blocks.StreamValue]) -> list[tuple[str, str]]:
    """Return what `streams` name and cannot show, as (what it is, and why, in French; identity of its block)."""
    chosen = [
        (model, key, child["id"])
        for stream in streams
        for child in stream.raw_data
        for model, key in _chosen(stream.stream_block, [child])
    ]
    keys = defaultdict(set)
    for model, key, _ in chosen:
        keys[model].add(key)
    shown = {
        model: set(_visible(model).filter(pk__in=wanted).values_list("pk", flat=True)) for model, wanted in keys.items()
    }
    missing = [
        (model, model._meta.pk.to_python(key), block)
        for model, key, block in chosen
        if model._meta.pk.to_python(key) not in shown[model]
    ]
    hidden = {model: model._base_manager.in_bulk({key for of, key, _ in missing if of is model}) for model in keys}
    return [(_why_not(model, hidden[model].get(key)), block) for model, key, block in missing]


def _why_not(model, record):
    kind = model._meta.verbose_name
    if record is None:
        return f"Une fiche choisie n’existe plus\u00a0: {kind}."
    return f"Une fiche choisie n’est pas en ligne\u00a0: {kind} «\u00a0{record}\u00a0»."


def chosen_among(model: type, streams: Iterable[blocks.StreamValue]) -> list[tuple[object, str]]:
    """Return the records of a model that `streams` name, as (key, identity of the block that names it)."""
    return [
        (key, child["id"])
        for stream in streams
        for child in stream.raw_data
        for found, key in _chosen(stream.stream_block, [child])
        if found is model
    ]


def _found(model, wanted):
    """Return the records of a model by key, from memory where all of them are kept there (`Commune.in_memory`)."""
    if hasattr(model, "in_memory"):
        return {record.pk: record for record in model.in_memory() if record.pk in wanted}
    return _shown.in_bulk(sorted(model._meta.pk.to_python(key) for key in wanted), model=model)


@contextmanager
def loaded_once(streams: Iterable[blocks.StreamValue]):
    """Load the records that `streams` name, one query a model, and resolve the streams with them."""
    streams = list(streams)
    keys = defaultdict(set)
    for stream in streams:
        for model, key in _chosen(stream.stream_block, list(stream.raw_data)):
            keys[model].add(key)
    token = _records.set({model: _found(model, wanted) for model, wanted in keys.items()})
    try:
        for stream in streams:
            list(stream)
        yield
    finally:
        _records.reset(token)


class SharedRecordMixin:
    """A chooser block that takes its records from `loaded_once` where that is in force."""

    def bulk_to_python(self, values):
        known = _records.get()
        if known is None:
            return super().bulk_to_python(values)
        found = known.get(self.model_class, {})
        return [found.get(value) for value in values]

    def get_preview_value(self):
        """A record of the site, so that the block picker shows the real thing."""
        return _visible(self.model_class).first()


class RecordListBlock(blocks.ListBlock):
    """Several records of one register, in an order; without a least number it starts empty."""

    def __init__(self, child_block, **kwargs):
        if not kwargs.get("min_num"):
            # Wagtail's own starts with an empty row, which asks to be filled in.
            kwargs.setdefault("default", [])
        super().__init__(child_block, **kwargs)

    def get_preview_value(self):
        """The first three records of the site."""
        return self.normalize(list(_visible(self.child_block.model_class)[:3]))


class PreviewMixin:
    """A struct block shown in the block picker with its `preview_value`, completed by records of the site."""

    def get_preview_value(self):
        """The given values, completed by what each child would show by itself."""
        given = getattr(self.meta, "preview_value", {})
        return self._to_struct_value(
            {
                name: child.normalize(given[name]) if name in given else child.get_preview_value()
                for name, child in self.child_blocks.items()
            }
        )


class PageChooserBlock(SharedRecordMixin, blocks.PageChooserBlock):
    """Choose a page of a given type, in the window of that type (its `chooser_viewset`) where it has one."""

    @cached_property
    def widget(self):
        chooser = getattr(self.target_model, "chooser_viewset", None)
        return chooser.widget_class() if chooser else super().widget

    def get_form_state(self, value):
        if isinstance(self.widget, AdminPageChooser):
            return super().get_form_state(value)
        return self.widget.get_value_data(value)


class RecordChooserBlock(SharedRecordMixin, SnippetChooserBlock):
    """Choose a record of a register by its name."""

    @cached_property
    def widget(self):
        return RegisterChooser(self.target_model, icon=super().widget.icon)


class SharedImageChooserBlock(SharedRecordMixin, ImageChooserBlock):
    """Choose a picture."""

    def bulk_to_python(self, values):
        # A copy each: Wagtail writes the alternative text of a use on the image itself.
        return [copy.copy(image) for image in super().bulk_to_python(values)]


class DescribedImageBlock(ImageBlock):
    """Choose a picture and say what it shows, or that it is decorative (RGAA 1.1 and 1.2)."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = SharedImageChooserBlock(required=required, label="Image")
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_preview_value(self):
        """A picture of the site."""
        image = self.child_blocks["image"].get_preview_value()
        return image and self._struct_value_to_image({"image": image, "alt_text": image.default_alt_text})
