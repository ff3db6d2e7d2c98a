from datetime import timedelta

from django.db import models

# How long the list of calls remembers those that are over.
REMEMBERED = timedelta(days=365)


class ContributionState(models.TextChoices):
    """Where something that the public sent stands, from the moment it was sent."""

    RECEIVED = "recue", "à examiner"
    ASKED = "question", "question posée"
    ACCEPTED = "acceptee", "acceptée"
    MERGED = "fusionnee", "rattachée à une autre"
    DECLINED = "declinee", "déclinée"
    WITHDRAWN = "retiree", "retirée par son auteur"


# The team has still something to do, or waits for an answer.
OPEN_STATES = (ContributionState.RECEIVED, ContributionState.ASKED)


class RemarkSubject(models.TextChoices):
    """What a remark on the page of a place is about."""

    EVENT = "evenement", "un événement"
    PROJECT = "projet", "un projet ou un candidat au label"
    MEMBER = "membre", "un membre d’Innov in Artois"
    TOWN_HALL = "mairie", "la mairie, les élus ou les délégués"
    FIGURE = "chiffre", "un chiffre"
    OTHER = "autre", "autre chose"


class CallMoment(models.TextChoices):
    """Where a call stands at an instant."""

    DRAFT = "brouillon", "brouillon"
    ANNOUNCED = "annonce", "annoncé"
    OPEN = "ouvert", "ouvert"
    CLOSED = "clos", "clos"
