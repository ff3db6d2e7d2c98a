"""The label: editions and candidates, the call and what is deposited, committees and results."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from pma_site.core.french import spelling_key
from projects.choices import ApplicationState
from projects.models import (
    Admissibility,
    Application,
    ApplicationFile,
    CandidateNews,
    CandidatePage,
    Hearing,
    LabelCall,
    LabelCommittee,
    LabelCriterion,
    LabelEditionPage,
    LabelIndexPage,
    LabelResult,
    Opinion,
)
from tests.builders import counting
from tests.builders.pages import page


def edition(**fields):
    defaults = {"year": 2000 + next(counting.numbers) % 100}
    return page(LabelIndexPage.objects.get(), LabelEditionPage, {**defaults, **fields})


def candidate(parent=None, **fields):
    defaults = {"number": next(counting.numbers), "subject": "Un jardin partagé au pied du terril."}
    return page(parent or edition(), CandidatePage, {**defaults, **fields})


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
    number, now = next(counting.numbers), timezone.now()
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


def committee(of=None, members=(), applications=(), **fields):
    """A committee of an edition, with its members and what is put before it."""
    number = next(counting.numbers)
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
