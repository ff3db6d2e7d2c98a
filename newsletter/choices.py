"""The words of the letter that the code compares."""

from django.db import models


class Output(models.TextChoices):
    """The forms in which one and the same letter appears."""

    WEB = "web", "Page web"
    EMAIL = "courriel", "Courriel"
    PDF = "pdf", "PDF"


class FactKind(models.TextChoices):
    """What is compared between the outputs of a letter."""

    DATE = "date", "La date ou l’heure"
    AMOUNT = "montant", "Le montant"
    PERSON = "personne", "La personne"
    ORGANISATION = "organisation", "L’organisation"
    PLACE = "lieu", "Le lieu"
    LINK = "lien", "Le lien"


class RefreshInterval(models.IntegerChoices):
    """How often the next value of a key figure is looked for, in months."""

    QUARTER = 3, "tous les trois mois"
    HALF_YEAR = 6, "tous les six mois"
    YEAR = 12, "tous les ans"
    TWO_YEARS = 24, "tous les deux ans"
    FIVE_YEARS = 60, "tous les cinq ans"


class Severity(models.TextChoices):
    """What a finding before publication means: the letter may not leave, or somebody should look."""

    BLOCKING = "bloquant", "Bloquant"
    WARNING = "a-verifier", "À vérifier"


class CarriedPart(models.TextChoices):
    """A part of the last issue that a new one may begin with."""

    MASTHEAD = "ours", "L’ours : direction, rédaction, comité"
    INVITATIONS = "contacts", "Les contacts : lignes de contact, appels aux maires, encarts qui donnent un contact"
    ROADMAP = "feuille-de-route", "La feuille de route en cours : axes, budget, gouvernance, actions réalisées"
    LABEL = "label", "Le label : la liste des candidats de l’édition en cours"
    FIGURES = "chiffres", "Les chiffres-clés, à leur dernière valeur connue"
    AGENDA = "agenda", "L’agenda, avec les prochains événements publiés"


class Channel(models.TextChoices):
    """How an issue reached its readers."""

    EMAIL = "courriel", "par courriel"
    POST = "poste", "par la poste"
    BOTH = "les-deux", "par courriel et par la poste"


class ProofState(models.TextChoices):
    """Whether a link for proof-reading still opens."""

    OPEN = "ouvert", "ouvert"
    EXPIRED = "expire", "terminé"
    REVOKED = "revoque", "révoqué"


class SendingState(models.TextChoices):
    """Where the sending of an issue to its readers stands."""

    WAITING = "attente", "en attente"
    RUNNING = "en-cours", "en cours"
    PAUSED = "pause", "en pause"
    STRANDED = "arrete", "arrêté : le transport a changé"
    WITHDRAWN = "retire", "retiré avant le départ"
    FINISHED = "termine", "terminé"


class SendingAction(models.TextChoices):
    """What may be asked of a sending on its way."""

    WITHDRAW = "retirer", "Retirer l’envoi"
    PAUSE = "pause", "Mettre en pause"
    RESUME = "reprendre", "Reprendre"
    STOP = "arreter", "Arrêter l’envoi"
    AGAIN = "reessayer", "Présenter à nouveau les lettres refusées"


class ExclusionReason(models.TextChoices):
    """Why somebody on a list does not get an issue."""

    RECEIVED = "deja-recu", "a déjà reçu ce numéro"
    UNSETTLED = "en-suspens", "lettre refusée ou incertaine dans un envoi précédent : à reprendre là"
    LEFT = "desabonne", "ne veut plus recevoir la lettre"
    SUSPENDED = "suspendu", "adresse suspendue : les messages reviennent"
    PENDING = "a-confirmer", "n’a pas confirmé son abonnement"
    ERASED = "effacee", "adresse effacée"
    RESERVED = "fictive", "adresse de démonstration"
