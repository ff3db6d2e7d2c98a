"""The messages to who applies: the link to come back, the acknowledgement, a reminder; none says what was typed."""

from django.urls import reverse

from pma_site.contributions import messages
from pma_site.contributions.messages import Words

from ..models import Application
from .wording import MENTION

NOT_ME = (
    "Vous n’avez rien commencé ? Quelqu’un a pu saisir votre adresse par erreur : ignorez ce message, le dossier sera "
    "effacé."
)
PERSONAL = "Ce lien est personnel : qui le possède peut lire et changer le dossier. Gardez ce message."


def send_link(application: Application) -> bool:
    """Have the link of a file leave to the address that was given; tell whether it will.

    It is sent on the word of who typed that address: three a day at the most to one mailbox.
    """
    until = f" jusqu’au {application.call.deadline}" if application.is_draft and application.call else ""
    return messages.queue(
        application,
        Words(
            f"Label Euralens : votre dossier {application.reference}",
            [
                "Bonjour,",
                f"Voici le lien de votre dossier de candidature, référence {application.reference}. Il permet de le "
                f"reprendre où vous l’avez laissé{until}.",
            ],
            "Ouvrir mon dossier",
            [PERSONAL, NOT_ME],
            legal=True,
            mention=MENTION,
        ),
        unverified=True,
    )


def acknowledge(application: Application, *, again: bool = False) -> bool:
    """Acknowledge what was just deposited, or deposited `again`; tell whether the message will leave."""
    what = "Vos corrections sont arrivées" if again else "Votre candidature est arrivée"
    call = application.call
    until = f"Jusqu’au {call.deadline}, vous pouvez la corriger. " if call and call.is_open else ""
    return messages.queue(
        application,
        Words(
            f"Label Euralens : {what.lower()}, référence {application.reference}",
            [
                "Bonjour,",
                f"{what}. La référence est {application.reference}.",
                f"{until}Vous pouvez la relire, et la retirer tant que l’équipe n’a pas décidé. L’équipe du label "
                "peut vous poser une question à cette adresse.",
            ],
            "Ouvrir mon dossier",
            [PERSONAL],
            legal=True,
            mention=MENTION,
        ),
        unverified=True,
    )


def remind(application: Application) -> bool:
    """Remind who began an application that it is not deposited; tell whether the message will leave."""
    return messages.queue(
        application,
        Words(
            f"Label Euralens : votre dossier {application.reference} n’est pas déposé",
            [
                "Bonjour,",
                f"L’appel à candidatures se termine bientôt : jusqu’au {application.call.deadline}. Votre dossier "
                f"{application.reference} est commencé, mais il n’est pas déposé.",
            ],
            "Reprendre mon dossier",
            [PERSONAL, "Vous ne candidatez plus ? Il n’y a rien à faire : il sera effacé."],
        ),
        unverified=True,
    )


def tell_team(application: Application) -> None:
    """Tell the address that the call names that something was deposited, and where the team reads it."""
    call = application.call
    if not call or not call.notified_email:
        return
    messages.tell_team(
        application,
        call.notified_email,
        Words(
            f"Label Euralens : candidature {application.reference} déposée",
            ["Bonjour,", f"Une candidature vient d’être déposée, référence {application.reference}."],
            "Lire la candidature",
            address=messages.public_address(reverse("label_application", args=[application.pk])),
            why="Vous recevez ce message parce que l’appel à candidatures indique cette adresse.",
        ),
    )


def write(application: Application, text: str) -> bool:
    """Send who applies a word of the team, which they answer by e-mail; tell whether it will leave."""
    return messages.queue(
        application,
        Words(
            f"Label Euralens : au sujet de votre candidature {application.reference}",
            ["Bonjour,", "L’équipe du label vous écrit :", text],
            "Ouvrir mon dossier",
            ["Répondez à ce message pour nous écrire."],
        ),
    )


def tell_delay(application: Application, until: str) -> bool:
    """Tell who applies that they may still deposit, `until` an instant in words; tell whether it will leave."""
    return messages.queue(
        application,
        Words(
            f"Label Euralens : un délai pour votre dossier {application.reference}",
            [
                "Bonjour,",
                f"Votre dossier {application.reference} peut encore être complété et déposé, jusqu’au {until}.",
            ],
            "Reprendre mon dossier",
            [PERSONAL],
        ),
    )
