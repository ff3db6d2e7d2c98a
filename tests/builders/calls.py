"""Calls to the communes and what they answer."""

import datetime
import uuid

from django.utils import timezone
from wagtail.blocks import StreamValue

from pma_site.contributions.models import Call, CallAnswer
from tests.builders import counting
from tests.builders.registers import commune


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
    number, now = next(counting.numbers), timezone.now()
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
    number = next(counting.numbers)
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
