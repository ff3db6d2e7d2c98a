"""Answering a call: sent, corrected, accepted; asking, declining and withdrawing are those of every contribution."""

from django.db import IntegrityError, transaction
from django.urls import reverse

from pma_site.core.french import moment
from pma_site.core.refusals import Refused

from . import deciding, messages
from .choices import ContributionState
from .messages import Words
from .models import Call, CallAnswer
from .wording import LEGAL

SENT = (
    "Cette réponse est déjà envoyée, sous la référence {0}. Ce que vous venez de changer n’est pas enregistré : "
    "corrigez-la par le lien du message que vous avez reçu."
)
CLOSED = "Cet appel ne reçoit plus de réponses : celle-ci n’est pas enregistrée."


def send(call: Call, rows: list[dict], *, code: str, office=None, **sender) -> CallAnswer:
    """Keep an answer to an open call and have it acknowledged; the form of identity `code`, sent twice, is kept once.

    `rows` are those of CallAnswer.answers, `sender` its fields about who answers; `office` is the town hall whose own
    link led here. Raises Refused once the call is closed, and where the form was sent before with something else in it.
    """
    try:
        with transaction.atomic():
            known = CallAnswer.objects.filter(submission=code).first()
            if known:
                return _same(known, rows, sender)
            # As it is now: somebody may have closed it since the form was shown.
            call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
            if not call.is_open:
                raise Refused(CLOSED)
            commune = sender.get("commune")
            answer = CallAnswer.objects.create(
                call=call,
                answers=rows,
                submission=code,
                office=office if office and office.commune == commune else None,
                legal_version=LEGAL.version,
                **sender,
            )
            deciding.acknowledge(answer, _about_others(answer))
            if call.notified_email:
                _tell_team(answer)
    except IntegrityError:
        # Pressed twice at the same instant.
        return _same(CallAnswer.objects.get(submission=code), rows, sender)
    return answer


def _same(known, rows, sender):
    """The answer that was sent before by the same form, unless something was changed there since."""
    if known.answers != rows or any(getattr(known, name) != value for name, value in sender.items()):
        raise Refused(SENT.format(known.reference))
    return known


def _tell_team(answer):
    screen = reverse("wagtailsnippets_contributions_callanswer:inspect", args=[answer.pk])
    messages.tell_team(
        answer,
        answer.call.notified_email,
        Words(
            f"Une réponse à l’appel « {answer.call} »",
            ["Bonjour,", f"Une réponse vient d’arriver à l’appel « {answer.call} »."],
            "La lire dans l’administration",
            address=messages.public_address(screen),
            why="Vous recevez ce message parce que cet appel donne votre adresse pour être prévenu des réponses.",
        ),
    )


def _about_others(answer):
    """What its sender is told where they had already answered: nobody but the owner of the address reads it."""
    before = answer.others_of_sender.first()
    if before is None:
        return []
    return [
        f"Vous aviez déjà répondu à cet appel le {moment(before.sent_at)}, sous la référence {before.reference} : les "
        "deux réponses sont gardées, et l’équipe s’en tient à la plus récente. Pour retirer l’autre, ouvrez le lien du "
        "message qui en a accusé réception."
    ]


@transaction.atomic
def correct(answer: CallAnswer, rows: list[dict], **sender) -> CallAnswer:
    """Write down what its sender corrects: the team has to look at it again. Raises Refused where it is too late."""
    answer = deciding.taken(CallAnswer, reference=answer.reference)
    if not answer.may_be_corrected:
        raise Refused(CLOSED)
    asked = {row["question"] for row in rows}
    # What was answered to a question that is asked no more stays.
    answer.answers = [*rows, *(row for row in answer.answers if row["question"] not in asked)]
    for name, value in sender.items():
        setattr(answer, name, value)
    if answer.office and answer.office.commune_id != answer.commune_id:
        answer.office = None
    deciding.corrected(answer)
    return answer


@transaction.atomic
def accept(pk: int, words: str, *, user, seen: str) -> CallAnswer:
    """Say yes, with a word where there is one; the sender is told. Raises Refused as deciding.taken does."""
    answer = deciding.taken(CallAnswer, seen, pk=pk)
    deciding.check_reachable(answer)
    deciding.decide(answer, ContributionState.ACCEPTED, user, words)
    messages.queue(
        answer,
        Words(
            f"Votre réponse {answer.reference} est acceptée",
            [
                "Bonjour,",
                f"Merci pour votre réponse à l’appel « {answer.call} ». L’équipe l’accepte.",
                *filter(None, [words]),
            ],
            "Relire ma réponse",
            ["Une question, un changement ? Répondez à ce message."],
        ),
    )
    return answer
