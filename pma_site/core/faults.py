"""What a command or the server says, in French, of what who runs the site can mend: settings, database, folders."""

import errno

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from .outages import is_outage

_REASONS = {
    errno.EACCES: "le compte du site n’en a pas le droit",
    errno.EPERM: "le compte du site n’en a pas le droit",
    errno.EROFS: "le système n’y laisse rien écrire",
    errno.ENOSPC: "il n’y a plus de place",
    errno.EDQUOT: "il n’y a plus de place",
    errno.EIO: "le disque ne répond pas",
    errno.ENOENT: "il n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
}
# What passes as soon as the folder or the disk is mended, and is no fault of the code.
_OF_THE_HOST = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO)
# A table or a column that is not there: as PostgreSQL numbers it, and as SQLite says it.
_LACKING = ("42P01", "42703")
_LACKING_WORDS = ("no such table", "no such column", "has no column")


def reason(error: OSError) -> str:
    """Return why a file could not be read or written, in French where it is a usual reason."""
    return _REASONS.get(error.errno, error.strerror or str(error))


def told(error: BaseException) -> str:
    """Return a sentence on what happened and what to do about it, or nothing where it is for who writes the code."""
    if isinstance(error, ImproperlyConfigured):
        return f"Réglages : {error}"
    if isinstance(error, OSError) and error.errno in _OF_THE_HOST and error.filename:
        return (
            f"On ne peut pas lire ou écrire {error.filename} : {reason(error)}.\n"
            "Vérifiez à qui sont ce fichier et son dossier (ls -ld), et la place qui reste (df -h)."
        )
    if not isinstance(error, DatabaseError):
        return ""
    if _is_of_another_version(error):
        return "La base de données n’est pas à la version du code : lancez « manage.py migrate_once »."
    if is_outage(error):
        said = str(error).splitlines()[0]
        return f"La base de données ne répond pas, ou refuse : {said}\nDémarrez-la, ou vérifiez DATABASE_URL."
    return ""


def _is_of_another_version(error):
    return getattr(error.__cause__, "sqlstate", "") in _LACKING or any(words in str(error) for words in _LACKING_WORDS)
