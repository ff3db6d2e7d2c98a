"""The words of the readers' register that the code compares."""

from django.db import models


class ReadingState(models.TextChoices):
    """Whether the letter may go to an address."""

    PENDING = "a-confirmer", "à confirmer"
    ACTIVE = "actif", "actif"
    SUSPENDED = "suspendu", "suspendu : les messages reviennent"
    LEFT = "parti", "désabonné"


class NoticeKind(models.TextChoices):
    """A message that somebody asked for, or that answers them."""

    CONFIRM = "confirmation", "confirmation d’abonnement"
    ALREADY = "deja-abonne", "déjà abonné"
    MANAGE = "gestion", "lien de gestion"
    MOVE = "nouvelle-adresse", "confirmation d’une nouvelle adresse"


class FormOfAddress(models.TextChoices):
    """How a letter begins, and how its envelope names the mayor."""

    MADAME_LA_MAIRE = "madame-la-maire", "Madame la Maire"
    MADAME_LE_MAIRE = "madame-le-maire", "Madame le Maire"
    MONSIEUR_LE_MAIRE = "monsieur-le-maire", "Monsieur le Maire"
    MADAME_DELEGUEE = "madame-deleguee", "Madame la Maire déléguée"
    MONSIEUR_DELEGUE = "monsieur-delegue", "Monsieur le Maire délégué"


class PostalReturn(models.TextChoices):
    """Why a letter came back by post."""

    UNKNOWN = "inconnu", "destinataire inconnu à l’adresse"
    INCOMPLETE = "incomplete", "adresse incomplète ou inexacte"
    REFUSED = "refuse", "pli refusé"
    UNCLAIMED = "non-reclame", "pli non réclamé"


class ReadingList(models.TextChoices):
    """A list an issue is sent to."""

    TOWN_HALLS = "mairies", "Mairies"
    SUBSCRIBERS = "abonnes", "Abonnés"
    ELECTED = "elus", "Élus"
    TESTERS = "test", "Liste de test"


class LeavingWay(models.TextChoices):
    """How an address came to want the letter no more."""

    LINK = "lien", "par le lien de désabonnement"
    ONE_CLICK = "un-clic", "par le bouton de la messagerie"
    MAIL = "courriel", "par un courriel"
    MANAGE = "gestion", "par la page de gestion"
    OBJECTION = "opposition", "opposition reçue par la rédaction"
    ERASURE = "effacement", "effacement demandé"
    COMPLAINT = "plainte", "signalé comme indésirable"


class ImportKind(models.TextChoices):
    """What a file holds."""

    OFFICES = "mairies", "Mairies"
    SUBSCRIBERS = "abonnes", "Abonnés"
    ELECTED = "elus", "Élus"


class ImportState(models.TextChoices):
    """How far an import has come."""

    READ = "lu", "colonnes à vérifier"
    EXAMINED = "examine", "examiné"
    APPLIED = "applique", "appliqué"
    UNDONE = "annule", "annulé"


class RowVerdict(models.TextChoices):
    """What an import makes of a row; what needs a look comes first."""

    INVALID = "invalide", "invalide"
    REFUSED = "refusee", "refusée"
    DUPLICATE = "doublon", "doublon"
    CREATED = "creee", "créée"
    UPDATED = "mise-a-jour", "mise à jour"
    UNCHANGED = "inchangee", "inchangée"


class ReturnEffect(models.TextChoices):
    """What followed from a message that came in, or from what the provider told."""

    NOTED = "note", "adresse en échec, à suivre"
    SUSPENDED = "suspendu", "adresse suspendue"
    POLICY = "principe", "refus de principe, l’équipe est prévenue"
    LEFT = "parti", "désabonnement"
    PASSING = "passager", "échec passager, sans suite"
    OTHER = "autre", "autre échec, sans suite"
    AUTOMATIC = "automatique", "réponse automatique"
    UNRELATED = "sans-lien", "sans lien avec un de nos messages"
    TO_READ = "a-lire", "à lire par une personne"
