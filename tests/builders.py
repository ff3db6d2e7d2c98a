"""Objects for tests, each valid as it stands: name only what the test is about."""

import datetime
import hashlib
import itertools
import uuid
from decimal import Decimal
from io import BytesIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.blocks import StreamValue

from agenda.models import AgendaIndexPage, EventPage, EventSeries, EventSlot, Venue
from newsletter.models import ArchivedIssuePage, Indicator, IndicatorValue, IssueIndexPage, IssuePage
from pma_site.contributions.models import Call, CallAnswer
from pma_site.core.choices import OutgoingState
from pma_site.core.french import spelling_key
from pma_site.core.models import SiteImage
from pma_site.directory.models import Mandate, Organisation, Person
from pma_site.home.models import AccessibilityAudit, AuditedPage, HomePage, InaccessibleContent, StandardPage
from pma_site.readers.choices import NoticeKind
from pma_site.readers.models import Notice, Office, OfficeMandate, Recipient, Subscription, Tester
from pma_site.search.models import Synonym
from pma_site.territory.models import Commune, Epci
from projects.choices import ApplicationState
from projects.models import (
    Admissibility,
    Application,
    ApplicationFile,
    AxisPage,
    Campaign,
    CandidateNews,
    CandidatePage,
    Hearing,
    LabelCall,
    LabelCommittee,
    LabelCriterion,
    LabelEditionPage,
    LabelIndexPage,
    LabelResult,
    MemberContact,
    MemberPage,
    NetworkIndexPage,
    Opinion,
    RoadmapIndexPage,
    RoadmapPage,
)
from tests.pdfs import pdf

PASSWORD = "un-mot-de-passe-assez-long"

_numbers = itertools.count(1)


def epci(**fields):
    number = next(_numbers)
    return Epci.objects.create(**{"siren": f"{number:09}", "name": f"Intercommunalité {number}", **fields})


def commune(name="Lens", **fields):
    number = next(_numbers)
    defaults = {"insee_code": f"62{number % 1000:03}", "population": 32_000, "postal_codes": "62300"}
    if "epci" not in fields:
        fields["epci"] = Epci.objects.first() or epci()
    return Commune.objects.create(name=name, **{**defaults, **fields})


def organisation(name=None, **fields):
    return Organisation.objects.create(
        **{"name": name or f"Organisation {next(_numbers)}", "kind": "association", **fields}
    )


def person(name="Camille Durand", **fields):
    first_name, last_name = name.split(" ", 1)
    return Person.objects.create(**{"first_name": first_name, "last_name": last_name, **fields})


def mandate(holder=None, body=None, **fields):
    return Mandate.objects.create(
        **{"person": holder or person(), "body": body or organisation(), "kind": "titulaire", **fields}
    )


def venue(name="Faculté Jean-Perrin", **fields):
    if "commune" not in fields and "outside_place" not in fields:
        fields["commune"] = Commune.objects.first() or commune()
    return Venue.objects.create(name=name, **fields)


def indicator(title=None, **fields):
    return Indicator.objects.create(**{"title": title or f"Indicateur {next(_numbers)}", "source": "Insee", **fields})


def indicator_value(of=None, **fields):
    defaults = {
        "number": Decimal(4100),
        "display": "+ 4 100",
        "caption": "emplois créés sur le Pôle",
        "as_of": datetime.date(2023, 6, 1),
        "source": "Urssaf",
    }
    return IndicatorValue.objects.create(indicator=of or indicator(), **{**defaults, **fields})


def accessibility_audit(**fields):
    """An audit of today with 60 criteria met out of 80, one page looked at and one fault."""
    audit = AccessibilityAudit(
        **{
            "audited_on": timezone.localdate(),
            "auditor": "Atelier Accès",
            "passed": 60,
            "failed": 20,
            "not_applicable": 26,
            "environments": "Firefox et NVDA",
            "tools": "Inspecteur de code",
            **fields,
        }
    )
    audit.pages = [AuditedPage(title="Accueil", address="/")]
    audit.contents = [InaccessibleContent(description="Le plan de l’ancien numéro n’a pas de titres.")]
    audit.save()
    return audit


