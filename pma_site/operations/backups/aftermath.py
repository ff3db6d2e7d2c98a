"""What a restored site must not do: send again what left meanwhile, know again whom it forgot, keep a session open."""

from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.core.french import counted, moment
from pma_site.core.models import Outgoing, Pulse, TransportConfirmation
from pma_site.core.shared_cache import forget_everything
from pma_site.home import preparation
from pma_site.page_cache import writes
from pma_site.page_cache.stamps import the_stamp
from pma_site.readers import journal, reapplying

from .manifest import Manifest

MAY_HAVE_LEFT = "Le site a été restauré d’une sauvegarde du {} : on ne sait pas si ce message est parti depuis."
CONFIRM = "Aucun message ne part plus : un administrateur doit confirmer le transport, dans « Lecteurs › Messagerie »."


def settle(manifest: Manifest, journals: Iterable[Path]) -> list[str]:
    """Make a restored site fit to be opened, and return in words what was done."""
    began, said = datetime.fromisoformat(manifest.began_at), []
    if preparation.pending_migrations():
        count = preparation.pending_migrations()
        preparation.migrate()
        call_command("rebuild_calendar", verbosity=0, stdout=StringIO())
        call_command("rebuild_search", verbosity=0, stdout=StringIO())
        said.append(f"La base a été mise à niveau : {counted(count, 'migration')}.")
    with transaction.atomic():
        TransportConfirmation.objects.all().delete()
        uncertain = _tell_what_may_have_left(began)
        sessions = Session.objects.all().delete()[0]
        # What ran there and then says nothing of here and now.
        Pulse.objects.all().delete()
    forget_everything()
    # What is kept of pages was made from the former content.
    the_stamp().bump()
    writes.tell()
    said += [CONFIRM, f"{counted(sessions, 'session')} fermée{'s' * (sessions > 1)} : chacun se reconnecte."]
    if uncertain:
        words = (
            "qui ont pu partir depuis sont « incertains » : rien ne les renverra seul."
            if uncertain > 1
            else "qui a pu partir depuis est « incertain » : rien ne le renverra seul."
        )
        said.append(f"{counted(uncertain, 'message')} {words}")
    lines = [line for line in journal.read([settings.REFUSAL_JOURNAL, *journals]) if line.at >= began]
    return said + reapplying.reapply(lines)


def _tell_what_may_have_left(began):
    """Nothing whose hour has come is sent again by itself: it may have left between the backup and now."""
    now, count = timezone.now(), 0
    for model in apps.get_models():
        if issubclass(model, Outgoing):
            waiting = model._base_manager.filter(
                state__in=[OutgoingState.READY, OutgoingState.CLAIMED, OutgoingState.COMMITTING], due_at__lte=now
            )
            count += waiting.update(
                state=OutgoingState.UNKNOWN,
                answer=MAY_HAVE_LEFT.format(moment(began)),
                settled_at=now,
                claim="",
                lease_until=None,
            )
    return count
