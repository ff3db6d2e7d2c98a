"""What an issue may take over from the last one."""

from django.db.models import TextChoices


class CarriedPart(TextChoices):
    """A part of the last issue that a new one may begin with."""

    MASTHEAD = "ours", "L’ours : direction, rédaction, comité"
    INVITATIONS = "contacts", "Les contacts : lignes de contact, appels aux maires, encarts qui donnent un contact"
    ROADMAP = "feuille-de-route", "La feuille de route en cours : axes, budget, gouvernance, actions réalisées"
    LABEL = "label", "Le label : la liste des candidats de l’édition en cours"
    FIGURES = "chiffres", "Les chiffres-clés, à leur dernière valeur connue"
    AGENDA = "agenda", "L’agenda, avec les prochains événements publiés"
