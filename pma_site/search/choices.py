from django.db import models


class Kind(models.TextChoices):
    """What a result is, by the section that it stands in."""

    LETTER = "lettre", "Lettres"
    ROADMAP = "feuille-de-route", "Feuille de route"
    LABEL = "label", "Label Euralens"
    NETWORK = "reseau", "Innov in Artois"
    EVENT = "agenda", "Agenda"
    COMMUNE = "communes", "Communes"
    FIGURE = "chiffres", "Chiffres-clés"
    CALL = "appels", "Appels aux maires"
    PAGE = "site", "Pages du site"
