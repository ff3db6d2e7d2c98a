"""An application that is being filled in: begun, kept at each step as it was typed, until the call closes."""

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from pma_site.core.french import day_and_hour, spelling_key
from pma_site.core.refusals import Refused

from ..choices import ApplicationState
from ..forms.applying.fields import CountedField
from ..forms.applying.rows import RowsForm
from ..forms.applying.steps import FILES, STEPS, steps_for
from ..models import Application, LabelCall
from . import telling
from .wording import LEGAL

# Of one field: more than any of them takes, so that what is too long is shown again whole.
LONGEST, MOST_VALUES = 40_000, 3
GONE = "Ce dossier n’existe plus : il a été supprimé."
DECIDED = "Ce dossier ne se modifie plus : l’équipe y a déjà répondu, ou vous l’avez retiré. Écrivez-nous."


class Closed(Refused):  # noqa: N818 - as Refused
    """The call is not open: too early, or too late."""


def closed(call: LabelCall | None) -> Closed:
    """The refusal that says since when a call is closed, or when it opens."""
    if call is None:
        return Closed("L’appel à candidatures n’est pas ouvert.")
    if call.is_over:
        return Closed(f"L’appel à candidatures est clos depuis le {day_and_hour(call.closes_at)}.")
    return Closed(f"L’appel à candidatures s’ouvre le {call.opening}.")


@transaction.atomic
def begin(call: LabelCall, *, code: str, title: str, sender_name: str, sender_email: str) -> Application:
    """Open a file for a project and have its link leave; the form of identity `code` opens one, however often sent.

    Where the same address began the same project, the link of that file leaves as well: nobody verified the address,
    so who asks is told nothing of it. Raises Closed outside the dates of the call.
    """
    # Of two forms sent at once one waits for the other.
    call = LabelCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if already := Application.objects.filter(submission=code).first():
        return already
    if not call.is_open:
        raise closed(call)
    twin = twin_of(call.edition, sender_email, title)
    application = Application.objects.create(
        edition=call.edition,
        submission=code,
        title=title,
        title_key=spelling_key(title)[:160],
        sender_name=sender_name,
        sender_email=sender_email,
        legal_version=LEGAL.version,
        typed={
            "projet": {"title": [title]},
            "contact": {"sender_name": [sender_name], "sender_email": [sender_email]},
        },
    )
    telling.send_link(application)
    if twin:
        telling.send_link(twin)
    return application


def twin_of(edition, email: str, title: str) -> Application | None:
    """The application of the same address for the same project in an edition, withdrawn ones apart, or None."""
    same = Application.objects.of(edition).filter(sender_email__iexact=email, title_key=spelling_key(title)[:160])
    return same.exclude(state=ApplicationState.WITHDRAWN).order_by("began_at").first()


def send_links(call: LabelCall, email: str) -> int:
    """Send an address the links of all its files of a call again; return how many leave."""
    mine = Application.objects.of(call.edition).filter(sender_email__iexact=email)
    with transaction.atomic():
        return sum(telling.send_link(application) for application in mine.order_by("-saved_at")[:3])


def steps_of(application: Application) -> list[str]:
    """The steps of an application, in their order."""
    call = application.call
    return steps_for(criteria=bool(criteria_of(application)), files=bool(call and call.most_files))


def criteria_of(application: Application) -> list:
    """The questions of its call, in their order, read once."""
    call = application.call
    if call is None:
        return []
    if not hasattr(call, "criteria_read"):
        call.criteria_read = list(call.criteria.all())
    return call.criteria_read


def form_of(application: Application, step: str, data=None, files=None):
    """The form of a step, bound to `data` where it is given."""
    made = STEPS[step][1]
    options = {}
    if issubclass(made, RowsForm):
        typed = dict(data.lists()) if data is not None else application.typed.get(step, {})
        options["count"] = rows_of(typed)
    if step == "reponses":
        options["criteria"] = criteria_of(application)
    if step == FILES:
        return made(data, files)
    return made(data, **options)


def rows_of(typed) -> int:
    """How many rows a step shows, as it says; 0 where it says nothing that can be read."""
    said = (typed.get("rows") or [""])[0]
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0


def typed_of(application: Application, step: str) -> QueryDict:
    """What was typed at a step, as the browser sent it."""
    data = QueryDict(mutable=True)
    for name, values in application.typed.get(step, {}).items():
        data.setlist(name, values)
    return data


def bound_form(application: Application, step: str):
    """The form of a step with what was typed, to be checked."""
    return form_of(application, step, typed_of(application, step))


def forms_of(application: Application) -> dict:
    """The forms of all its steps, with what was typed."""
    return {step: bound_form(application, step) for step in steps_of(application)}


def shown_form(application: Application, step: str):
    """The form of a step as it is opened again: filled in, without a word about what is missing."""
    form, data = form_of(application, step), typed_of(application, step)
    form.initial = {name: data.get(name) for name in form.fields if name in data}
    tell_lengths(form, form.initial)
    return form


def tell_lengths(form, typed) -> None:
    """Add to the help of texts of a bounded length how long they are now, for who has no script that counts."""
    for name, field in form.fields.items():
        if isinstance(field, CountedField) and typed.get(name):
            field.help_text = f"{field.help_text} Actuellement : {len(field.to_python(typed[name]))}."


@transaction.atomic
def keep(pk: int, step: str, data: QueryDict, *, more_rows: bool = False) -> Application:
    """Keep what was typed at a step, right or wrong, as it was typed; with `more_rows`, one more row is shown.

    Once the call is closed what was typed is kept all the same: it can only not be deposited (check_open says so).
    Raises Refused where the team has decided, or where the file is gone.
    """
    application = locked(pk)
    refuse_decided(application)
    form = form_of(application, step, data)
    kept = {}
    for name in (set(form.fields) | {"rows"}) & set(data):
        # PostgreSQL holds no NUL, nor halves of characters.
        kept[name] = [_storable(value)[:LONGEST] for value in data.getlist(name)[:MOST_VALUES]]
    if more_rows and isinstance(form, RowsForm):
        kept["rows"] = [str(min(form.count + 1, form.most))]
    # What was typed at another step meanwhile, in another tab, stays.
    application.typed = {**application.typed, step: kept}
    application.has_changes, application.saved_at = True, timezone.now()
    if application.is_draft and application.may_be_filled:
        _follow(application, step)
    application.save()
    return application


def _storable(value):
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def _follow(application, step):
    """A draft bears the title and the address that were typed last; a new address gets the link."""
    form = bound_form(application, step) if step in ("projet", "contact") else None
    if form is None or not form.is_valid():
        return
    if step == "projet":
        application.title = form.cleaned_data["title"]
        application.title_key = spelling_key(application.title)[:160]
        return
    before = application.sender_email
    for name in form.fields:
        setattr(application, name, form.cleaned_data[name])
    if application.sender_email != before:
        telling.send_link(application)


def locked(pk: int) -> Application:
    """An application, locked for the rest of the transaction of its caller. Raises Refused where it is gone."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("edition__call", "edition__contact")
    application = rows.filter(pk=pk).first()
    if application is None:
        raise Refused(GONE)
    return application


def refuse_decided(application: Application) -> None:
    """Raise Refused where the team has decided on an application, or its holders took it back."""
    if not (application.is_draft or application.is_open):
        raise Refused(DECIDED)


def check_open(application: Application) -> None:
    """Raise Closed or Refused where an application may not be deposited now."""
    refuse_decided(application)
    if not application.may_be_filled:
        raise closed(application.call)
