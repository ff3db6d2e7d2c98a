"""The link of a member's record is sent to who is its private contact now."""

from django.db import transaction

from pma_site.contributions import messages
from pma_site.contributions.messages import Words
from pma_site.contributions.models import Message
from pma_site.core.refusals import Refused

from . import confirming, record_links
from .choices import ConfirmationAnswer
from .models import Confirmation

NOBODY = "Aucune adresse n’a pris la suite : répondez au message qui portait ce lien."
WRITTEN_TODAY = "Nous avons déjà écrit aujourd’hui à cette adresse. Cherchez ce message, ou réessayez demain."


@transaction.atomic
def send_link(confirmation: Confirmation) -> None:
    """Note a message with the link of a record to the private contact, on the word of who holds a former link.

    Nothing more where one is on its way. Raises Refused where there is no address, or where it got three today.
    """
    row = Confirmation.objects.to_change().get(pk=confirming.latest(confirmation).pk)
    if not row.sender_email:
        raise Refused(NOBODY)
    waiting = Message.objects.filter(reference=row.reference).unfinished()
    if any(record_links.is_contact(row, message.email) for message in waiting):
        return
    record_links.hand(row)
    # What is raised here takes the new link back.
    if not messages.queue(row, _words(row), unverified=True):
        raise Refused(WRITTEN_TODAY)


def _words(row):
    is_due = row.answer == ConfirmationAnswer.NONE and row.campaign.may_be_asked
    return Words(
        f"{row.member.title} : le lien de votre fiche dans l’annuaire d’Innov in Artois",
        [
            "Bonjour,",
            f"Voici le lien de la fiche « {row.member.title} », dont vous êtes le contact. Il permet de la relire, de "
            "la confirmer et de la corriger.",
            *([confirming.time_left(row.campaign)] if is_due else []),
        ],
        "Voir ma fiche",
        [confirming.PERSONAL, confirming.NOT_THE_ONE],
        why=confirming.WHY,
    )
