"""Canaries: nothing of drafts, of what is under embargo, of private contacts and files comes out of any data door."""

import datetime
import json
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.models import EventOrganiser
from newsletter.models import ArchivedIssuePage
from pma_site.core.models import SiteDocument
from pma_site.core.private_files import PrivateStorage
from projects.models import (
    Action,
    AxisContact,
    CandidateHolder,
    CandidatePage,
    MemberPage,
    Milestone,
)
from tests import builders
from tests.open_data.reading import body

pytestmark = [pytest.mark.django_db, pytest.mark.followed]

CANARY = "Canarikanon"
MAIL = "canarikanon@prive.example"
PHONE = "03 99 77 55 33"
# Where data come out, apart from what these lead to.
DOORS = [
    "/donnees/",
    "/donnees/catalogue.jsonld",
    "/sitemap.xml",
    "/robots.txt",
    "/api/v2/pages/?limit=100",
    "/agenda/agenda.ics",
    "/agenda/agenda.atom",
    "/agenda/agenda.json",
    "/agenda/agenda.csv",
    "/communes/communes.csv",
]
PAGES = ["projects.CandidatePage", "projects.MemberPage", "agenda.EventPage", "newsletter.ArchivedIssuePage"]
DATA = re.compile(r"(?:http://(?:testserver|localhost))?(/(?:donnees/|api/|flux/|sitemap[-.])[^\s\"'<>\\,]*)")


def everything(client):
    """The text of all that data doors give to a stranger: each of them, and all data that they lead to."""
    texts, waiting, seen = [], list(DOORS), set()
    waiting += [f"/api/v2/pages/?limit=100&fields=*&type={name}" for name in PAGES]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert not response.cookies
        if response.status_code != 200:
            continue
        texts.append(f"{address}\n{body(response)}\n{response.headers}")
        waiting += [found.replace("&amp;", "&") for found in DATA.findall(texts[-1])]
        if "/api/v2/" in address and response["Content-Type"] == "application/json":
            found = json.loads(response.content)
            prefix = address.partition("?")[0]
            for item in found.get("items", []):
                waiting.append(f"{prefix}{next(iter(item.values()))}/")
        if address.startswith("/donnees/") and address.count("/") == 3:
            waiting.append(f"/api/v2/{address.split('/')[2]}/?limit=100")
    assert len(seen) > 50
    return "\n".join(texts)


def sung(texts):
    """The lines in which a canary is heard."""
    return [line[:200] for line in texts.splitlines() if re.search(f"canarikanon|{PHONE}", line, re.IGNORECASE)]


def _hide_pages():
    # The foot of each page names those of the first floor, which ask who comes.
    closed = builders.standard_page(parent=builders.standard_page(), title=CANARY)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    builders.standard_page(parent=closed, title=CANARY)
    edition = builders.edition(title=f"Édition {CANARY}")
    PageViewRestriction.objects.create(page=edition, restriction_type="password", password="x")  # noqa: S106
    builders.candidate(edition, title=CANARY, slug="canarikanon", subject=CANARY)
    builders.candidate(live=False, title=CANARY, subject=CANARY)
    builders.member(live=False, title=CANARY, activity=CANARY, organisation=builders.organisation(CANARY))
    builders.event(live=False, title=CANARY)
    builders.issue(live=False, title=CANARY)
    builders.archived_issue(live=False, title=CANARY, text=CANARY)
    axis = builders.axis(live=False, title=CANARY)
    axis.actions = [Action(title=CANARY, milestones=[Milestone(day=timezone.localdate(), sentence=CANARY)])]
    axis.save()
    roadmap = builders.roadmap(live=False, title=CANARY)
    roadmap.contributions.create(organisation=builders.organisation(f"{CANARY} 2"), amount=5)
    builders.indicator_value(as_of=timezone.localdate() + datetime.timedelta(days=9), caption=CANARY)
    # A page that is online, and whose next version is not.
    online = builders.candidate(title="En ligne")
    online.subject = CANARY
    online.save_revision()


