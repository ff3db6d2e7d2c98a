"""What is said about an e-mail address to which nothing may be sent."""

from ..choices import ReadingState

# By its state (choices.ReadingState).
WHY_SILENT = {
    ReadingState.LEFT: (
        "Cette adresse s’est désabonnée : elle reste notée, mais ne reçoit plus rien. Seule la personne qui la lit "
        "peut la réabonner, sur la page d’abonnement du site."
    ),
    ReadingState.SUSPENDED: "Les messages envoyés à cette adresse reviennent : plus rien ne lui est envoyé.",
    ReadingState.PENDING: "Cette adresse n’a pas encore confirmé son abonnement : rien ne lui est envoyé d’ici là.",
}
ERASED = "L’adresse notée ici a été effacée à la demande de la personne qui la lisait. Indiquez-en une autre."


def about(recipient) -> str:
    """Return why nothing is sent to a Recipient, in a sentence; empty where the letter goes to it, or for None."""
    if recipient is None:
        return ""
    return WHY_SILENT.get(recipient.state, "") if recipient.email else ERASED
