"""Who sits where, between two dates; where an organisation is."""

from datetime import UTC, date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pma_site.directory.models import Mandate, Organisation
from tests import builders
from tests.back_office import signed_in
from tests.contents import raw
from tests.reading import text

pytestmark = pytest.mark.django_db

START, END = date(2020, 7, 10), date(2026, 3, 15)


def held_on(day):
    return Mandate.objects.in_force(day).exists()


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        (START, END, date(2020, 7, 9), False),
        (START, END, START, True),
        (START, END, date(2023, 6, 1), True),
        (START, END, END, True),
        (START, END, date(2026, 3, 16), False),
        (None, END, date(1990, 1, 1), True),
        (START, None, date(2090, 1, 1), True),
        (None, None, date(2023, 6, 1), True),
        (START, START, START, True),
    ],
)
def test_a_mandate_runs_from_its_first_to_its_last_day(start, end, day, held):
    builders.mandate(start=start, end=end)
    assert held_on(day) is held


def test_today_is_the_day_of_lens():
    builders.mandate(start=date(2023, 6, 22))
    with time_machine.travel(builders.local(2023, 6, 22, 0, 30).astimezone(UTC), tick=False):
        assert Mandate.objects.in_force().exists()
    with time_machine.travel(builders.local(2023, 6, 21, 23, 59).astimezone(UTC), tick=False):
        assert not Mandate.objects.in_force().exists()


def test_alternates_do_not_sit():
    body = builders.organisation()
    for kind in ("executif", "titulaire", "suppleant"):
        builders.mandate(body=body, kind=kind, function="x")

    assert set(Mandate.objects.seated().values_list("kind", flat=True)) == {"executif", "titulaire"}


def test_a_mandate_does_not_end_before_it_starts():
    mandate = Mandate(person=builders.person(), body=builders.organisation(), kind="titulaire", start=END, end=START)
    with pytest.raises(ValidationError, match="La fin du mandat précède son début"):
        mandate.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate.save()


def test_the_form_says_so_at_the_end_of_the_mandate():
    writer = signed_in(builders.account("Rédaction"))
    data = {"person": builders.person().pk, "body": builders.organisation().pk, "kind": "titulaire", "rank": "1"}

    page = writer.post("/admin/snippets/directory/mandate/add/", {**data, "start": "2026-03-15", "end": "2020-07-10"})

    assert dict(page.context["form"].errors) == {"end": ["La fin du mandat précède son début."]}
    assert text(page).count("La fin du mandat précède son début.") == 1


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (None, None, True),
        (END, None, True),
        (None, START, True),
        (date(2021, 1, 1), date(2022, 1, 1), True),
        (date(2026, 3, 16), None, False),
        (None, date(2020, 7, 9), False),
    ],
)
def test_a_person_holds_one_mandate_at_a_time_in_a_body(start, end, refused):
    held = builders.mandate(start=START, end=END)
    held.full_clean()
    other = Mandate(person=held.person, body=held.body, kind="suppleant", start=start, end=end)
    if refused:
        with pytest.raises(ValidationError, match="a déjà un mandat dans cette instance"):
            other.full_clean()
    else:
        other.full_clean()


def test_a_person_sits_in_several_bodies():
    held = builders.mandate(start=START, end=END)
    Mandate(person=held.person, body=builders.organisation(), kind="titulaire", start=START).full_clean()


def test_the_executive_has_a_function():
    with pytest.raises(ValidationError, match="Précisez la fonction"):
        Mandate(person=builders.person(), body=builders.organisation(), kind="executif").full_clean()


def test_an_organisation_is_in_the_territory_or_outside():
    organisation = Organisation(
        name="Les Cousalis", kind="association", commune=builders.commune(), outside_place="Lille"
    )
    with pytest.raises(ValidationError, match="une commune ou un lieu hors territoire"):
        organisation.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation.save()


def test_an_organisation_may_have_no_known_place():
    builders.organisation().full_clean()


def governance(as_of):
    """The text of an issue whose governance box shows a body on a day."""
    body = Organisation.objects.get(name="Comité syndical")
    issue = builders.issue()
    issue.feature = raw([("governance", {"title": "Aux manettes", "body": body.pk, "as_of": as_of, "text": ""})])
    issue.save()
    return issue.url


def test_an_issue_shows_who_sat_on_its_day(client):
    body = builders.organisation("Comité syndical")
    builders.mandate(builders.person("Alain Bavay"), body, kind="executif", function="président", rank=1, start=START)
    builders.mandate(builders.person("Ancienne Élue"), body, end=date(2023, 5, 31))
    builders.mandate(builders.person("Nouvel Élu"), body, start=date(2023, 6, 2))
    builders.mandate(builders.person("Élue Constante"), body)
    builders.mandate(builders.person("Le Suppléant"), body, kind="suppleant")

    shown = text(client.get(governance("2023-06-01")))

    assert "Alain Bavay, président" in shown
    assert "Élue Constante" in shown
    for absent in ("Ancienne Élue", "Nouvel Élu", "Le Suppléant"):
        assert absent not in shown

    assert "Ancienne Élue" in text(client.get(governance("2023-05-31")))
    assert "Nouvel Élu" in text(client.get(governance("2023-06-02")))
