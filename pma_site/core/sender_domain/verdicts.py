"""What is thought of one setting of the sending domain."""

from dataclasses import dataclass, field

from django.db.models import TextChoices

SILENT = "Le DNS ne répond pas : réessayez dans quelques minutes. Rien ne dit que le réglage soit faux."


class Level(TextChoices):
    """How good a setting is."""

    GOOD = "bon", "Bon"
    WARNING = "a-ameliorer", "À améliorer"
    BAD = "a-corriger", "À corriger"
    UNKNOWN = "inconnu", "Inconnu"


@dataclass(frozen=True)
class Verdict:
    """What is judged, how good it is, why, and the TXT record to publish: its name and its value."""

    subject: str
    level: Level
    words: str
    details: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    name: str = ""
    record: str = ""
