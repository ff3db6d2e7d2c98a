"""What becomes of a contribution: the team decides, asks or declines, its sender corrects or withdraws.

Each step locks the row: of two people who decide at once, one does and the other is told. The sender hears of it by a
message noted in the same transaction.
"""

from django.db import transaction
from django.utils import timezone

from pma_site.core.french import moment
from pma_site.core.refusals import Refused

from . import messages
from .choices import ContributionState
from .messages import Words
from .models import Contribution

CHANGED = "Ce que vous avez lu a changé entre-temps : la personne l’a corrigé. Relisez, puis décidez."
ERASED = "Les coordonnées de cette personne ont été effacées : personne ne lirait ce message."
CLOSED = "L’équipe a déjà répondu : rien ne peut plus y être changé ici. Écrivez-nous."


def taken(model: type[Contribution], seen: str = "", **key) -> Contribution:
    """Return, locked, the open contribution of that `key`, for the rest of the transaction of its caller.

    `seen` is the fingerprint of what was read before deciding; empty for its sender, who may always change their mind.
    Raises Refused where somebody decided meanwhile, or where it is not what was read any more.
    """
    row = model.objects.select_for_update(of=("self",)).get(**key)
    if not row.is_open:
        raise Refused(_already(row) if seen else CLOSED)
    if seen and seen != row.fingerprint:
        raise Refused(CHANGED if row.state == ContributionState.RECEIVED else _already(row))
    return row


def check_reachable(contribution: Contribution) -> None:
    """Raise Refused where its sender was erased: nobody would hear of what is decided."""
    if not contribution.sender_email:
        raise Refused(ERASED)


def _already(row):
    who = f" par {row.decided_by.get_full_name() or row.decided_by.get_username()}" if row.decided_by else ""
    when = row.decided_at and f" le {moment(row.decided_at)}"
    return f"Trop tard : la situation a changé. « {row.get_state_display()} »{who}{when or ''}."


def acknowledge(contribution: Contribution, extra: list[str] = ()) -> bool:
    """Have the acknowledgement of what was just sent leave: reference, link and the mention of the law, no word typed.

    `extra` are sentences of ours to add. Return whether it will leave.
    """
    called = contribution.called
    return messages.queue(
        contribution,
        Words(
            f"Votre {called} est arrivée, référence {contribution.reference}",
            [
                "Bonjour,",
                f"Nous avons reçu une {called} envoyée avec cette adresse. Sa référence est {contribution.reference}.",
                "L’équipe de La Lettre aux maires l’examine et vous répond à cette adresse. D’ici là, vous pouvez la "
                "relire, la corriger ou la retirer.",
                *extra,
            ],
            "Suivre, corriger ou retirer",
            [
                "Ce lien est personnel : qui le possède peut agir à votre place.",
                "Vous n’avez rien envoyé ? Quelqu’un a pu saisir votre adresse par erreur : le lien vous permet de "
                "retirer l’envoi, ou ignorez ce message.",
            ],
            legal=True,
        ),
        unverified=True,
    )


def decide(contribution: Contribution, state: ContributionState, user, answer: str = "") -> None:
    """Write down what was decided of a contribution that was `taken`; `answer` is what the team says to its sender."""
    contribution.state, contribution.answer = state, answer
    contribution.decided_at, contribution.decided_by = timezone.now(), user
    contribution.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def ask(model: type[Contribution], pk: int, question: str, *, user, seen: str) -> Contribution:
    """Ask the sender something; they answer by correcting, or by a word. Raises Refused as `taken` does."""
    with transaction.atomic():
        contribution = taken(model, seen, pk=pk)
        check_reachable(contribution)
        contribution.state, contribution.answer, contribution.decided_by = ContributionState.ASKED, question, user
        contribution.save(update_fields=["state", "answer", "decided_by"])
        messages.queue(
            contribution,
            Words(
                f"Une question sur votre {contribution.called} {contribution.reference}",
                ["Bonjour,", f"Au sujet de votre {contribution.called}, l’équipe vous demande :", question],
                "Répondre et compléter",
                ["Le bouton mène à ce que vous avez envoyé : complétez-le, ou ajoutez un mot pour l’équipe."],
            ),
        )
    return contribution


def decline(model: type[Contribution], pk: int, reason: str, *, user, seen: str) -> Contribution:
    """Say no, with the reason, which the sender is told. Raises Refused as `taken` does."""
    with transaction.atomic():
        contribution = taken(model, seen, pk=pk)
        decide(contribution, ContributionState.DECLINED, user, reason)
        messages.queue(
            contribution,
            Words(
                f"Votre {contribution.called} {contribution.reference} n’est pas retenue",
                [
                    "Bonjour,",
                    f"Merci pour votre {contribution.called}. L’équipe ne la retient pas, pour cette raison :",
                    reason,
                ],
                "Relire ma demande",
                ["Une question, un changement ? Répondez à ce message."],
            ),
        )
    return contribution


def withdraw(model: type[Contribution], reference: str) -> Contribution:
    """Its sender takes back what they sent: what waited to be sent about it does not leave. Idempotent.

    Raises Refused once the team has decided.
    """
    with transaction.atomic():
        already = model.objects.filter(reference=reference, state=ContributionState.WITHDRAWN).first()
        if already:
            return already
        contribution = taken(model, reference=reference)
        decide(contribution, ContributionState.WITHDRAWN, None)
        messages.withhold(contribution, "Retirée par son auteur.")
    return contribution


def corrected(contribution: Contribution) -> None:
    """Note that the sender corrected a contribution that was `taken`: the team has to look at it again."""
    contribution.state, contribution.changed_at = ContributionState.RECEIVED, timezone.now()
    contribution.save()
