"""The words that a reader agrees to, each with its version: what is kept as the proof of a consent.

Who changes a text gives it a new version: the proofs of before keep theirs.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A text that somebody agreed to, and which edition of it."""

    version: str
    text: str


CONSENT = Wording(
    "abonnement 1",
    "En m’abonnant, je demande au Pôle Métropolitain de l’Artois de m’envoyer La Lettre aux maires à cette adresse, "
    "trois ou quatre fois par an. Mon adresse ne sert qu’à cela. Je peux me désabonner à tout moment, par un lien "
    "présent dans chaque message.",
)
MOVE = Wording(
    "adresse 1", "Je demande que La Lettre aux maires me soit envoyée à cette adresse, à la place de l’ancienne."
)
