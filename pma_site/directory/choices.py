from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is, as the letter's readers would say."""

    COMMUNE = "commune", "Commune"
    EPCI = "epci", "Intercommunalité"
    LOCAL_AUTHORITY = "collectivite", "Département ou Région"
    PUBLIC_BODY = "organisme", "Organisme public"
    ASSOCIATION = "association", "Association"
    COMPANY = "entreprise", "Entreprise"
    STARTUP = "startup", "Start-up"
    SCHOOL = "ecole", "Établissement d’enseignement"
    RESEARCH = "recherche", "Centre de recherche"
    CLUSTER = "pole", "Pôle ou réseau"


class MandateKind(models.TextChoices):
    """The place of an elected person in a body."""

    EXECUTIVE = "executif", "Exécutif"
    FULL_MEMBER = "titulaire", "Titulaire"
    ALTERNATE = "suppleant", "Suppléant"


# Who sits in the body: alternates do not count among its members.
SEATED = (MandateKind.EXECUTIVE, MandateKind.FULL_MEMBER)