def image(title="Une image", **fields):
    content = BytesIO()
    Image.new("RGB", (64, 48), "#1f5f3f").save(content, "PNG")
    file = ImageFile(content, name=f"image-{next(_numbers)}.png")
    return SiteImage.objects.create(**{"title": title, "file": file, "credit": "PMA", **fields})


def account(*roles, **fields):
    """An account that can log in with PASSWORD, in the groups named `roles`."""
    number = next(_numbers)
    user = get_user_model().objects.create_user(
        **{
            "username": f"compte{number}",
            "email": f"compte{number}@example.org",
            "password": PASSWORD,
            "first_name": "Camille",
            "last_name": f"Durand {number}",
            **fields,
        }
    )
    user.groups.set(Group.objects.get(name=role) for role in roles)
    return user


def administrator(**fields):
    return account(is_superuser=True, **fields)


def _page(parent, model, fields):
    number = next(_numbers)
    page = model(**{"title": f"Page {number}", "slug": f"page-{number}", **fields})
    return parent.add_child(instance=page)


def standard_page(parent=None, **fields):
    return _page(parent or HomePage.objects.get(), StandardPage, fields)


def issue(**fields):
    defaults = {"number": next(_numbers), "month": datetime.date(2023, 6, 1)}
    return _page(IssueIndexPage.objects.get(), IssuePage, {**defaults, **fields})


