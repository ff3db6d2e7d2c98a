"""What a message that comes in says, whoever wrote it and however: a return, a complaint, a wish to leave, or none."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, message_from_string
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from enum import Enum

from pma_site.core.french import fold
from pma_site.core.mail import one_line
from pma_site.core.mail_addresses import canonical

# What is read of a message: reports say what matters at their beginning.
MOST_BYTES, MOST_PARTS, MOST_TEXT, MOST_HEADER, MOST_IDS = 400_000, 50, 20_000, 2_000, 20
# More than any mail program writes of lines that open a part, of length of a line, of lines that go on with a header:
# the standard library would spend a minute on them.
MOST_BOUNDARIES = 30
_LONG_LINE = re.compile(rb"([^\n]{2000})[^\n]+")
_LONG_HEADER = re.compile(rb"((?:\n[ \t][^\n]*){50})(?:\n[ \t][^\n]*)+")

# What links.leave_address signs: a code, and its signature.
_TOKEN = re.compile(r"(?<![\w.-])[0-9a-f]{16}\.[\w-]{20,90}(?![\w.-])", re.ASCII)
_MESSAGE_ID = re.compile(r"<[^<>\s]{10,300}>")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:]{1,255}")
_SERVER = re.compile(
    r"mailer-?daemon|mail delivery|delivery (sub)?system|^postmaster@|<postmaster@|mdaemon@|microsoftexchange", re.I
)
# Where a return without form begins to quote what it returns.
_COPY = re.compile(r"^.*(copy of the message|copie du message|original message|message d.origine).*$", re.I | re.M)
_AWAY = re.compile(
    r"^(re ?: ?)?(auto ?:|auto-?reply|automatic reply|(reponse|message) automatique|absen(ce|t)|je suis absent"
    r"|(en )?conges?\b|accuse de reception|fermeture)|absence du bureau|out of (the )?office"
)


class Kind(Enum):
    """What a message that comes in is."""

    RETURN = "return"  # A message of ours could not be delivered, or not yet.
    COMPLAINT = "complaint"  # « This is spam » (RFC 5965).
    LEAVING = "leaving"  # The mail program of a reader, or the reader, wants the letter no more.
    AUTOMATIC = "automatic"  # Nobody wrote it: « I am away ».
    OTHER = "other"  # Somebody wrote it, or nobody knows.


@dataclass(frozen=True)
class Said:
    """What a server says of one recipient, in the words of RFC 3464."""

    addresses: frozenset[str]
    action: str = ""
    status: str = ""
    diagnostic: str = ""


@dataclass
class Incoming:
    """A message, understood. `message_ids` are those of the message that it is about, `token` that of who leaves."""

    kind: Kind
    message_ids: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    token: str = ""
    feedback: str = ""


def read(raw: bytes) -> Incoming:
    """Understand a message as the network gave it. It never raises: what cannot be read is Kind.OTHER."""
    raw = _LONG_HEADER.sub(rb"\1", _LONG_LINE.sub(rb"\1", raw[:MOST_BYTES]))
    if raw.lower().count(b"boundary") > MOST_BOUNDARIES:
        return Incoming(Kind.OTHER)
    try:
        return _understand(message_from_bytes(raw))
    except Exception:
        # The standard library raises a dozen different errors at what is malformed on purpose.
        return Incoming(Kind.OTHER)


def _understand(message):
    found = _TOKEN.search(_header(message, "Subject"))
    if found:
        return Incoming(Kind.LEAVING, token=found[0])
    parts = list(_parts(message))
    complaint = next((part for part in parts if part.get_content_type() == "message/feedback-report"), None)
    if complaint is not None:
        return _complaint(complaint, parts)
    reports = [part for part in parts if part.get_content_type() in _REPORTS]
    if reports:
        said = [each for report in reports for each in _recipients(report)]
        return Incoming(Kind.RETURN, _ids(message, parts), said)
    if message["X-Failed-Recipients"] or _SERVER.search(_header(message, "From")):
        return _return_without_form(message, parts)
    return Incoming(Kind.AUTOMATIC if _is_automatic(message) else Kind.OTHER)


_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")


def _parts(message) -> Iterator[Message]:
    """The parts of a message in order, and none of the message that it returns."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = part.get_payload()[:MOST_PARTS]


