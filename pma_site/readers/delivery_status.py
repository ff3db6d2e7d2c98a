"""What a mail server means by the status it gives of a message (RFC 3463), and by its words where it gives none."""

import re
from enum import Enum

from pma_site.core.french import fold


class Meaning(Enum):
    """What a status says of the message, and whom it blames."""

    DELIVERED = "delivered"
    PASSING = "passing"  # A fault that may pass: a full queue, a server that does not answer.
    DEAD = "dead"  # There is no such address, or nobody reads it any more.
    POLICY = "policy"  # They want nothing from us: it is for us to mend, whoever the reader is.
    OTHER = "other"  # For good, but for another reason, as a full mailbox.


# A code of RFC 3463 in a text, and not a piece of an IP address or of a version.
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)", re.ASCII)
# The reply of an SMTP server (RFC 5321), at the beginning or after « said: », « smtp; ».
_REPLY = re.compile(r"(?:^|[\s;:(])([45])\d\d(?=[\s-])", re.ASCII)

# Statuses that say no more than « it failed ».
_VAGUE = re.compile(r"5\.(0\.0|5\.0|3\.0|2\.0|4\.0|4\.1)$")
# The address is dead: 5.1.x but for what blames the sender (RFC 3463 § 3.2); a mailbox that is switched off (5.2.1);
# a domain that does not exist, as Postfix says it (5.4.4).
_OF_THE_ADDRESS = re.compile(r"5\.(1\.(?![78]$)\d+|2\.1|4\.4)$")
_OF_THE_SENDER = re.compile(r"5\.(7\.\d+|1\.[78])$")

# Names of people and of domains say nothing: « spam@… » is somebody's.
_ADDRESS = re.compile(r"\S*@\S*")
_DEAD_WORDS = re.compile(
    r"user unknown|unknown user|unknown recipient|no such (user|recipient|mailbox|address|person)|invalid recipient"
    r"|invalid mailbox|destinataire[s]? (invalide|inconnu)|adresse inconnue|compte (inexistant|inconnu|desactive)"
    r"|(mailbox|address|account|user|recipient) (\S+ )?(does not|doesn.?t|not) (exist|found)|n.?existe pas"
    r"|not a valid (mailbox|recipient|user)|(mailbox|account)( is| has been)? (disabled|inactive|deactivated|suspended)"
    r"|recipient(s)? (address )?rejected: (access denied|user|undeliverable|unknown)|recipientnotfound"
    r"|doesn.?t have an? \S+ account|(bal|boite)( aux lettres)? inexistante"
)
_POLICY_WORDS = re.compile(
    r"\bspam\b|\bspf\b|\bdkim\b|\bdmarc\b|block ?list|black ?list|blacklist|\bdnsbl\b|\brbl\b|spamhaus|reputation"
    r"|policy|mail rejete|mail rejected|message rejected|service refus|indesirable|unsolicited"
    r"|(sender|content) (address )?(is )?(blocked|rejected|refused|denied|not allowed)|relay(ing)? (access )?denied"
)


def judge(status: str, words: str, action: str = "") -> tuple[Meaning, str]:
    """Return what a status of one recipient means, with the code of RFC 3463 that says it best.

    `status` may be empty, and `words` are those of the server; `action` is that of RFC 3464 (« failed », « delayed »…).
    Where what is said disagrees, the meaning that changes nobody wins.
    """
    text = fold(_ADDRESS.sub(" ", words[:2000]))
    code = _the_most_exact(status, text)
    if action.lower() in ("delivered", "relayed", "expanded") or code.startswith("2"):
        return Meaning.DELIVERED, code
    if action.lower() == "delayed" or code.startswith("4"):
        return Meaning.PASSING, code
    if _OF_THE_SENDER.match(code) or _POLICY_WORDS.search(text) or _says_so(_OF_THE_SENDER, text):
        return Meaning.POLICY, code
    if _OF_THE_ADDRESS.match(code):
        return Meaning.DEAD, code
    if _VAGUE.match(code) and _DEAD_WORDS.search(text):
        return Meaning.DEAD, code
    return Meaning.OTHER, code


def _the_most_exact(status, text):
    """The code of the status field, or the one in the words where the field is vague or missing."""
    given = _CODE.search(status)
    said = _CODE.search(text)
    if given and not (_VAGUE.match(given[0]) and said):
        return given[0]
    if said:
        return said[0]
    reply = _REPLY.search(text)
    return f"{reply[1]}.0.0" if reply else "5.0.0"


def _says_so(pattern, text):
    return any(pattern.match(found[0]) for found in _CODE.finditer(text))
