"""Who opens what of an instruction, and what an erasure takes of it."""

import json
from datetime import UTC, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from projects.models import Admissibility, Hearing, Opinion
from tests import builders
from tests.back_office import is_refused, menu, signed_in
from tests.projects.instruction.committees import at
from tests.reading import text

pytestmark = pytest.mark.django_db

SCREENS = {
    "label_latest": lambda made: (),
    "label_instruction": lambda made: (made["edition"],),
    "label_certificates": lambda made: (made["edition"],),
    "label_table_xlsx": lambda made: (made["edition"],),
    "label_committee_add": lambda made: (made["edition"],),
    "label_dossier": lambda made: (made["application"],),
    "label_committee": lambda made: (made["committee"],),
    "label_committee_change": lambda made: (made["committee"],),
    "label_committee_xlsx": lambda made: (made["committee"],),
    "label_committee_pdf": lambda made: (made["committee"],),
    "label_my_files": lambda made: (),
    "label_my_file": lambda made: (made["hearing"],),
    "label_attachment": lambda made: (made["file"],),
    "label_news": lambda made: (made["laureate"],),
    "label_news_change": lambda made: (made["news"],),
    "label_certificate": lambda made: (made["laureate"],),
    "label_certificate_pdf": lambda made: (made["laureate"],),
}
POSTED = {
    "label_prepare": lambda made: (made["edition"],),
    "label_admissibility": lambda made: (made["application"],),
    "label_committee_close": lambda made: (made["committee"],),
    "label_committee_remove": lambda made: (made["committee"],),
    "label_news_remove": lambda made: (made["news"],),
}
REVIEWED = {"label_my_files", "label_my_file", "label_attachment", "label_committee_xlsx", "label_committee_pdf"}
PUBLISHED = {"label_news", "label_news_change", "label_certificate", "label_certificate_pdf", "label_news_remove"}


@pytest.mark.parametrize(
    "role", ["Rédaction", "Direction de publication", "Agenda", "Réseau", "Diffusion", "Comités du label"]
)
def test_every_address_is_closed_to_who_has_no_right(made, role):
    client = signed_in(builders.account(role))
    open_to_role = {"Direction de publication": PUBLISHED}.get(role, set())

    for name, key in {**SCREENS, **POSTED}.items():
        if name in open_to_role:
            continue
        address = at(name, *key(made))
        # Who sits in committees has screens of their own, where nothing of these is theirs to read.
        unknown = role == "Comités du label" and name in {"label_my_file", "label_attachment"}
        if role == "Comités du label" and name == "label_my_files":
            assert "jardin" not in text(client.get(address))
        elif unknown or (name == "label_attachment"):
            assert client.get(address).status_code == 404, name
        else:
            assert is_refused(client, address, {} if name in POSTED else None), name
    assert not {"Instruction", "Label Euralens"} & set(menu(client)) or role == "Comités du label"


def test_who_runs_the_label_opens_them_all(made, runner):
    for name, key in SCREENS.items():
        if name not in REVIEWED - {"label_attachment", "label_committee_xlsx"} and "pdf" not in name:
            answer = runner.get(at(name, *key(made)), follow=True)
            # What is streamed is read to its end, as a browser does.
            assert list(answer) if answer.streaming else answer.content
            assert answer.status_code == 200, name
    for name, key in POSTED.items():
        # Each has a form that is sent: to ask for it by its address changes nothing.
        assert runner.get(at(name, *key(made))).status_code == 405, name


def test_nothing_private_is_known_to_choosers_histories_or_the_index_of_references(made):
    from wagtail.models import ModelLogEntry, ReferenceIndex

    titles = [reference.model_name for reference in ReferenceIndex.objects.select_related("content_type")]
    logged = json.dumps([entry.data for entry in ModelLogEntry.objects.all()])

    assert not {"passage devant un comité", "avis", "recevabilité", "comité du label"} & set(titles)
    assert "jardin" not in logged


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_said_of_an_application_goes_with_it(edition, decided):
    member = builders.reviewer()
    now = timezone.now()
    dates = {"decided_at": now, "state": "acceptee"} if decided else {"decided_at": None}
    application = builders.admissible(edition, **dates)
    committee = builders.committee(edition, [member], [application])
    builders.opinion(committee.hearings.get(), member, note="Trop cher pour Camille Durand.")

    def left_after(months):
        with time_machine.travel((now + timedelta(days=31 * months)).astimezone(UTC), tick=False):
            call_command("apply_retention", stdout=StringIO())
        return [model.objects.count() for model in (Opinion, Hearing, Admissibility)]

    due = 24 if decided else 36
    assert left_after(due - 3) == [1, 1, 1]
    assert left_after(due + 1) == [0, 0, 0]


def test_an_erasure_takes_what_was_said_of_who_asks_for_it(edition):
    application = builders.admissible(edition, sender_email="camille@jardin.example")
    committee = builders.committee(edition, [member := builders.reviewer()], [application])
    builders.opinion(committee.hearings.get(), member, note="Écrire à camille@jardin.example")

    call_command("erase_person", "camille@jardin.example", yes=True, stdout=StringIO())

    assert not Opinion.objects.exists()
    assert not Admissibility.objects.exists()
