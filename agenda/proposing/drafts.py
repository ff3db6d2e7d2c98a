"""A proposal that is being filled in: begun, kept at each step, opened again to correct one that was sent."""

from contextlib import suppress

from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from pma_site.contributions import deciding
from pma_site.core.refusals import Refused
from pma_site.readers.importing.communes import town_hall_of
from pma_site.readers.links import SEPARATOR

from ..models import Proposal, ProposalDraft, ProposalImage, drawn_code
from ..proposal_forms.dates import FIRST_ROWS, MOST_DATES
from ..proposal_forms.steps import STEPS
from . import typing

GONE = "Ce formulaire n’est plus ouvert : il a été envoyé, ou il date de plus d’un jour."
# Of one field: more than any of them takes.
LONGEST, MOST_VALUES = 6000, 3


def _signer():
    return signing.TimestampSigner(salt="agenda.proposal-form", sep=SEPARATOR)


def new_token() -> str:
    """Draw the identity of a form that is about to be shown: nothing is kept before its first step is sent."""
    return _signer().sign(drawn_code())


def code_behind(token: str, *, youngest: int = 0) -> str | None:
    """The identity of the form that this token is of; None for a token that we never gave.

    With `youngest`, None as well for one that was drawn less than so many seconds ago.
    """
    try:
        code = _signer().unsign(token)
    except signing.BadSignature:
        return None
    if youngest:
        with suppress(signing.SignatureExpired):
            _signer().unsign(token, max_age=youngest)
            return None
    return code


def begin(code: str, office=None) -> ProposalDraft:
    """Begin to keep the form of identity `code`, once; `office` is the town hall whose link led here, or None.

    Its commune and its name are filled in; nothing else of it is shown to whoever holds the link.
    """
    typed = {}
    if office:
        typed = {"ou": {"commune": [office.commune.name]}}
        typed["vous"] = {"sender_organisation": [town_hall_of(office.commune.name)]}
        typed["comment"] = {"organiser_name": [town_hall_of(office.commune.name)]}
    draft, _ = ProposalDraft.objects.get_or_create(code=code, defaults={"office": office, "typed": typed})
    return draft


def keep(draft: ProposalDraft, step: str, data: QueryDict, *, more_dates: bool = False) -> None:
    """Keep what was typed at a step, right or wrong, as it was typed; with `more_dates`, one more date is shown.

    Raises Refused where the form was sent or forgotten meanwhile.
    """
    names = set(form_of(draft, step, data).fields) | {"rows"}
    kept = {}
    for name in names & set(data):
        # PostgreSQL holds no NUL.
        kept[name] = [value.replace("\0", "")[:LONGEST] for value in data.getlist(name)[:MOST_VALUES]]
    if more_dates:
        kept["rows"] = [str(min(rows_of(kept) + 1, MOST_DATES))]
    with transaction.atomic():
        stored = _locked(draft)
        # What was typed at another step meanwhile, in another tab, stays.
        draft.typed = {**stored.typed, step: kept}
        draft.changed_at = timezone.now()
        draft.save(update_fields=["typed", "changed_at"])


def _locked(draft):
    stored = ProposalDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if stored is None:
        raise Refused(GONE)
    return stored


def rows_of(typed) -> int:
    """How many dates a step shows: as many as it says, within bounds."""
    said = (typed.get("rows") or [""])[0]
    return min(int(said), MOST_DATES) if said.isdecimal() and len(said) < 3 else FIRST_ROWS


@transaction.atomic
def keep_pictures(draft: ProposalDraft, pictures: dict, removed: list[int]) -> None:
    """Keep the pictures that were chosen (core.pictures.Picture, by place) and let the `removed` ones go.

    Raises Refused as `keep`.
    """
    _locked(draft)
    for image in draft.images.filter(place__in={*pictures, *removed}):
        image.delete()
    for place, picture in pictures.items():
        if place not in removed:
            ProposalImage.objects.create(draft=draft, place=place, file=ContentFile(picture.content, "image.jpg"))


def token_of(draft: ProposalDraft) -> str:
    """The token of a form that was begun."""
    return _signer().sign(draft.code)


def form_of(draft: ProposalDraft | None, step: str, data=None, files=None):
    """The form of a step, bound to `data` where it is given; None for a draft that has not begun."""
    options = {}
    if step == "quand":
        typed = dict(data.lists()) if data is not None else draft.typed.get(step, {}) if draft else {}
        options["count"] = rows_of(typed)
    if step == "images":
        kept = draft.images.all() if draft else []
        return STEPS[step][1](data, files, kept={image.place: image for image in kept})
    return STEPS[step][1](data, **options)


def bound_form(draft: ProposalDraft, step: str):
    """The form of a step with what was typed, checked; a step that was never sent has what we filled in for it."""
    return form_of(draft, step, typed_of(draft, step))


def typed_of(draft: ProposalDraft, step: str) -> QueryDict:
    """What was typed at a step, as the browser sent it."""
    data = QueryDict(mutable=True)
    for name, values in draft.typed.get(step, {}).items():
        data.setlist(name, values)
    return data


def shown_form(draft: ProposalDraft, step: str):
    """The form of a step as it is opened again: filled in, without a word about what is missing."""
    form, data = form_of(draft, step), typed_of(draft, step)
    if step == "ou":
        # The choice between communes that look alike is shown again where it was made.
        chosen = form_of(draft, step, data)
        if data.get("choice") and chosen.is_valid():
            return chosen
    form.initial = {name: data.get(name) for name in form.fields if name in data}
    return form


@transaction.atomic
def correct(reference: str) -> ProposalDraft:
    """Open the form again on a proposal that was sent. Raises Refused once the team has decided."""
    proposal = deciding.taken(Proposal, reference=reference)
    draft = ProposalDraft.objects.create(proposal=proposal, office=proposal.office, typed=typing.typed_from(proposal))
    for image in proposal.images.all():
        content = image.read()
        if content is not None:
            copy = ContentFile(content, "image.jpg")
            ProposalImage.objects.create(draft=draft, place=image.place, alt=image.alt, credit=image.credit, file=copy)
    return draft
