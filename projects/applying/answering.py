"""What the team answers to an application beside deciding on it: a question, a word, a delay."""

from datetime import datetime

from django.db import transaction

from pma_site.contributions import deciding
from pma_site.core.french import day_and_hour
from pma_site.core.refusals import Refused

from ..models import Application
from . import drafts, telling

FULL_MAILBOX = "Plus personne n’est à prévenir : les coordonnées ont été effacées."
DECIDED = "Un délai ne sert qu’à un dossier en préparation, ou déposé et pas encore décidé."


def ask(pk: int, question: str, *, user, seen: str) -> Application:
    """Ask who applies something: until they deposit again, they may correct, even after the closing.

    Raises Refused as contributions.deciding.ask does.
    """
    return deciding.ask(Application, pk, question, user=user, seen=seen)


@transaction.atomic
def write(pk: int, text: str) -> Application:
    """Write a word to who applies, and change nothing of where it stands. Raises Refused where nobody would read it."""
    application = drafts.locked(pk)
    if application.is_draft or not telling.write(application, text):
        raise Refused(FULL_MAILBOX)
    return application


@transaction.atomic
def grant_delay(pk: int, until: datetime) -> Application:
    """Let one application be filled in and deposited until an instant, though the call is closed, and tell its holders.

    Raises Refused where it is withdrawn or decided.
    """
    application = drafts.locked(pk)
    if not (application.is_draft or application.is_open):
        raise Refused(DECIDED)
    application.open_until = until
    application.save(update_fields=["open_until"])
    telling.tell_delay(application, day_and_hour(until))
    return application
