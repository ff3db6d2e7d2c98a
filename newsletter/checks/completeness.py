"""What a draft was saved without, and no issue leaves without."""

from django.core.exceptions import ValidationError

from ..choices import Severity
from .subject import Finding, check, field_place


@check("Titre de la une", Severity.BLOCKING)
def the_issue_has_a_title(subject):
    """A draft is named by its number until somebody gives it a title; readers would get that as a subject."""
    if subject.issue.awaits_title:
        yield Finding(
            f"La une n’a pas encore de titre\u00a0: «\u00a0{subject.issue.title}\u00a0».", field_place("title")
        )


@check("Champs à remplir", Severity.BLOCKING)
def blocks_are_filled_in(subject):
    """A draft is saved whatever it lacks; what its form would ask for once it is submitted is told before."""
    told_already = {place for _, place in subject.gone}
    for stream in subject.issue.parts:
        for child in stream:
            place = f"block-{child.id}-section"
            if place in told_already:
                continue
            try:
                child.block.clean(child.value)
            except ValidationError as error:
                for field, fault in _fields(child.block, error):
                    yield Finding(f"Bloc «\u00a0{child.block.label}\u00a0»{field}\u00a0: {_first(fault)}", place)


def _fields(block, error):
    """Yield what a block refuses as (its field, in quotation marks; the error)."""
    inner = getattr(error, "block_errors", None)
    if not inner or not hasattr(block, "child_blocks"):
        yield "", error
        return
    for name, fault in inner.items():
        # The items of a stream are known by their index, and named by nothing.
        field = block.child_blocks.get(name)
        yield f", «\u00a0{field.label}\u00a0»" if field else "", fault


def _first(error):
    """The first sentence of an error, however deep in the block it lies."""
    while inner := getattr(error, "block_errors", None):
        error = next(iter(inner.values()))
    own = getattr(error, "non_block_errors", None)
    return own[0] if own else error.messages[0]
