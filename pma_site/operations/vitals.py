"""What the site cannot do without, looked at in a few milliseconds: database, cache, disk, what runs by itself."""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from pma_site.core import pulses
from pma_site.core.french import moment
from pma_site.core.models import Pulse

from .findings import Finding, State

# From there on who runs the site has to act.
LITTLE_ROOM, NO_ROOM = 2 << 30, 200 << 20
SILENT = timedelta(minutes=5)
BACKUP_AGE = timedelta(hours=26)
SLOW = 0.5
# How far two clocks may be apart.
CLOCKS = timedelta(seconds=30)


def database() -> Finding:
    """Whether the database answers, and how fast."""
    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        advice = "Démarrez le serveur PostgreSQL, ou vérifiez DATABASE_URL ; le site reprend de lui-même."
        return Finding("database", "Base de données", State.BAD, f"ne répond pas ({type(error).__name__})", advice)
    took = time.monotonic() - began
    if took > SLOW:
        advice = "Voyez la charge du serveur de base de données."
        return Finding("database", "Base de données", State.WATCH, f"répond en {took * 1000:.0f} ms", advice)
    return Finding("database", "Base de données", State.GOOD, f"{connection.vendor}, répond en {took * 1000:.0f} ms")


def shared_cache() -> Finding:
    """Whether the cache keeps what it is given."""
    key = f"health:{os.getpid()}"
    try:
        cache.set(key, "x", 10)
        kept = cache.get(key) == "x"
    except Exception:
        kept = False
    away = getattr(cache, "is_away", False)
    if kept and not away:
        return Finding("cache", "Cache", State.GOOD, "répond")
    advice = "Démarrez Redis, ou vérifiez REDIS_URL. D’ici là le site sert, et chaque processus compte pour lui-même."
    return Finding("cache", "Cache", State.WATCH, "ne répond pas", advice)


def _places():
    """The folders that grow, by what they are for."""
    folders = {"fichiers": settings.MEDIA_ROOT, "sauvegardes": settings.BACKUP_ROOT, "code": settings.BASE_DIR}
    if connection.vendor == "sqlite":
        folders["base"] = Path(connection.settings_dict["NAME"]).parent
    return folders


def disk() -> Finding:
    """How much room is left where the site writes; the least of them counts."""
    least, where = None, ""
    for name, folder in _places().items():
        path = Path(folder)
        while not path.exists() and path != path.parent:
            path = path.parent
        free = shutil.disk_usage(path).free
        if least is None or free < least:
            least, where = free, name
    seen = f"{least / (1 << 30):.1f}".replace(".", ",") + f" Go libres ({where})"
    advice = "Libérez de la place : vieilles sauvegardes (BACKUP_DAYS), journaux, messages de var/mail."
    if least < NO_ROOM:
        return Finding("disk", "Disque", State.BAD, seen, advice)
    return Finding("disk", "Disque", State.WATCH if least < LITTLE_ROOM else State.GOOD, seen, advice)


def of_pulses() -> list[Finding]:
    """Whether the scheduler and a worker are alive, and how old the last good backup is: one query."""
    known = {pulse.name: pulse for pulse in Pulse.objects.all()}
    return [
        _alive(
            known.get(pulses.SCHEDULER),
            "scheduler",
            "Planificateur",
            "Démarrez « manage.py scheduler » (service lettre-scheduler) : sans lui rien n’est publié à l’heure,"
            " relevé ni sauvegardé.",
        ),
        _alive(
            known.get(pulses.WORKER),
            "workers",
            "Envoi des messages",
            "Démarrez « manage.py send_due --forever » (service lettre-worker) : sans lui aucun message ne part.",
        ),
        _backup(known.get(pulses.BACKUP)),
    ]


def _alive(pulse, key, name, advice):
    if pulse is None:
        return Finding(key, name, State.BAD, "jamais vu", advice)
    ago = timezone.now() - pulse.began_at
    if ago < -SILENT:
        clock = "L’horloge d’une machine est fausse : réglez-la (timedatectl set-ntp true)."
        return Finding(key, name, State.BAD, f"vu dans le futur, le {moment(pulse.began_at)}", clock)
    if ago > SILENT:
        return Finding(key, name, State.BAD, f"vu pour la dernière fois le {moment(pulse.began_at)}", advice)
    return Finding(key, name, State.GOOD, f"vu il y a {max(0, int(ago.total_seconds()))} s")


def _backup(pulse):
    advice = "Lancez « manage.py backup » et lisez ce qu’il dit ; le planificateur en fait une chaque nuit."
    if pulse is None or pulse.succeeded_at is None:
        return Finding("backup", "Sauvegarde", State.BAD, "aucune n’est connue", advice)
    seen = f"la dernière date du {moment(pulse.succeeded_at)}"
    if timezone.now() - pulse.succeeded_at > BACKUP_AGE:
        return Finding("backup", "Sauvegarde", State.BAD, seen, advice)
    if pulse.has_failed:
        return Finding("backup", "Sauvegarde", State.WATCH, f"{seen} ; la suivante a échoué : {pulse.said}", advice)
    return Finding("backup", "Sauvegarde", State.GOOD, f"{seen}. {pulse.said}".rstrip(". ") + ".")


def machine() -> list[Finding]:
    """What the site stands on, the database first; none of it asks for a table."""
    return [database(), shared_cache(), disk()]


def quick() -> list[Finding]:
    """Everything that a watching machine asks, in a few milliseconds."""
    found = machine()
    return found + (of_pulses() if found[0].state != State.BAD else [])