def _header(message, name):
    """A header as a person reads it; empty where there is none."""
    value = str(message.get(name) or "")[:MOST_HEADER]
    pieces = []
    try:
        for text, charset in decode_header(value):
            pieces.append(text if isinstance(text, str) else _decoded(text, charset))
    except HeaderParseError:
        return one_line(value)
    return one_line("".join(pieces))


def _decoded(content, charset):
    with suppress(LookupError, UnicodeError):
        # UTF-7 has ways of writing halves of signs, which no database takes.
        return content.decode(charset or "utf-8", "strict").encode("utf-8", "replace").decode()
    return content.decode("latin-1")


def _text(part):
    """The text of a part, in whatever charset."""
    content = part.get_payload(decode=True) or b""
    return _decoded(content[:MOST_TEXT], part.get_content_charset() or "utf-8")


def _ids(message, parts):
    """The Message-IDs that may be that of the returned message, the likeliest first."""
    found = []
    for part in parts:
        if part.get_content_type() not in _RETURNED:
            continue
        payload = part.get_payload()
        headers = payload[0] if isinstance(payload, list) and payload else message_from_string(_text(part))
        found.append(str(headers.get("Message-ID") or ""))
    # Some servers return no header, but answer the message.
    found += [str(message.get(name) or "") for name in ("In-Reply-To", "References", "X-Original-Message-ID")]
    return _MESSAGE_ID.findall(" ".join(found)[: MOST_HEADER * 4])[:MOST_IDS]


def _recipients(report) -> Iterator[Said]:
    """What a report of delivery says of each recipient (RFC 3464 § 2.3)."""
    blocks = report.get_payload()
    for block in blocks[:MOST_PARTS] if isinstance(blocks, list) else [message_from_string(_text(report))]:
        addresses = _final(block["Final-Recipient"]) | _final(block["Original-Recipient"])
        if addresses:
            diagnostic = _header(block, "Diagnostic-Code").partition(";")
            yield Said(
                frozenset(addresses),
                _header(block, "Action").strip().lower(),
                _header(block, "Status"),
                (diagnostic[2] or diagnostic[0]).strip(),
            )


def _final(value):
    """The addresses that « rfc822; jean+2Blettre@… » may mean: as it stands, and as RFC 3461 § 4 writes it."""
    _, _, text = str(value or "")[:MOST_HEADER].rpartition(";")
    address = _ADDRESS.search(text)
    if not address:
        return set()
    plain = re.sub(r"\+([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), address[0])
    return {canonical(address[0]), canonical(plain)}


def _complaint(report, parts):
    """What a reader's provider reports (RFC 5965): of which message, and what kind of complaint."""
    payload = report.get_payload()
    fields = payload[0] if isinstance(payload, list) and payload else message_from_string(_text(report))
    addresses = {canonical(found) for found in _ADDRESS.findall(_header(fields, "Original-Rcpt-To"))}
    said = [Said(frozenset(addresses))] if addresses else []
    return Incoming(Kind.COMPLAINT, _ids({}, parts), said, feedback=_header(fields, "Feedback-Type").lower())


def _return_without_form(message, parts):
    """What servers write that know no RFC 3464, as Exim, qmail or old Exchange: a text, and a copy of the message."""
    text = "\n".join(_text(part) for part in parts if part.get_content_type() == "text/plain")[:MOST_TEXT]
    ids = _ids(message, parts) or _MESSAGE_ID.findall(text)[:MOST_IDS]
    copy = _COPY.search(text)
    words = text[: copy.start()] if copy else text
    addresses = {canonical(found) for _, found in getaddresses([_header(message, "X-Failed-Recipients")]) if found}
    addresses |= {canonical(found.strip(".")) for found in _ADDRESS.findall(words)[:MOST_IDS]}
    return Incoming(Kind.RETURN, ids, [Said(frozenset(addresses), "failed", "", one_line(words))])


def _is_automatic(message):
    """Whether nobody wrote a message: it says so (RFC 3834 § 5), or its subject does."""
    said = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said and said != "no":
        return True
    if any(message[name] for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponder", "List-Id")):
        return True
    if message.get_param("report-type") == "disposition-notification":
        return True
    if _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    return bool(_AWAY.search(fold(_header(message, "Subject"))))
