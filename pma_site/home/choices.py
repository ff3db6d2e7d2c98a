from django.db import models

# Criteria of the RGAA 4.1 and of its corrected editions, in thirteen themes.
CRITERIA = 106


class Standard(models.TextChoices):
    """The edition of the RGAA that an audit followed; all have the same 106 criteria."""

    RGAA_4_1_2 = "4.1.2", "RGAA 4.1.2"


class Conformity(models.TextChoices):
    """What a public site declares of itself, in the words of decree no. 2019-768, article 4."""

    FULL = "totale", "totalement conforme"
    PARTIAL = "partielle", "partiellement conforme"
    NONE = "aucune", "non conforme"

    @classmethod
    def reached(cls, passed, applicable):
        """The state of a site that passes this many of the criteria that apply to it (one at least)."""
        if passed == applicable:
            return cls.FULL
        # In whole numbers: half of the criteria is enough, whatever the rounding of the rate that is shown.
        return cls.PARTIAL if 2 * passed >= applicable else cls.NONE


class Obstacle(models.TextChoices):
    """Why a content is not accessible, in the three lists of the official statement."""

    FAILURE = "non_conformite", "Non-conformité"
    DISPENSATION = "derogation", "Dérogation pour charge disproportionnée"
    OUT_OF_SCOPE = "non_soumis", "Contenu non soumis à l’obligation d’accessibilité"

    @property
    def heading(self):
        """The title of its list in the statement."""
        return _HEADINGS[self]


_HEADINGS = {
    Obstacle.FAILURE: "Non-conformités",
    Obstacle.DISPENSATION: "Dérogations pour charge disproportionnée",
    Obstacle.OUT_OF_SCOPE: "Contenus non soumis à l’obligation d’accessibilité",
}
