"""« Liens proposés »: what a page names and does not link yet, and linking it in the page's draft."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from .link_names import Names, Passage, Target, linked_keys, sources, words_key
from .models.dismissals import DismissedLink
from .refusals import Refused

# How much of a text stands around a passage, in characters.
_AROUND = 90
_ANY_TAG, _END_OF_LINE = re.compile("<[^>]*>"), re.compile(r"</(?:p|li)>|<br\s*/?>")
CHANGED = "Ce texte a changé depuis : la liste est à jour, recommencez."
LOCKED = "Cette page est verrouillée : on ne peut pas y écrire de lien."


@dataclass(frozen=True)
class Text:
    """A rich text of a page: its `place` in the page, in which block (`block`), called `label`; `write` changes it."""

    place: str
    block: str
    label: str
    html: str
    write: Callable[[str], None] = field(compare=False)

    @property
    def mark(self):
        """What tells whether the text is still what somebody saw."""
        return hashlib.sha256(self.html.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Suggestion:
    """A passage of a text that could be linked, with the words around it."""

    text: Text
    passage: Passage
    before: str
    after: str

    @property
    def targets(self):
        return self.passage.targets

    @property
    def words(self):
        """The passage as one reads it."""
        return unescape(self.passage.words)


class Draft:
    """The latest draft of a page, whose rich texts are read and changed one by one, then saved as a revision."""

    def __init__(self, page: Page):
        self.page = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
        self.texts: list[Text] = []
        self._streams = {}
        for model_field in self.page._meta.get_fields():
            if isinstance(model_field, StreamField):
                self._read_stream(model_field)
            elif isinstance(model_field, RichTextField):
                self._read_field(self.page, model_field, model_field.name, str(model_field.verbose_name))
        self._read_children(self.page, "")

    def _read_field(self, record, model_field, place, label):
        def write(html):
            setattr(record, model_field.name, html)

        self.texts.append(Text(place, place, label, getattr(record, model_field.name) or "", write))

    def _read_children(self, record, above):
        """Read what is written in the lists of a page (the actions of an axis), and in the lists of these."""
        for relation in get_all_child_relations(type(record)):
            name, model = relation.get_accessor_name(), relation.related_model
            for number, child in enumerate(getattr(record, name).get_object_list()):
                place = f"{above}{name}.{number}"
                for model_field in model._meta.get_fields():
                    if isinstance(model_field, RichTextField):
                        label = f"{str(model._meta.verbose_name).capitalize()} « {child} » › {model_field.verbose_name}"
                        self._read_field(child, model_field, f"{place}.{model_field.name}", label)
                self._read_children(child, f"{place}.")

    def _read_stream(self, model_field):
        stream = getattr(self.page, model_field.name)
        raw = stream.get_prep_value() if stream else []
        self._streams[model_field.name] = (model_field, raw)
        for number, child in enumerate(raw):
            block = stream.stream_block.child_blocks.get(child["type"])
            if block is not None:
                label = f"{str(model_field.verbose_name).capitalize()} › {_called(block, child['value'])}"
                place = f"{model_field.name}.{number}"
                for path, html, write in _rich_texts(block, child, "value"):
                    self.texts.append(Text(f"{place}{path}", place, label, html, write))

    def save(self, user):
        """Keep what was written as a new revision, which is not online."""
        for name, (model_field, raw) in self._streams.items():
            setattr(self.page, name, model_field.to_python(raw))
        # A draft may be incomplete: nothing is asked of it here that its own form does not ask.
        self.page.save_revision(user=user, log_action=True, clean=False)


def _called(block, value):
    title = value.get("title") if isinstance(value, dict) else ""
    return f"{block.label} « {title} »" if title else str(block.label)


def _rich_texts(block, holder, key) -> Iterator[tuple[str, str, Callable]]:
    """Yield (path, HTML, what writes another) for each rich text of a block, whose raw value is `holder[key]`."""
    value = holder[key]
    if not value:
        return
    if isinstance(block, blocks.RichTextBlock):

        def write(html):
            holder[key] = html

        yield "", value, write
    elif isinstance(block, blocks.StreamBlock):
        for number, child in enumerate(value):
            if child["type"] in block.child_blocks:
                for path, *found in _rich_texts(block.child_blocks[child["type"]], child, "value"):
                    yield f".{number}{path}", *found
    elif isinstance(block, blocks.ListBlock):
        for number, item in enumerate(value):
            inside = isinstance(item, dict) and item.get("type") == "item"
            for path, *found in _rich_texts(block.child_block, *((item, "value") if inside else (value, number))):
                yield f".{number}{path}", *found
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for name, child in block.child_blocks.items():
            if name in value:
                for path, *found in _rich_texts(child, value, name):
                    yield f".{name}{path}", *found


def known_names(page: Page) -> Names:
    """Return the names of all records that a text may lead to, but for the page itself."""
    own = f"page:{page.pk}"
    return Names(target for source in sources.values() for target in source() if target.key != own)


def suggestions(page: Page, draft: Draft | None = None) -> list[Suggestion]:
    """Return what the draft of a page names and does not link yet: a record once a block, never one dismissed."""
    draft = draft or Draft(page)
    names = known_names(page)
    dismissed = set(DismissedLink.objects.filter(page=page).values_list("name", flat=True))
    linked = {}
    for text in draft.texts:
        linked.setdefault(text.block, set()).update(linked_keys(text.html))
    found = []
    for text in draft.texts:
        known = linked[text.block]
        for passage in names.find(text.html):
            if words_key(unescape(passage.words)) in dismissed or known & {target.key for target in passage.targets}:
                continue
            known |= {target.key for target in passage.targets}
            found.append(Suggestion(text, passage, *_around(text.html, passage)))
    return found


def _around(html, passage):
    before = _plain(html[: passage.start])[-_AROUND:]
    after = _plain(html[passage.end :])[:_AROUND]
    return before, after


def _plain(html):
    # Not strip_tags: the spaces at both ends count.
    return unescape(_ANY_TAG.sub("", _END_OF_LINE.sub(" ", html)))


def link(page: Page, user, place: str, mark: str, start: int, key: str) -> Target:
    """Link a proposed passage of a page's draft to the record `key` (Target.key) and save the draft.

    Raises Refused where the page is locked, or where the passage is no longer proposed.
    """
    draft = _writable(page, user)
    for suggestion in suggestions(page, draft):
        text, passage = suggestion.text, suggestion.passage
        if (text.place, text.mark, passage.start) == (place, mark, start):
            for target in passage.targets:
                if target.key == key:
                    text.write(_linked(text.html, [(passage, target)]))
                    draft.save(user)
                    return target
    raise Refused(CHANGED, address_of(page))


def link_all(page: Page, user) -> int:
    """Link every proposed passage that names one record only, and save the draft once; return how many.

    Raises Refused where the page is locked.
    """
    draft = _writable(page, user)
    chosen = {}
    for suggestion in suggestions(page, draft):
        if len(suggestion.targets) == 1:
            chosen.setdefault(suggestion.text.place, []).append((suggestion.passage, suggestion.targets[0]))
    for text in draft.texts:
        if text.place in chosen:
            text.write(_linked(text.html, chosen[text.place]))
    if chosen:
        draft.save(user)
    return sum(map(len, chosen.values()))


def _writable(page, user):
    if page.permissions_for_user(user).page_locked():
        raise Refused(LOCKED, address_of(page))
    return Draft(page)


def _linked(html, chosen):
    # From the last to the first: places before it stay what they are.
    for passage, target in sorted(chosen, key=lambda pair: -pair[0].start):
        html = f"{html[: passage.start]}{target.opening}{passage.words}</a>{html[passage.end :]}"
    return html


def dismiss(page: Page, user, words: str) -> None:
    """Propose a name no more in a page, however it is spelt."""
    DismissedLink.objects.get_or_create(page=page, name=words_key(words), defaults={"words": words, "user": user})


def propose_again(page: Page, key: int) -> None:
    """Propose a name again that was dismissed."""
    DismissedLink.objects.filter(page=page, pk=key).delete()


def address_of(page: Page) -> str:
    """Return the address of the screen where the links of a page are proposed."""
    return reverse("suggested_links", args=[page.pk])
