"""The fixed words of the letter's life: how it is sent, where a proof stands."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How an issue reached its readers."""

    EMAIL = "courriel", "par courriel"
    POST = "poste", "par la poste"
    BOTH = "les-deux", "par courriel et par la poste"


class ProofState(TextChoices):
    """Whether a link for proof-reading still opens."""

    OPEN = "ouvert", "ouvert"
    EXPIRED = "expire", "terminé"
    REVOKED = "revoque", "révoqué"
