"""The passages of an issue that a proof-reader can speak of: its titles, and each block of its streams."""

from dataclasses import dataclass

from django.utils.text import Truncator

QUOTED = 110
WHOLE = "ensemble"


@dataclass
class Passage:
    """A passage by its `key` (a block's own identity, or the name of a part), where it stands, and its first words."""

    key: str
    part: str
    label: str
    quotation: str = ""

    @property
    def place(self):
        """« La une – Encart »."""
        return f"{self.part} – {self.label}" if self.part else self.label


def _quoted(*texts):
    return Truncator(" ".join(" ".join(filter(None, texts)).split())).chars(QUOTED)


def passages(issue) -> list[Passage]:
    """Return the passages of an issue in the order one reads them, the issue as a whole first."""
    feature = issue.feature_title or "Le dossier"
    territory = issue.territory_title or "Le territoire"
    return [
        Passage(WHOLE, "", "Le numéro dans son ensemble"),
        Passage("la-une", "La une", "Titre et chapeau", _quoted(issue.title, issue.standfirst)),
        Passage("image-de-une", "La une", "Image et légende", _quoted(issue.cover_caption or issue.cover_image_alt)),
        *_blocks("La une", issue.cover),
        Passage("le-dossier", feature, "Titre et chapeau", _quoted(issue.feature_title, issue.feature_standfirst)),
        *_blocks(feature, issue.feature),
        *_blocks(territory, issue.territory),
        Passage("ours", "Ours", "Direction et comité de rédaction"),
    ]


def _blocks(part, stream):
    for block in stream:
        words = block.block.get_searchable_content(block.value)
        yield Passage(block.id, part, str(block.block.label), _quoted(*words))


def edit_anchor(key) -> str:
    """Return the anchor of a passage in the form of the issue; the passages that are no block have none."""
    return f"#block-{key}-section" if len(key) == 36 else ""
