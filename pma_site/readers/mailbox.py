"""The mailbox of returns, read by IMAP over TLS (RFC 9051; RFC 8314 for the port)."""

import imaplib
import re
import ssl
from base64 import b64encode
from contextlib import suppress

from django.conf import settings

from pma_site.core.mail import one_line

from .incoming import MOST_BYTES

# How long the server may be silent, in seconds.
PATIENCE = 20
REFUSED = "Le serveur de la boîte refuse le nom ou le mot de passe"


class MailboxError(Exception):
    """The mailbox cannot be read now; the text, in French, says why."""


def is_set() -> bool:
    """Whether the environment names a mailbox."""
    return bool(settings.MAILBOX_HOST)


def connect() -> imaplib.IMAP4:
    """Call the server and check who it is; nobody has signed in yet."""
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(settings.MAILBOX_HOST, settings.MAILBOX_PORT, ssl_context=context, timeout=PATIENCE)


class Mailbox:
    """The open mailbox, for the length of a `with`. Every method raises MailboxError."""

    def __enter__(self):
        self._folders = set()
        try:
            self._server = connect()
        except ssl.SSLError as error:
            raise MailboxError(f"La connexion n’est pas sûre : {one_line(str(error))}") from error
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxError(f"Le serveur de la boîte ne répond pas : {one_line(str(error))}") from error
        try:
            self._ask("login", _quoted(settings.MAILBOX_USER), settings.MAILBOX_PASSWORD, fault=REFUSED)
            self._able = self._ask("capability")[-1].decode("ascii", "replace").upper().split()
            self._ask("select", "INBOX")
        except MailboxError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        with suppress(OSError, imaplib.IMAP4.error):
            self._server.logout()
        # What a broken connection leaves open.
        with suppress(OSError):
            self._server.shutdown()

    def unread(self, most: int) -> list[str]:
        """The names (UID) of at most `most` messages that nobody has read, the oldest first."""
        (found,) = self._ask("uid", "SEARCH", "UNSEEN")[:1] or [b""]
        return [uid for uid in (found or b"").decode("ascii", "replace").split() if uid.isdigit()][:most]

    def fetch(self, uid: str) -> bytes | None:
        """A message, or its beginning if it is huge, which stays unread; None where it is gone."""
        answer = self._ask("uid", "FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        return next((piece[1] for piece in answer if isinstance(piece, tuple)), None)

    def put_away(self, uid: str, folder: str) -> None:
        """Move a message into `folder`, made if need be; where the server will not, mark it as read."""
        name = self._folder(folder)
        if name:
            with suppress(MailboxError):
                if "MOVE" in self._able:
                    self._ask("uid", "MOVE", uid, name)
                    return
                self._ask("uid", "COPY", uid, name)
                self._ask("uid", "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
                if "UIDPLUS" in self._able:
                    # Without it, to expunge would also remove what somebody else marked.
                    self._ask("uid", "EXPUNGE", uid)
                    return
        self._ask("uid", "STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _folder(self, name):
        """The name by which the server knows a folder of ours; empty where it makes none."""
        full = _quoted(f"{self._prefix()}{_in_utf7(name)}")
        if full not in self._folders:
            # It says no to a folder that exists: only its absence matters.
            with suppress(MailboxError):
                self._ask("create", full)
            try:
                self._ask("status", full, "(UIDNEXT)")
            except MailboxError:
                return ""
            self._folders.add(full)
        return full

    def _prefix(self):
        """What personal folders begin with (RFC 2342), as « INBOX. » on some servers."""
        if "NAMESPACE" not in self._able:
            return ""
        (answer,) = self._ask("namespace")[:1] or [b""]
        found = re.match(rb'\(\("([^"]*)"', answer or b"")
        return found[1].decode("ascii", "replace") if found else ""

    def _ask(self, command, *arguments, fault="La boîte ne se lit pas"):
        try:
            state, answer = getattr(self._server, command)(*arguments)
        # A password with accents is a ValueError; a server that answers nonsense, whatever imaplib makes of it.
        except (OSError, imaplib.IMAP4.error, ValueError, LookupError, TypeError, AttributeError) as error:
            raise MailboxError(f"{fault} : {one_line(str(error))}"[:500]) from error
        if state != "OK":
            words = b" ".join(piece for piece in answer if isinstance(piece, bytes)).decode("utf-8", "replace")
            raise MailboxError(f"{fault} : {one_line(words)}"[:500])
        return answer


def _quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _in_utf7(name):
    """A folder's name as IMAP wants it (RFC 9051, appendix A.1): « Traité » is « Trait&AOk- »."""

    def written(letters):
        return f"&{b64encode(letters[0].encode('utf-16-be'), b'+,').decode().rstrip('=')}-"

    return re.sub(r"[^\x20-\x7e]+", written, name.replace("&", "&-"))
