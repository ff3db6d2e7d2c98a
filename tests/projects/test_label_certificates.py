"""The certificates of an edition leave for who applied, once the results are public, and the team sees to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from projects.models import CertificateSending
from tests import builders
from tests.agenda.proposers import delivered
from tests.back_office import is_refused, messages, signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = builders.edition(year=2023, results_at=timezone.now() - timedelta(days=1))
    builders.label_call(edition)
    return edition


@pytest.fixture
def laureate(edition):
    """One that applied by the form."""
    candidate = builders.candidate(edition, title="La serre", result=builders.label_result(edition))
    builders.application(edition, candidate=candidate, sender_email="camille@serre.example")
    return candidate


@pytest.fixture
def manager():
    return signed_in(builders.account("Label"))


def screen(edition):
    return reverse("label_certificates", args=[edition.pk])


def ticked(candidate, address):
    return {f"envoyer-{candidate.pk}": "on", f"adresse-{candidate.pk}": address}


def test_they_leave_once_read_over_and_it_is_written_to_whom(manager, edition, laureate, client):
    other = builders.candidate(edition, title="Le four", result=laureate.result)
    nominated = builders.label_result(edition, "Nominé", is_award=False)
    builders.candidate(edition, title="Le lavoir", result=nominated)

    shown = manager.get(screen(edition))
    known = {
        field["name"]: field.get("value") for field in elements(shown, "input") if "adresse" in field.get("name", "")
    }
    chosen = {**ticked(laureate, known[f"adresse-{laureate.pk}"]), **ticked(other, "four@asso.example")}
    review = manager.post(screen(edition), {**chosen, "etape": "relire"})
    nothing = delivered()
    sent = manager.post(screen(edition), {**chosen, "etape": "envoyer"}, follow=True)

    assert known[f"adresse-{laureate.pk}"] == "camille@serre.example"
    assert "Le lavoir" not in text(shown)
    assert "2 attestations à envoyer" in text(review)
    assert nothing == []
    assert messages(sent) == ["2 attestations partent."]
    by_address = {message.to[0]: message for message in delivered()}
    assert set(by_address) == {"camille@serre.example", "four@asso.example"}
    said = by_address["four@asso.example"]
    assert "Le four" in said.subject
    assert "Référence" not in said.body
    link = next(word for word in said.body.split() if "/attestation/" in word)
    assert "Le four a reçu le Label Euralens 2023" in text(client.get(link.partition(":8000")[2]))
    assert "four@asso.example" in text(manager.get(screen(edition)))
    assert PageLogEntry.objects.filter(page=laureate, action="projects.candidate.certificate").count() == 1
    # Histories are read by more people than addresses are.
    assert "example" not in str(list(PageLogEntry.objects.values_list("data", flat=True)))


def test_pressed_twice_they_leave_once(manager, edition, laureate):
    data = {**ticked(laureate, "camille@serre.example"), "etape": "envoyer"}
    manager.post(screen(edition), data)
    again = manager.post(screen(edition), data, follow=True)

    assert "viennent de partir" in messages(again)[-1]
    assert CertificateSending.objects.count() == len(delivered()) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [("", "Écrivez l’adresse"), ("camille", "adresse"), ("a@b.example\nBcc: c@d.example", "adresse")],
)
def test_an_address_that_is_none_is_told(manager, edition, laureate, address, told):
    answer = manager.post(screen(edition), {**ticked(laureate, address), "etape": "envoyer"})

    assert answer.status_code == 400
    assert told in text(answer)
    assert delivered() == []


def test_before_the_announcement_there_is_none(manager):
    edition = builders.edition(year=2023, results_at=timezone.now() + timedelta(days=1))
    candidate = builders.candidate(edition, result=builders.label_result(edition))

    shown = text(manager.get(screen(edition)))
    answer = manager.post(screen(edition), {**ticked(candidate, "a@b.example"), "etape": "envoyer"})

    assert "n’a encore d’attestation" in shown
    assert answer.status_code == 400
    assert not CertificateSending.objects.exists()


@pytest.mark.parametrize("role", ["Réseau", "Comités du label", "Rédaction"])
def test_nobody_else_sends_them(edition, role):
    assert is_refused(signed_in(builders.account(role)), screen(edition))
