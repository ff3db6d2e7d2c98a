from django.db import models


class ActionStep(models.TextChoices):
    """How far an action of the roadmap is: plain words rather than a percentage."""

    STUDIED = "etude", "à l’étude"
    PLANNED = "prevue", "prévue"
    UNDER_WAY = "engagee", "engagée"
    DONE = "realisee", "réalisée"
    POSTPONED = "reportee", "reportée"
    ABANDONED = "abandonnee", "abandonnée"


# Steps that must be explained to readers.
STEPS_WITH_REASON = (ActionStep.POSTPONED, ActionStep.ABANDONED)
# What is still to come, for « À venir ».
STEPS_TO_COME = (ActionStep.STUDIED, ActionStep.PLANNED, ActionStep.UNDER_WAY)


# In the order in which progress is told.
STEPS_BY_PROGRESS = (
    ActionStep.DONE,
    ActionStep.UNDER_WAY,
    ActionStep.PLANNED,
    ActionStep.STUDIED,
    ActionStep.POSTPONED,
    ActionStep.ABANDONED,
)


class Attention(models.TextChoices):
    """Why an action to come needs somebody."""

    ANY = "a-suivre", "En retard ou sans nouvelle"
    OVERDUE = "en-retard", "En retard : l’échéance est passée"
    SILENT = "sans-nouvelle", "Sans nouvelle"


class DatePrecision(models.TextChoices):
    """How exactly the day of a milestone is known."""

    DAY = "jour", "Jour"
    MONTH = "mois", "Mois"
    YEAR = "annee", "Année"


class ContributionKind(models.TextChoices):
    """Where money of the roadmap comes from."""

    MEMBER = "membre", "Contribution d’un membre"
    GRANT = "subvention", "Subvention"


class ProjectState(models.TextChoices):
    """State of progress of a project that applies for the label."""

    DEFINED = "definition", "en cours de définition"
    UNDER_WAY = "realisation", "en cours de réalisation"
    DONE = "acheve", "réalisé"


class StepProgress(models.TextChoices):
    """Where today stands in a step of the label's calendar."""

    OVER = "passee", "terminée"
    UNDER_WAY = "en-cours", "en cours"
    TO_COME = "a-venir", "à venir"


class StepKind(models.TextChoices):
    """What happens in a step of an edition of the label: by it the steps are told in their order."""

    CALL = "appel", "Appel à candidatures"
    REVIEW = "instruction", "Instruction des dossiers"
    COMMITTEE = "comite", "Réunion d’un comité"
    ANNOUNCEMENT = "annonce", "Annonce des résultats"
    CEREMONY = "ceremonie", "Cérémonie"
    OTHER = "autre", "Autre étape"


class ResultColour(models.TextChoices):
    """Colour of a result's badge; its name and icon say the same."""

    CHARBON = "charbon", "Charbon"
    CANOPEE = "canopee", "Vert"
    CANAL = "canal", "Bleu"
    BRIQUE = "brique", "Brique"
    SOLEIL = "soleil", "Jaune"


class ResultIcon(models.TextChoices):
    """Drawing in a result's badge, so that colour is never alone to speak."""

    CIRCLE = "cercle", "Cercle"
    STAR = "etoile", "Étoile"
    LEAF = "feuille", "Feuille"
    SPARK = "etincelle", "Étincelle"
    BAR = "barre", "Barre"


class MemberStage(models.TextChoices):
    """Stage of a member in the Parc d'innovation's programme."""

    PRE_INCUBATION = "pre-incubation", "Pré-incubation"
    INCUBATION = "incubation", "Incubation"
    ACCELERATION = "acceleration", "Accélération"
    ESTABLISHED = "confirme", "Acteur confirmé"


class Hub(models.TextChoices):
    """The three « lieux totems » of the Parc d'innovation."""

    LENS = "louvre-lens-vallee", "Louvre-Lens Vallée (Lens)"
    BETHUNE = "la-fabrique", "La Fabrique (Béthune)"
    OIGNIES = "metaphone", "Les Terrasses du Métaphone (Oignies)"


class MemberSector(models.TextChoices):
    """What a member of the network works in: what one narrows the directory by, beside its own words."""

    CIRCULAR = "economie-circulaire", "Économie circulaire et recyclage"
    ENERGY = "energie", "Énergie et batteries"
    MATERIALS = "materiaux", "Matériaux et chimie"
    BUILDING = "construction", "Construction et habitat"
    TEXTILE = "textile", "Textile et mode"
    FOOD = "alimentation", "Agriculture et alimentation"
    MOBILITY = "mobilite", "Mobilité et logistique"
    HEALTH = "sante", "Santé et bien-être"
    DIGITAL = "numerique", "Numérique et électronique"
    CULTURE = "culture", "Culture, image et tourisme"
    TRAINING = "formation", "Recherche et formation"
    SERVICES = "services", "Services et accompagnement"


class ConfirmationAnswer(models.TextChoices):
    """What a member said of its record when it was asked to look at it."""

    NONE = "", "sans réponse"
    CONFIRMED = "confirmee", "confirmée"
    CORRECTED = "corrigee", "correction proposée"


class CampaignMoment(models.TextChoices):
    """Where a yearly confirmation stands today."""

    PLANNED = "prevue", "prévue"
    OPEN = "ouverte", "en cours"
    GRACE = "delai", "date limite passée, délai en cours"
    OVER = "terminee", "terminée"


class ApplicationState(models.TextChoices):
    """Where an application to the label stands; those it shares with contributions.choices bear the same values."""

    DRAFT = "brouillon", "en préparation"
    RECEIVED = "recue", "déposée"
    ASKED = "question", "question posée"
    ACCEPTED = "acceptee", "devenue fiche candidat"
    DECLINED = "declinee", "écartée"
    WITHDRAWN = "retiree", "retirée par son auteur"


# Deposited, and decided on by nobody yet.
OPEN_APPLICATIONS = (ApplicationState.RECEIVED, ApplicationState.ASKED)
# What the committees read: all that was deposited and not taken back, whatever became of it.
STANDING_APPLICATIONS = (*OPEN_APPLICATIONS, ApplicationState.ACCEPTED, ApplicationState.DECLINED)


class FileKind(models.TextChoices):
    """What a file joined to an application is, told by its bytes."""

    PDF = "pdf", "PDF"
    IMAGE = "image", "image"
    ODT = "odt", "document ODT"
    DOCX = "docx", "document Word"


class Admissible(models.TextChoices):
    """Whether an application may go before the committees."""

    YES = "recevable", "recevable"
    NO = "irrecevable", "irrecevable"


class Verdict(models.TextChoices):
    """What somebody, or a whole committee, thinks of an application."""

    FAVOURABLE = "favorable", "favorable"
    RESERVED = "reserve", "réservé"
    UNFAVOURABLE = "defavorable", "défavorable"


class Vote(models.TextChoices):
    """What a member of a committee says of an application: a verdict, or that they take no part."""

    FAVOURABLE = Verdict.FAVOURABLE.value, Verdict.FAVOURABLE.label
    RESERVED = Verdict.RESERVED.value, Verdict.RESERVED.label
    UNFAVOURABLE = Verdict.UNFAVOURABLE.value, Verdict.UNFAVOURABLE.label
    NO_PART = "deport", "je me déporte"


class Appreciation(models.TextChoices):
    """How well an application answers one criterion: words rather than marks."""

    STRONG = "fort", "convaincant"
    FAIR = "moyen", "à préciser"
    WEAK = "faible", "insuffisant"
