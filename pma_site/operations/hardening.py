"""What production must be set to, looked at before it is opened and whenever something changed."""

import socket
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from pma_site.core import mail, pdf
from pma_site.core.faults import reason
from pma_site.home import preparation

from . import vitals
from .findings import Finding, State
from .static_files import ADVICE, missing

PATIENCE = 10
# What PostgreSQL may be set to, and what is lost otherwise.
DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}


def _good(key, name, seen):
    return Finding(key, name, State.GOOD, seen)


def application() -> Finding:
    """Django's own checks for production."""
    said = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if message.level >= checks.WARNING and not message.is_silenced()
    ]
    if not said:
        return _good("checks", "Réglages de Django", "« check --deploy » ne trouve rien")
    words = " ; ".join(f"{message.id} {message.msg}".splitlines()[0][:160] for message in said[:5])
    return Finding("checks", "Réglages de Django", State.BAD, words, "Lancez « manage.py check --deploy ».")


def addresses() -> Finding:
    """The site's public address and the names that it answers to."""
    base, hosts = urlsplit(settings.WAGTAILADMIN_BASE_URL), settings.ALLOWED_HOSTS
    if base.scheme != "https" or not base.hostname:
        advice = "Écrivez BASE_URL comme les lecteurs la tapent : « https://lettre.example.org »."
        return Finding("addresses", "Adresses", State.BAD, f"BASE_URL = {settings.WAGTAILADMIN_BASE_URL}", advice)
    if "*" in hosts or base.hostname not in hosts:
        advice = f"Écrivez dans ALLOWED_HOSTS {base.hostname} et les autres noms du site, sans « * »."
        return Finding("addresses", "Adresses", State.BAD, f"ALLOWED_HOSTS = {','.join(hosts)}", advice)
    return _good("addresses", "Adresses", settings.WAGTAILADMIN_BASE_URL)


def keys() -> Finding:
    """The two keys: long, and not the same."""
    for name in ("SECRET_KEY", "REFUSAL_KEY"):
        key = getattr(settings, name)
        if len(key) < 50 or len(set(key)) < 10:
            advice = f"Tirez {name} au hasard, 50 caractères ou plus. REFUSAL_KEY ne change plus jamais ensuite."
            return Finding("keys", "Clés", State.BAD, f"{name} est trop courte", advice)
    if settings.SECRET_KEY == settings.REFUSAL_KEY:
        return Finding("keys", "Clés", State.BAD, "les deux clés sont la même", "Donnez à chacune sa valeur.")
    return _good("keys", "Clés", "longues et différentes")


def is_of_this_version() -> bool:
    """Whether the database has the tables of this code."""
    return not preparation.pending_migrations()


def migrations() -> Finding:
    """Whether the database is the one of this code."""
    pending = preparation.pending_migrations()
    if pending:
        advice = "Lancez « manage.py migrate_once »."
        return Finding("migrations", "Version de la base", State.BAD, f"{pending} migrations manquent", advice)
    return _good("migrations", "Version de la base", "celle du code")


def durability() -> Finding:
    """Whether what was told as saved survives a power cut."""
    if connection.vendor == "postgresql":
        return _durability_of_postgresql()
    with connection.cursor() as cursor:
        said = {}
        for name in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            said[name] = str(cursor.fetchone()[0])
    if said == {"journal_mode": "wal", "synchronous": "2"}:
        return _good("durability", "Durabilité", "journal WAL, synchronisation complète")
    advice = "Reprenez les réglages de SQLite du projet (settings/database.py), sur un disque local."
    return Finding("durability", "Durabilité", State.BAD, f"{said}", advice)


def _durability_of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        wrong = [f"{name} = {value}" for name, value in cursor.fetchall() if value not in DURABLE[name]]
    if wrong:
        advice = "Dans postgresql.conf, remettez ces réglages à « on » : une coupure perdrait ce qui est enregistré."
        return Finding("durability", "Durabilité", State.BAD, ", ".join(wrong), advice)
    return _good("durability", "Durabilité", "fsync, synchronous_commit et full_page_writes sont en service")


def alphabet() -> Finding:
    """Whether the database puts names in the order of the French alphabet; lists are sorted by it."""
    name = "Ordre alphabétique"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'école' < 'Zoo'")
        if cursor.fetchone()[0]:
            return _good("alphabet", name, "celui du français")
    seen = "« École » vient après « Zoo » dans les listes"
    if connection.vendor != "postgresql":
        return Finding("alphabet", name, State.WATCH, seen, "Avec SQLite, c’est ainsi ; PostgreSQL sait le français.")
    advice = "Recréez la base avec « --locale-provider icu --icu-locale fr-FR », puis restaurez une sauvegarde."
    return Finding("alphabet", name, State.WATCH, seen, advice)


