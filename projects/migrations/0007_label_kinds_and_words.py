"""What happens in each step is read from its name, and what candidates are about from their texts.

Undone, a result that waits for the announcement of its edition gets that instant for its own; one whose announcement is
not fixed stays hidden.
"""

import datetime

from django.db import migrations
from django.db.models import OuterRef, Subquery

from pma_site.core.french import fold, stem_words

# What a name says, the surest first.
KINDS = [
    ("ceremonie", "ceremonie"),
    ("appel", "appel"),
    ("annonce", "annonce"),
    ("designation", "annonce"),
    ("resultats", "annonce"),
    ("instruction", "instruction"),
    ("comite", "comite"),
    ("cercle", "comite"),
]
ONCE = ("appel", "annonce")
FAR_AWAY = datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC)


def tell_kinds(apps, schema_editor):
    known = set()
    for step in apps.get_model("projects.LabelStep").objects.order_by("edition", "sort_order", "pk"):
        kind = next((kind for word, kind in KINDS if word in fold(step.name)), "autre")
        if kind in ONCE and (step.edition_id, kind) in known:
            kind = "autre"
        known.add((step.edition_id, kind))
        step.kind = kind
        step.save(update_fields=["kind"])
    for candidate in apps.get_model("projects.CandidatePage").objects.all():
        holders = [link.organisation.name for link in candidate.holders.select_related("organisation")]
        communes = [link.commune.name for link in candidate.communes.select_related("commune")]
        texts = [candidate.title, candidate.subject, candidate.area, *holders, *communes]
        candidate.words = f" {stem_words(' '.join(texts))}"
        candidate.save(update_fields=["words"])


def keep_instants(apps, schema_editor):
    waiting = apps.get_model("projects.CandidatePage").objects.filter(result__isnull=False)
    editions = apps.get_model("projects.LabelEditionPage").objects.filter(results__pk=OuterRef("result_id"))
    waiting.filter(result_announced_at=None).update(result_announced_at=Subquery(editions.values("results_at")[:1]))
    waiting.filter(result_announced_at=None).update(result_announced_at=FAR_AWAY)


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_label_announcement_steps_and_news")]

    operations = [migrations.RunPython(tell_kinds, keep_instants)]