def archived_issue(**fields):
    """A former issue as it is once its PDF was read; it has no picture before it is published."""
    content = pdf(["Une lettre d’autrefois"])
    defaults = {
        "number": next(_numbers),
        "month": datetime.date(2021, 3, 1),
        "pdf": ContentFile(content, name="lettre.pdf"),
        "text": "Une lettre d’autrefois",
        "pages": 1,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return _page(IssueIndexPage.objects.get(), ArchivedIssuePage, {**defaults, **fields})


def roadmap(**fields):
    return _page(RoadmapIndexPage.objects.get(), RoadmapPage, {"year": 2000 + next(_numbers) % 100, **fields})


def axis(parent=None, **fields):
    return _page(parent or roadmap(), AxisPage, {"ambition": "<p>Réussir l’écotransition.</p>", **fields})


def edition(**fields):
    defaults = {"year": 2000 + next(_numbers) % 100}
    return _page(LabelIndexPage.objects.get(), LabelEditionPage, {**defaults, **fields})


def candidate(parent=None, **fields):
    defaults = {"number": next(_numbers), "subject": "Un jardin partagé au pied du terril."}
    return _page(parent or edition(), CandidatePage, {**defaults, **fields})


def member(**fields):
    if "organisation" not in fields:
        fields["organisation"] = organisation()
    return _page(NetworkIndexPage.objects.get(), MemberPage, {"activity": "pneus reconditionnés", **fields})


def local(*parts):
    """A moment on the clocks of Lens: `local(2023, 6, 21, 13, 30)`."""
    return timezone.make_aware(datetime.datetime(*parts))


def event(slots=None, **fields):
    """An event with `slots`, pairs of a start and an end; one evening to come by default."""
    if slots is None:
        start = timezone.now() + datetime.timedelta(days=30)
        slots = [(start, start + datetime.timedelta(hours=2))]
    page = EventPage(**{"title": "Rencontre", "slug": f"rencontre-{next(_numbers)}", **fields})
    page.slots = [EventSlot(start=start, end=end) for start, end in slots]
    return AgendaIndexPage.objects.get().add_child(instance=page)


def recipient(email=None, **fields):
    return Recipient.objects.create(email=email or f"personne{next(_numbers)}@lecteurs.example", **fields)


def subscriber(email=None, **fields):
    """Somebody who subscribed and confirmed."""
    reader = recipient(email, **fields)
    Subscription.objects.create(recipient=reader, confirmed_at=timezone.now())
    return reader


def office(name=None, email="", **fields):
    """A town hall with an address; with an e-mail where one is given."""
    place = fields.pop("commune", None) or commune()
    defaults = {
        "name": name or f"Mairie n° {next(_numbers)}",
        "street": "1 place de la Mairie",
        "postal_code": "62300",
        "city": place.name,
    }
    if "recipient" not in fields:
        defaults["recipient"] = recipient(email) if email else None
    return Office.objects.create(commune=place, **{**defaults, **fields})


def tester(name="Camille Test", email=None):
    return Tester.objects.create(name=name, recipient=recipient(email))


def town_hall(town=None, email="", **fields):
    """The town hall of a commune of its own, named after it."""
    place = fields.pop("commune", None) or commune(town or f"Commune {next(_numbers)}")
    return office(f"Mairie de {place.name}", email, commune=place, **fields)


def mayor(of, name="Camille Exemple", **fields):
    """The mandate of somebody who heads a town hall."""
    defaults = {
        "person": fields.pop("person", None) or person(name),
        "form_of_address": "madame-la-maire",
        "start": datetime.date(2020, 5, 25),
    }
    return OfficeMandate.objects.create(office=of, **{**defaults, **fields})


def notice(to=None, sent=None, **fields):
    """A message to a reader; the relay took it at `sent`, where that is given."""
    to = to or recipient()
    if sent:
        fields = {"state": OutgoingState.ACCEPTED, "settled_at": sent, **fields}
    # One that counts for no day's limit: a mailbox gets one message a day.
    return Notice.objects.create(**{"recipient": to, "kind": NoticeKind.MANAGE, "mailbox_hash": "", **fields})


def event_series(name=None, **fields):
    return EventSeries.objects.create(name=name or f"Série {next(_numbers)}", **fields)


def questions(*rows):
    """The questions of a call, as (kind, label, what else it says)."""
    stream = []
    for kind, label, more in rows:
        value = {"label": label, "help_text": "", "required": False, **more}
        if "choices" in more:
            value["choices"] = [{"type": "item", "id": str(uuid.uuid4()), "value": words} for words in more["choices"]]
        stream.append({"type": kind, "id": str(uuid.uuid4()), "value": value})
    return StreamValue(Call._meta.get_field("questions").stream_block, stream, is_lazy=True)


def call(**fields):
    """A call that is open for a month more, with one question."""
    number, now = next(_numbers), timezone.now()
    defaults = {
        "title": f"Appel {number}",
        "slug": f"appel-{number}",
        "question": "<p>Votre commune veut-elle en être ?</p>",
        "opens_at": now - datetime.timedelta(days=1),
        "closes_at": now + datetime.timedelta(days=30),
        "is_online": True,
    }
    if "questions" not in fields:
        fields["questions"] = questions(("short_text", "Qui viendra ?", {"required": True}))
    made = Call.objects.create(**{**defaults, **fields})
    return Call.objects.get(pk=made.pk)


def answer_to(call=None, said="Le maire", **fields):
    """An answer to a call: « Le maire » to its first question."""
    number = next(_numbers)
    to = call or globals()["call"]()
    first = to.questions[0]
    defaults = {
        "call": to,
        "sender_name": "Camille Durand",
        "sender_email": f"camille{number}@mairie.example",
        "commune": fields.pop("commune", None) or commune(),
        "submission": f"{number:032}",
        "answers": [
            {
                "question": first.id,
                "kind": first.block_type,
                "label": str(first.value["label"]),
                "value": said,
                "words": said,
            }
        ],
    }
    return CallAnswer.objects.create(**{**defaults, **fields})


def synonym(*expressions, **fields):
    """A group of expressions that search takes for the same."""
    number = next(_numbers)
    said = expressions or (f"xylophone {number}", f"marimba {number}")
    return Synonym.objects.create(expressions="\n".join(said), **fields)


def member_contact(of, email="", **fields):
    """How the team of the network writes to a member: nothing of it is public."""
    defaults = {"name": "Camille Durand", "email": email or f"contact{next(_numbers)}@membre.example"}
    return MemberContact.objects.create(member=of, **{**defaults, **fields})


def campaign(**fields):
    """A yearly confirmation that opens today, answered within a month."""
    today = timezone.localdate()
    defaults = {
        "year": today.year,
        "opens_on": today,
        "deadline": today + datetime.timedelta(days=30),
        "grace_days": 15,
        "message": "Chaque année, nous vérifions votre fiche.",
    }
    return Campaign.objects.create(**{**defaults, **fields})


def label_call(of=None, criteria=("En quoi le projet aide-t-il la transition ?",), **fields):
    """The call of an edition of the label, open for a month more, with its criteria: headings, or dicts of fields."""
    now = timezone.now()
    dates = {"opens_at": now - datetime.timedelta(days=1), "closes_at": now + datetime.timedelta(days=30)}
    made = LabelCall.objects.create(**{"edition": of or edition(), **dates, **fields})
    for place, criterion in enumerate(criteria):
        said = criterion if isinstance(criterion, dict) else {"heading": criterion}
        LabelCriterion.objects.create(call=made, sort_order=place, **said)
    return LabelCall.objects.get(pk=made.pk)


def application(of=None, communes=(), **fields):
    """An application deposited in an edition that has a call, every criterion of which is answered."""
    number, now = next(_numbers), timezone.now()
    to = of or label_call().edition
    title = fields.get("title", f"Projet {number}")
    defaults = {
        "edition": to,
        "state": ApplicationState.RECEIVED,
        "title": title,
        "title_key": spelling_key(title),
        "subject": "Un jardin partagé au pied des immeubles.",
        "project_state": "definition",
        "holders": [{"name": f"Association {number}", "siret": ""}],
        "answers": [
            {"criterion": criterion.pk, "heading": criterion.heading, "text": f"Réponse {number}."}
            for criterion in to.call.criteria.all()
        ],
        "budget": [{"origin": "Ville", "amount": "1500.00"}],
        "sender_name": "Camille Durand",
        "sender_email": f"porteur{number}@asso.example",
        "submission": f"{number:032}",
        "legal_version": "label 1",
        "deposited_at": now,
    }
    made = Application.objects.create(**{**defaults, **fields})
    made.communes.set(communes)
    return made


def application_file(of, name="plan.pdf", content=b"%PDF-1.4 essai", kind="pdf", **fields):
    """A file that was deposited with an application."""
    made = ApplicationFile(application=of, name=name, kind=kind, size=len(content), is_deposited=True, **fields)
    made.digest = hashlib.sha256(content).hexdigest()
    made.file.save(name, ContentFile(content), save=False)
    made.save()
    return made


def label_result(of=None, name="Lauréat", **fields):
    """A result of an edition that is public and gives the label."""
    return LabelResult.objects.create(edition=of or edition(), name=name, **{"is_award": True, **fields})


def laureate(of=None, **fields):
    """A candidate whose result has been announced an hour ago."""
    held = of or edition(results_at=timezone.now() - datetime.timedelta(hours=1))
    return candidate(held, **{"result": label_result(held), **fields})


def admissible(of=None, **fields):
    """An application that may go before a committee."""
    made = application(of, **fields)
    Admissibility.objects.create(application=made, verdict="recevable")
    return made


def reviewer(**fields):
    """An account that may sit in a committee of the label."""
    return account("Comités du label", **fields)


def committee(of=None, members=(), applications=(), **fields):
    """A committee of an edition, with its members and what is put before it."""
    number = next(_numbers)
    made = LabelCommittee.objects.create(edition=of or edition(), **{"name": f"Comité {number}", **fields})
    made.members.set(members)
    for each in applications:
        Hearing.objects.create(committee=made, application=each)
    return made


def opinion(hearing, by, **fields):
    """What a member thinks of what is before their committee."""
    return Opinion.objects.create(hearing=hearing, reviewer=by, **{"vote": "favorable", **fields})


def candidate_news(of=None, **fields):
    """What became of a laureate: a sentence, dated today."""
    return CandidateNews.objects.create(candidate=of or laureate(), **{"sentence": "La serre a ouvert.", **fields})