def clock() -> Finding:
    """Whether this machine's clock is that of the database, and after the code was made."""
    made = datetime.fromtimestamp((settings.BASE_DIR / "manage.py").stat().st_mtime, tz=timezone.get_current_timezone())
    now = timezone.now()
    apart = timedelta(0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
    advice = "Réglez l’horloge de la machine sur le réseau : timedatectl set-ntp true."
    if now < made - timedelta(days=1):
        return Finding("clock", "Horloge", State.BAD, f"{now:%d/%m/%Y %H:%M} UTC, avant l’installation", advice)
    if apart > vitals.CLOCKS:
        seen = f"{int(apart.total_seconds())} s d’écart avec la base de données"
        return Finding("clock", "Horloge", State.BAD, seen, advice)
    return _good("clock", "Horloge", "juste" if connection.vendor == "postgresql" else f"{now:%d/%m/%Y %H:%M} UTC")


def folders() -> list[Finding]:
    """Whether the site may write where it must, and each place lies where it should."""
    found = []
    for key, alias, name in (("media", "default", "Fichiers publics"), ("private", "private", "Fichiers privés")):
        storage = storages[alias]
        try:
            written = storage.save("verification.txt", ContentFile(b"x"))
            storage.delete(written)
            found.append(_good(key, name, "on peut y écrire"))
        except Exception as error:
            advice = f"Donnez au compte du site le droit d’écrire dans {_where(alias)}."
            found.append(Finding(key, name, State.BAD, f"écriture impossible ({type(error).__name__})", advice))
    found += [_apart("private", settings.PRIVATE_ROOT, settings.MEDIA_ROOT), _journal()]
    return [finding for finding in found if finding]


def _where(alias):
    folder = settings.MEDIA_ROOT if alias == "default" else settings.PRIVATE_ROOT
    return "l’espace S3" if getattr(settings, "MEDIA_FROM_BUCKET", False) else folder


def _apart(key, inner, outer):
    if Path(inner).resolve().is_relative_to(Path(outer).resolve()):
        advice = "Mettez PRIVATE_ROOT hors de MEDIA_ROOT : le serveur frontal montrerait ces fichiers à tous."
        return Finding(f"{key}-place", "Place des fichiers privés", State.BAD, str(inner), advice)
    return None


def _journal():
    path = Path(settings.REFUSAL_JOURNAL)
    if path.resolve().is_relative_to(Path(settings.BACKUP_ROOT).resolve()):
        advice = "Mettez REFUSAL_JOURNAL hors de BACKUP_ROOT, et copiez-le ailleurs que les sauvegardes."
        return Finding("journal", "Journal des refus", State.BAD, str(path), advice)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
    except OSError as error:
        advice = f"Donnez au compte du site le droit d’écrire {path}."
        return Finding("journal", "Journal des refus", State.BAD, f"écriture impossible ({reason(error)})", advice)
    return _good("journal", "Journal des refus", str(path))


def static_files() -> Finding:
    """Whether the files of the pages were collected."""
    name, lacking = "Fichiers des pages", missing()
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("static", name, State.BAD, "ils ne sont pas réunis", ADVICE)
    if lacking:
        return Finding("static", name, State.BAD, f"il en manque {len(lacking)}, dont {lacking[0]}", ADVICE)
    return _good("static", name, str(settings.STATIC_ROOT))


def relay() -> Finding:
    """Whether the relay of mail opens its door; nothing is sent."""
    if mail.is_local() or mail.description().startswith("Prestataire"):
        return _good("relay", "Relais de courrier", mail.description())
    try:
        backend = get_connection(settings.MAIL_TRANSPORT, timeout=PATIENCE)
        backend.open()
        backend.close()
    except OSError as error:
        advice = "Vérifiez EMAIL_HOST, EMAIL_PORT, le compte et le pare-feu. Les messages attendent, aucun n’est perdu."
        seen = f"{mail.description()} : {type(error).__name__}"
        return Finding("relay", "Relais de courrier", State.BAD, seen, advice)
    return _good("relay", "Relais de courrier", f"{mail.description()} répond")


def paper() -> Finding:
    """Whether PDFs can be made."""
    if command := pdf.missing_library():
        return Finding("pdf", "PDF", State.BAD, "il manque une bibliothèque", f"Tapez : {command}")
    return _good("pdf", "PDF", "les bibliothèques sont là")


def proxies() -> Finding:
    """How many proxies are believed, which only the host can judge."""
    seen = f"PROXIES = {settings.PROXIES}, sur {socket.gethostname()}"
    if settings.PROXIES == 0:
        advice = "Derrière nginx, mettez PROXIES=1 : sinon tous les visiteurs comptent pour un seul."
        return Finding("proxies", "Serveurs frontaux", State.WATCH, seen, advice)
    return _good("proxies", "Serveurs frontaux", seen)


def alerts() -> Finding:
    """Who is told of errors."""
    if not settings.ERROR_EMAILS:
        advice = "Écrivez dans ERROR_EMAILS les adresses de qui doit le savoir, séparées par des virgules."
        return Finding("alerts", "Alertes", State.WATCH, "personne n’est prévenu des erreurs", advice)
    count = len(settings.ERROR_EMAILS)
    return _good("alerts", "Alertes", f"{count} adresse{'s' if count > 1 else ''}")


def everything() -> list[Finding]:
    """All that only production is asked; each look stands for itself."""
    looks = [application, addresses, keys, migrations, durability, alphabet, clock, static_files, relay, alerts]
    looks += [paper, proxies]
    return [finding for look in looks for finding in [_safely(look)]] + folders()


def _safely(look):
    try:
        return look()
    except Exception as error:
        seen = f"n’a pas pu être regardé ({type(error).__name__} : {error})"[:300]
        return Finding(look.__name__, look.__name__, State.BAD, seen, "Réparez ce qui précède, puis recommencez.")
