"""The answers to a call together: who of the communes answered, what they chose, and all of it as a table."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils import timezone

from pma_site.territory.models import Commune

from .models import Call

COUNTED = ("choice", "choices", "yes_no")


@dataclass(frozen=True)
class Tally:
    """The answers to a call that stand, counted.

    `territories` pairs each intercommunality with its communes, each with how many answers came for it; `choices` pairs
    each question with answers to choose from with how many chose what.
    """

    received: int
    answered: int
    communes: int
    territories: list
    choices: list


def tally(call: Call) -> Tally:
    """Count the answers to a call that were not withdrawn."""
    answers = list(call.answers.standing())
    by_commune = Counter(answer.commune_id for answer in answers if answer.commune_id)
    territories = defaultdict(list)
    for commune in Commune.objects.select_related("epci").order_by("epci__name", "spelling"):
        territories[commune.epci].append((commune, by_commune[commune.pk]))
    chosen = {}
    for answer in reversed(answers):
        for row in answer.answers:
            if row["kind"] in COUNTED:
                _, counted = chosen.setdefault(row["question"], (row["label"], Counter()))
                counted.update(row.get("chosen", []) or ["Sans réponse"])
    return Tally(
        len(answers),
        len(by_commune),
        sum(map(len, territories.values())),
        [(epci, sum(1 for _, number in communes if number), communes) for epci, communes in territories.items()],
        [(label, counted.most_common()) for label, counted in chosen.values()],
    )


def table(call: Call) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of all answers to a call, in the order they came; columns follow the questions.

    A question that was taken out since keeps its column, with its words of then, after the others.
    """
    answers = list(call.answers.select_related("commune__epci").order_by("sent_at", "pk"))
    asked = {block.id: str(block.value["label"]) for block in call.questions}
    for answer in answers:
        for row in answer.answers:
            asked.setdefault(row["question"], row["label"])
    header = [
        "Référence",
        "Envoyée le",
        "État",
        "Commune",
        "Code Insee",
        "Intercommunalité",
        "Nom",
        "Fonction",
        "Organisme",
        "Adresse électronique",
        "Téléphone",
        *asked.values(),
        "Mot pour l’équipe",
        "Réponse de l’équipe",
    ]
    return header, [_line(answer, asked) for answer in answers]


def _line(answer, asked):
    words = {row["question"]: row["words"] for row in answer.answers}
    commune = answer.commune
    return [
        answer.reference,
        f"{timezone.localtime(answer.sent_at):%d/%m/%Y %H:%M}",
        answer.get_state_display(),
        commune.name if commune else "",
        commune.insee_code if commune else "",
        commune.epci.name if commune else "",
        answer.sender_name,
        answer.sender_role,
        answer.sender_organisation,
        answer.sender_email,
        answer.sender_phone,
        *(words.get(question, "") for question in asked),
        answer.note,
        answer.answer,
    ]
