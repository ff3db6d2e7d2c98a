"""Who proposed an event learns that it is online when it is, and once."""

from django.db import transaction
from django.utils import timezone

from pma_site.contributions import messages
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.messages import Words

from ..models import EventPage


def tell_senders(sender, event, **kwargs):
    """Tell those who proposed an event that it is online (signal event_written)."""
    if event.live:
        tell_those_behind(event)


def tell_those_behind(event: EventPage) -> int:
    """Note a message to who proposed `event`, where anybody may read it; return how many."""
    waiting = event.proposals.filter(told_at=None, state__in=[ContributionState.ACCEPTED, ContributionState.MERGED])
    with transaction.atomic():
        told = list(waiting.select_for_update(of=("self",)))
        if not told or not EventPage.objects.online().filter(pk=event.pk).exists():
            return 0
        address = messages.public_address(event.get_url())
        for proposal in told:
            messages.queue(proposal, _words(proposal, event, address))
        waiting.update(told_at=timezone.now())
    return len(told)


def _words(proposal, event, address):
    joined = proposal.state == ContributionState.MERGED
    happened = (
        "L’événement que vous avez proposé était déjà dans l’agenda : votre proposition y a été rattachée."
        if joined
        else "L’événement que vous avez proposé est en ligne dans l’agenda."
    )
    return Words(
        f"En ligne : l’événement de votre proposition {proposal.reference}",
        ["Bonjour,", f"{happened} Son titre : « {event.title} ».", "Merci d’avoir pensé à la lettre."],
        "Voir l’événement",
        [
            "Une date change, une erreur s’est glissée ? Répondez à ce message : nous corrigerons.",
        ],
        address=address,
    )