def _hide_contacts():
    person = builders.person(f"Camille {CANARY}", email=MAIL, phone=PHONE, position=CANARY)
    holder = builders.organisation("Néo Pneus", email=MAIL, phone=PHONE, street=f"1 rue {CANARY}")
    person.organisation = holder
    person.save()
    builders.mandate(person, holder)
    member = builders.member(organisation=holder)
    edition = builders.edition(contact=person)
    candidate = builders.candidate(edition)
    candidate.holders = [CandidateHolder(organisation=holder)]
    candidate.save()
    axis = builders.axis()
    axis.contacts = [AxisContact(person=person)]
    axis.save()
    event = builders.event()
    event.organisers = [EventOrganiser(organisation=holder)]
    event.save()
    place = builders.commune()
    builders.mayor(builders.office(email=MAIL, commune=place), person=person)
    builders.subscriber(MAIL.replace("@", "2@"))
    builders.answer_to(sender_name=CANARY, sender_email=MAIL, commune=place)
    builders.member_contact(member, name=CANARY, email=MAIL)
    _hide_application(edition)
    _fill_what_is_private(MemberPage.objects.get(pk=member.pk))
    _fill_what_is_private(CandidatePage.objects.get(pk=candidate.pk))
    _fill_what_is_private(holder)


def _hide_application(edition):
    """An application with its file, before a committee that said what it thinks of it."""
    call = builders.label_call()
    application = builders.application(
        call.edition,
        title=CANARY,
        subject=CANARY,
        holders=[{"name": CANARY, "siret": ""}],
        sender_name=CANARY,
        sender_email=MAIL,
    )
    builders.application_file(application, name="canarikanon.pdf")
    judge = builders.reviewer(first_name=CANARY)
    committee = builders.committee(call.edition, [judge], [application], name=CANARY)
    builders.opinion(committee.hearings.get(), judge, note=CANARY)


def _fill_what_is_private(record):
    """Put a canary in each text that its name says is not for everybody."""
    for field in record._meta.concrete_fields:
        if re.search("private|internal|confidential|note", field.name) and hasattr(field, "max_length"):
            setattr(record, field.name, MAIL[: field.max_length or None])
    record.save()


def _hide_files():
    SiteDocument.objects.create(title=CANARY, file=ContentFile(b"x", name="canarikanon.pdf"))
    builders.image(CANARY)
    PrivateStorage().save("2026-01/canarikanon.pdf", ContentFile(b"x"))


def test_drafts_restricted_pages_private_contacts_and_files_stay_inside(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _hide_pages()
        _hide_contacts()
        _hide_files()
        letter = builders.archived_issue()

    texts = everything(client)

    assert sung(texts) == []
    # Its own place is not told: the page's address gives the file.
    assert ArchivedIssuePage.objects.get(pk=letter.pk).pdf.name not in texts


def test_results_stay_inside_until_they_are_announced(client):
    announced = timezone.now() + datetime.timedelta(hours=2)
    edition = builders.edition(results_at=announced)
    won = builders.label_result(edition, f"Lauréat {CANARY}")
    lost = builders.label_result(edition, f"Refusé {CANARY}", is_public=False, is_award=False)
    builders.candidate(edition, title="Jardin", result=won)
    builders.candidate(edition, title="Parc", result=lost)
    # Nobody said when: it stays hidden.
    undated = builders.edition()
    builders.candidate(undated, title="Seul", result=builders.label_result(undated, CANARY), result_announced_at=None)

    texts = everything(client)
    assert sung(texts) == []
    assert f"{timezone.localtime(announced):%Y-%m-%dT%H:%M}" not in texts
    with time_machine.travel(announced + datetime.timedelta(seconds=1), tick=False):
        heard = "\n".join(sung(everything(client)))
    assert f"Lauréat {CANARY}" in heard
    assert "Refusé" not in heard
    assert "Seul" not in heard
