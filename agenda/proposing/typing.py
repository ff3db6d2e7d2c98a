"""Between what is typed in the steps of the form and what a proposal keeps: there, and back to correct it."""

from datetime import datetime, timedelta

from django.utils import timezone

from ..models import Proposal

# Fields that a proposal has under the names of the form, by step.
SAME = {
    "quoi": ("title", "theme", "body"),
    "ou": ("venue_name", "street", "online_url"),
    "comment": (
        "entry",
        "prices",
        "registration_url",
        "registration_email",
        "registration_phone",
        "audience",
        "organiser_name",
        "contact",
        "website",
    ),
    "vous": ("sender_name", "sender_role", "sender_organisation", "sender_email", "sender_phone", "note"),
}


def write(proposal: Proposal, forms: dict) -> None:
    """Write into a proposal what those of its forms say that are valid; it is not saved."""
    valid = {step: form for step, form in forms.items() if form.is_valid()}
    for step in SAME.keys() & valid:
        for name in SAME[step]:
            setattr(proposal, name, valid[step].cleaned_data[name])
    if dates := valid.get("quand"):
        proposal.slots, proposal.repeats = dates.slots, dates.cleaned_data["repeats"]
        slots = proposal.event_slots
        proposal.first_day = min((slot.first_day for slot in slots), default=None)
        proposal.last_day = max((slot.last_day for slot in slots), default=None)
    if place := valid.get("ou"):
        proposal.commune, proposal.outside_place = place.found, place.outside


def typed_from(proposal: Proposal) -> dict:
    """What its sender would have typed, step by step."""
    typed = {
        step: {name: [getattr(proposal, name)] for name in names if getattr(proposal, name)}
        for step, names in SAME.items()
    }
    typed["quand"] = _dates(proposal)
    if proposal.commune:
        typed["ou"]["commune"] = [proposal.commune.name]
    elif proposal.outside_place:
        typed["ou"] |= {"commune": [proposal.outside_place], "choice": ["hors-territoire"]}
    images = {"rights": ["on"]}
    for image in proposal.images.all():
        images |= {f"alt_{image.place}": [image.alt], f"credit_{image.place}": [image.credit]}
    return {**typed, "images": images if len(images) > 1 else {}}


def _dates(proposal):
    typed = {"repeats": [proposal.repeats]} if proposal.repeats else {}
    rows = _rows(proposal.slots)
    for number, (first, last, start, end, all_day) in enumerate(rows):
        typed[f"day_{number}"] = [first.isoformat()]
        if last != first:
            typed[f"until_{number}"] = [last.isoformat()]
        if all_day:
            typed[f"all_day_{number}"] = ["on"]
            continue
        typed[f"start_{number}"] = [f"{start:%H:%M}"]
        if end:
            typed[f"end_{number}"] = [f"{end:%H:%M}"]
    return {**typed, "rows": [str(max(1, len(rows)))]}


def _rows(slots):
    """Return the rows that made these slots: days in a row with the same hours are one, whatever stands between."""
    rows, latest = [], {}
    for slot in slots:
        start = timezone.localtime(datetime.fromisoformat(slot["start"]))
        end = slot["end"] and timezone.localtime(datetime.fromisoformat(slot["end"]))
        if slot["all_day"]:
            rows.append([start.date(), end.date() if end else start.date(), None, None, True])
            continue
        hours = (start.time(), end.time() if end else None)
        row = latest.get(hours)
        if row and start.date() - row[1] == timedelta(days=1):
            row[1] = start.date()
            continue
        latest[hours] = [start.date(), start.date(), *hours, False]
        rows.append(latest[hours])
    return rows
