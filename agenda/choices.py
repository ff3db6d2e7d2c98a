from django.db import models


class EventStatus(models.TextChoices):
    """The public state of an event, whatever its dates."""

    SCHEDULED = "programme", "programmé"
    FULL = "complet", "complet"
    POSTPONED = "reporte", "reporté"
    MOVED = "deplace", "déplacé"
    CANCELLED = "annule", "annulé"


# States that readers must have explained in a note.
STATUSES_WITH_NOTE = tuple(status for status in EventStatus if status != EventStatus.SCHEDULED)
# States in which nobody need come.
CALLED_OFF = (EventStatus.POSTPONED, EventStatus.CANCELLED)


class EventTheme(models.TextChoices):
    """What an event is about, one choice, for filters."""

    INSTITUTIONS = "institutions", "Vie institutionnelle"
    ENVIRONMENT = "environnement", "Écotransition et environnement"
    ECONOMY = "economie", "Économie, emploi, formation"
    CULTURE = "culture", "Culture et patrimoine"
    SPORT = "sport", "Sport et nature"
    YOUTH = "jeunesse", "Jeunesse et éducation"
    OTHER = "autre", "Autre"


class Audience(models.TextChoices):
    """Who may come."""

    EVERYONE = "tous", "Tout public"
    FAMILIES = "familles", "Familles"
    YOUTH = "jeunes", "Jeunes"
    ELECTED = "elus", "Élus"
    PROFESSIONALS = "professionnels", "Professionnels"
    INVITED = "invites", "Sur invitation"


class OrganiserRole(models.TextChoices):
    """Part that an organisation takes in an event."""

    ORGANISER = "organisateur", "Organisateur"
    PARTNER = "partenaire", "Partenaire"


class ChangeKind(models.TextChoices):
    """What changed of an event that was published."""

    DATE = "date", "date"
    REMOVED = "retire", "créneau retiré"
    PLACE = "lieu", "lieu"
    STATUS = "etat", "état"


class DocumentKind(models.TextChoices):
    """What a document of an event is."""

    SUMMONS = "convocation", "Convocation"
    ORDER_OF_BUSINESS = "ordre-du-jour", "Ordre du jour"
    MINUTES = "proces-verbal", "Procès-verbal"
    PROGRAMME = "programme", "Programme"
    OTHER = "autre", "Autre document"


class Period(models.TextChoices):
    """Which part of the agenda a reader asks for."""

    COMING = "a-venir", "À venir"
    TODAY = "aujourd-hui", "Aujourd’hui"
    WEEKEND = "ce-week-end", "Ce week-end"
    WEEK = "cette-semaine", "Cette semaine"
    MONTH = "ce-mois", "Ce mois-ci"
    PAST = "passes", "Passés"


class SourceKind(models.TextChoices):
    """In which format a source tells its events."""

    CALENDAR = "ics", "agenda ICS"
    OPENAGENDA = "openagenda", "export OpenAgenda"
    TABLE = "tableau", "tableau CSV ou XLSX"


class EventImportState(models.TextChoices):
    """How far an import of events is."""

    EXAMINED = "examine", "examiné"
    APPLYING = "en-cours", "en cours"
    APPLIED = "applique", "terminé"


class ImportVerdict(models.TextChoices):
    """What an import does with an event of its source; in the order in which they need a look."""

    UNREADABLE = "illisible", "illisible"
    REFUSED = "refuse", "refusé"
    NEW = "nouveau", "nouveau"
    UPDATED = "mis-a-jour", "mis à jour"
    GONE = "disparu", "n’est plus dans la source"
    UNCHANGED = "inchange", "inchangé"


class Entry(models.TextChoices):
    """How one gets in, as who proposes an event says it."""

    FREE = "gratuit", "Gratuit, sans réservation"
    FREE_BOOKED = "gratuit-reserve", "Gratuit, sur réservation"
    PAID = "payant", "Payant"
    UNKNOWN = "inconnu", "Pas encore décidé"
