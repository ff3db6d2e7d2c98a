"""What one look at the site found: well, to be watched, or to be mended, with a sentence that says what to do."""

from dataclasses import dataclass
from enum import IntEnum

from pma_site.core.typography import french_text


class State(IntEnum):
    """How something stands; the worst of several is their greatest."""

    GOOD = 0
    WATCH = 1
    BAD = 2

    @property
    def word(self):
        """The state for people."""
        return ("en ordre", "à surveiller", "à réparer")[self]

    @property
    def code(self):
        """The state for machines."""
        return ("ok", "warning", "error")[self]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its key for machines, its name, how it stands, what was seen, what to do."""

    key: str
    name: str
    state: State
    seen: str
    advice: str = ""

    def __post_init__(self):
        for field in ("name", "seen", "advice"):
            object.__setattr__(self, field, french_text(getattr(self, field)))

    @property
    def word(self):
        """How it stands, for people."""
        return self.state.word

    @property
    def look(self):
        """The modifier of its style."""
        return ("good", "watch", "bad")[self.state]


def worst(findings) -> State:
    """Return how all of it stands."""
    return max((finding.state for finding in findings), default=State.GOOD)
