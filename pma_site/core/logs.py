"""What the logs say, and what they do not: nobody's address, and no link that opens what is one reader's own."""

import hashlib
import json
import logging
import re
import threading
import traceback
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage

from . import request_ids
from .masking import masked
from .typography import french_text


class WithoutLinks(logging.Filter):
    """Write « … » for what a personal link is signed with: who reads a log must not leave or erase in one's place."""

    def filter(self, record):
        said = record.getMessage()
        kept = masked(said)
        if kept != said:
            record.msg, record.args = kept, ()
        return True


_MAIL = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
# What stands behind a « ? » in an address was typed by somebody.
_TYPED = re.compile(r"(?<=\S)\?\S+=\S*")


def without_people(text: str) -> str:
    """Return a text without e-mail addresses, personal links, and what was typed into forms of a page's address."""
    return _TYPED.sub("?…", _MAIL.sub("…@…", masked(text)))


class WithoutPeople(logging.Filter):
    """Take out of a record what names somebody, and add the name of the request to it."""

    def filter(self, record):
        said = record.getMessage()
        kept = without_people(said)
        if kept != said:
            record.msg, record.args = kept, ()
        request = getattr(record, "request", None)
        record.request_id = request_ids.current() or getattr(request, "request_id", "-")
        return True


def _trace(record):
    """The trace of an error: files, lines and names of the code, and the error's own words without people."""
    if not record.exc_info or not record.exc_info[0]:
        return ""
    return without_people("".join(traceback.format_exception(*record.exc_info)))


class PlainFormatter(logging.Formatter):
    """Lines for people, traces without anybody's address in them."""

    def formatException(self, exc_info):  # noqa: N802 - logging's own name
        return without_people(super().formatException(exc_info))


class JsonFormatter(logging.Formatter):
    """A line of JSON a record, for machines that collect logs."""

    def format(self, record):
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            "release": settings.RELEASE,
        }
        if status := getattr(record, "status_code", None):
            told["status"] = status
        if trace := _trace(record):
            told |= {"error": record.exc_info[0].__name__, "trace": trace}
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


# What to do, by what the error's kind says of it; the first that fits.
_ADVICE = (
    (
        ("OperationalError", "InterfaceError"),
        "La base de données n’a pas répondu. Le site reprend de lui-même : voyez « manage.py check_production », puis"
        " le journal de PostgreSQL.",
    ),
    (
        ("OSError", "PermissionError"),
        "Un fichier n’a pas pu être lu ou écrit : voyez la place et les droits du disque (« manage.py"
        " check_production »).",
    ),
    (
        ("TransportNotConfirmedError", "SMTPException"),
        "Le relais de courrier refuse : voyez « Lecteurs › Messagerie ».",
    ),
    (
        ("pma_site.core.shared_cache",),
        "Démarrez Redis, ou vérifiez REDIS_URL. D’ici là le site sert, et chaque processus compte pour lui-même.",
    ),
    (
        ("pma_site.operations.scheduling",),
        "Une commande régulière a échoué : relancez-la à la main et lisez ce qu’elle dit. Elle sera réessayée"
        " d’elle-même dans la demi-heure.",
    ),
)
OTHERWISE = (
    "Une page a échoué. Notez le nom de la demande ci-dessous, cherchez-le dans le journal du serveur, et transmettez"
    " la trace à qui maintient le code. Si elles se multiplient après une mise à jour, revenez à la version d’avant"
    " (docs/exploitation.md)."
)
# The same error again is told after an hour, and no more than so many an hour.
HOUR, MOST_AN_HOUR = 3600, 10


class TeamEmailHandler(logging.Handler):
    """Tell who runs the site (ERROR_EMAILS) of errors: what happened and what to do, once an hour, without people."""

    def emit(self, record):
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.name
        place = f"{record.pathname}:{record.lineno}"
        if record.exc_info and record.exc_info[2]:
            last = traceback.extract_tb(record.exc_info[2])[-1]
            place = f"{last.filename}:{last.lineno}"
        try:
            if not settings.ERROR_EMAILS or not self._may_tell(f"{kind}{place}"):
                return
            message = EmailMessage(
                subject=f"{settings.WAGTAIL_SITE_NAME} : erreur {kind}",
                body=french_text(self._body(record, kind)) + _trace(record)[-4000:],
                to=settings.ERROR_EMAILS,
            )
        except Exception:
            self.handleError(record)
            return
        # A relay that is silent must not hold up the page.
        threading.Thread(target=self._send, args=[message], daemon=True).start()

    @staticmethod
    def _may_tell(what):
        # The same name in every process, which Python's own hash is not.
        return (
            cache.add(f"told:{hashlib.sha256(what.encode()).hexdigest()}", 1, HOUR)
            and _count_of_the_hour() <= MOST_AN_HOUR
        )

    @staticmethod
    def _body(record, kind):
        advice = next((words for kinds, words in _ADVICE if kind in kinds), OTHERWISE)
        return (
            f"{advice}\n\nErreur : {kind}\nDemande : {getattr(record, 'request_id', '-')}\n"
            f"Message : {record.getMessage()}\nVersion : {settings.RELEASE or 'inconnue'}\n"
            "La même erreur ne sera pas signalée de nouveau avant une heure.\n\n"
        )

    @staticmethod
    def _send(message):
        # The database may be away, or the relay: the log has it all the same.
        try:
            message.send(fail_silently=True)
        except Exception:
            logging.getLogger("pma_site.quiet").info("alerte non envoyée")


def _count_of_the_hour():
    cache.add("told-this-hour", 0, HOUR)
    try:
        return cache.incr("told-this-hour")
    except ValueError:
        return 1
