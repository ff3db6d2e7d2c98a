"""A clerk who enters the sixty forms of events in the admin."""

from django.urls import reverse

from agenda.models import AgendaIndexPage
from tests import builders
from tests.agenda.shapes.shape import BETHUNE, LENS, LIEVIN
from tests.agenda.shapes.sixty import SHAPES
from tests.back_office import filled_in, signed_in


class Desk:
    """A clerk with the empty form of an event, and the records that it chooses among."""

    def __init__(self):
        index = AgendaIndexPage.objects.get()
        self.clerk = signed_in(builders.account("Agenda"))
        self.form = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        self.blank = filled_in(self.clerk, self.form)
        self.communes = {name: builders.commune(name).pk for name in (LENS, LIEVIN, BETHUNE)}
        self.venues = {place: self._venue(*place) for place in {shape.venue for shape in SHAPES} - {None}}
        names = {name for shape in SHAPES for name, _ in shape.organisers}
        self.organisations = {name: builders.organisation(name).pk for name in names}

    def _venue(self, name, town):
        outside = {"outside_place": town}
        return builders.venue(name, **({"commune_id": self.communes[town]} if town in self.communes else outside)).pk

    def enter(self, number, shape):
        """Publish an event; return what the form answers."""
        data = self.blank.copy()
        for name in [name for name in data if name.startswith("action-")]:
            del data[name]
        data.update({"action-publish": "1", "title": shape.title, "slug": f"forme-{number}", **shape.fields})
        if shape.venue:
            data["venue"] = self.venues[shape.venue]
        data.update(_rows("slots", map(_typed, shape.slots)))
        data.update(_rows("communes", [{"commune": self.communes[name]} for name in shape.communes]))
        organisers = [{"organisation": self.organisations[name], "role": role} for name, role in shape.organisers]
        data.update(_rows("organisers", organisers))
        data.update(_prices(shape.prices))
        return self.clerk.post(self.form, data)


def _typed(slot):
    """One row of the form; a box that is not ticked is not sent."""
    row = {"start": slot.start, "end": slot.end, "status": slot.status, "note": slot.note}
    return row | {"all_day": "on"} if slot.all_day else row


def _rows(name, rows):
    data = {}
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in {**row, "ORDER": str(number + 1)}.items()}
    return {**data, f"{name}-TOTAL_FORMS": str(sum(field.endswith("-ORDER") for field in data))}


def _prices(lines):
    data = {"prices-count": str(len(lines))}
    for number, line in enumerate(lines):
        data |= {f"prices-{number}-type": "price", f"prices-{number}-order": str(number)}
        data |= {f"prices-{number}-deleted": "", f"prices-{number}-id": ""}
        data |= {f"prices-{number}-value-{name}": value for name, value in line.items()}
    return data
