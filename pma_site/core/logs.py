"""What the logs do not say: the links that are given to one reader each, and open what is theirs."""

import logging
import re

_LINK = re.compile(
    r"(/(?:abonnement/[a-z-]+|relecture|appels/(?:reponse|envoyee)|proposer-un-evenement/[a-z-]+)/)[^/\s?]+"
)


class WithoutLinks(logging.Filter):
    """Write « … » for what a personal link is signed with: who reads a log must not leave or erase in one's place."""

    def filter(self, record):
        said = record.getMessage()
        kept = _LINK.sub(r"\1…", said)
        if kept != said:
            record.msg, record.args = kept, ()
        return True
