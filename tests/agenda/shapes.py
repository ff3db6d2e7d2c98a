"""Sixty forms that events take in real life, as a clerk types them and as a reader should understand them.

Seen on Monday 1 February 2027 at 10 in the morning, before any of them.
"""

from dataclasses import dataclass, field

from tests.builders import local

NOW = local(2027, 2, 1, 10)
LENS, LIEVIN, BETHUNE = "Lens", "Liévin", "Béthune"


@dataclass(frozen=True)
class Slot:
    """One slot, its moments as the clerk types them: « 06/03/2027 10:00 »."""

    start: str
    end: str = ""
    all_day: bool = False
    status: str = "programme"
    note: str = ""


@dataclass(frozen=True)
class Shape:
    """One event: what is typed, and what its page must say.

    `when` is its date in words, which every door shows; `says` is what else its page says, `place` is where it is.
    `venue` is the name of a venue and its commune, or its town outside the territory.
    """

    title: str
    slots: tuple[Slot, ...]
    when: str
    place: str = ""
    says: tuple[str, ...] = ()
    venue: tuple[str, str] | None = None
    communes: tuple[str, ...] = ()
    organisers: tuple[tuple[str, str], ...] = ()
    prices: tuple[dict, ...] = ()
    fields: dict = field(default_factory=dict)


def one(start, end="", **more):
    """An event of one slot."""
    return (Slot(start, end, **more),)


def on(days, hours, **more):
    """The same hours, « 10:00-12:00 » or « 10:00 », on several days of 2027 written « 06/03 »."""
    start, _, end = hours.partition("-")
    return tuple(Slot(f"{day}/2027 {start}", end and f"{day}/2027 {end}", **more) for day in days.split())


def whole(days):
    """Several whole days of 2027."""
    return tuple(Slot(f"{day}/2027 00:00", all_day=True) for day in days.split())


SATURDAYS = "06/03 13/03 20/03 27/03"
WEEKENDS = "03/07 04/07 10/07 11/07 17/07 18/07"
BUT_TUESDAYS = " ".join(f"{day:02}/06" for day in range(1, 31) if day not in (1, 8, 15, 22, 29))

SHAPES = (
    # One slot
    Shape(
        "Comité syndical",
        one("05/03/2027 14:30", "05/03/2027 17:00"),
        "vendredi 5 mars 2027, de 14 h 30 à 17 h",
        "Maison syndicale (Lens)",
        venue=("Maison syndicale", LENS),
        organisers=(("Pôle Métropolitain de l’Artois", "organisateur"),),
        fields={"theme": "institutions", "audience": "elus"},
    ),
    Shape("Conférence sans fin connue", one("06/03/2027 18:00"), "samedi 6 mars 2027 à 18 h"),
    Shape("Bal de fin de journée", one("06/03/2027 23:30"), "samedi 6 mars 2027 à 23 h 30"),
    Shape("Rendez-vous à minuit", one("07/03/2027 00:00", "07/03/2027 02:00"), "dimanche 7 mars 2027, de minuit à 2 h"),
    Shape(
        "Concert jusqu’à minuit", one("12/03/2027 20:00", "13/03/2027 00:00"), "vendredi 12 mars 2027, de 20 h à minuit"
    ),
    Shape("Nuit des arts", one("13/03/2027 20:00", "14/03/2027 02:00"), "samedi 13 mars 2027, de 20 h à 2 h"),
    Shape("Réveillon", one("31/12/2027 20:00", "01/01/2028 03:00"), "vendredi 31 décembre 2027, de 20 h à 3 h"),
    Shape("Journée entière", one("20/03/2027 00:00", all_day=True), "samedi 20 mars 2027"),
    Shape("Premier du mois", one("01/04/2027 09:00", "01/04/2027 10:00"), "jeudi 1er avril 2027, de 9 h à 10 h"),
    Shape("Un instant", one("02/04/2027 11:11", "02/04/2027 11:11"), "vendredi 2 avril 2027 à 11 h 11"),
    Shape(
        "Séminaire de deux jours",
        one("08/04/2027 09:00", "09/04/2027 17:00"),
        "du jeudi 8 à 9 h au vendredi 9 avril 2027 à 17 h",
    ),
    Shape(
        "Exposition d’un bloc",
        one("12/04/2027 00:00", "25/04/2027 00:00", all_day=True),
        "du 12 au 25 avril 2027",
    ),
    Shape(
        "Veille du changement d’heure",
        one("27/03/2027 22:00", "28/03/2027 04:00"),
        "samedi 27 mars 2027, de 22 h à 4 h",
    ),
    Shape(
        "Nuit de l’heure d’hiver", one("30/10/2027 22:00", "31/10/2027 04:00"), "samedi 30 octobre 2027, de 22 h à 4 h"
    ),
    Shape("Dernier jour de l’année", one("31/12/2027 00:00", all_day=True), "vendredi 31 décembre 2027"),
    # Several slots
    Shape("Marché de printemps", on(SATURDAYS, "09:00-12:00"), "les samedis 6, 13, 20 et 27 mars 2027, de 9 h à 12 h"),
    Shape(
        "Tous les week-ends",
        on(WEEKENDS, "14:00-18:00"),
        "tous les samedis et dimanches du 3 au 18 juillet 2027, de 14 h à 18 h",
    ),
    Shape(
        "Exposition sauf le mardi",
        on(BUT_TUESDAYS, "10:00-18:00"),
        "du 2 au 30 juin 2027, sauf le mardi, de 10 h à 18 h",
    ),
    Shape(
        "Liste irrégulière",
        on("03/05 11/05 24/05 09/06", "18:30-20:00"),
        "les 3, 11 et 24 mai et 9 juin 2027, de 18 h 30 à 20 h",
    ),
    Shape(
        "Deux jours, deux horaires",
        (Slot("05/06/2027 10:00", "05/06/2027 19:00"), Slot("06/06/2027 14:00", "06/06/2027 17:30")),
        "samedi 5 juin, de 10 h à 19 h ; dimanche 6 juin 2027, de 14 h à 17 h 30",
        says=("samedi 5 juin 2027, de 10 h à 19 h", "dimanche 6 juin 2027, de 14 h à 17 h 30"),
    ),
    Shape(
        "Trois séances le même jour",
        (*on("08/05", "10:00-11:00"), *on("08/05", "14:00-15:00"), *on("08/05", "16:30")),
        "samedi 8 mai 2027, de 10 h à 11 h, de 14 h à 15 h et à 16 h 30",
    ),
    Shape(
        "Festival de trois nuits",
        tuple(Slot(f"{day}/08/2027 20:00", f"{day + 1}/08/2027 03:00") for day in (27, 28, 29)),
        "du vendredi 27 au dimanche 29 août 2027, de 20 h à 3 h",
    ),
    Shape("Trois jours entiers", whole("25/06 26/06 27/06"), "du vendredi 25 au dimanche 27 juin 2027"),
    Shape(
        "De mois en mois",
        on("30/04 01/05 02/05", "10:00-12:00"),
        "du vendredi 30 avril au dimanche 2 mai 2027, de 10 h à 12 h",
    ),
    Shape(
        "De décembre à janvier",
        (Slot("30/12/2027 10:00"), Slot("02/01/2028 10:00")),
        "jeudi 30 décembre 2027 et dimanche 2 janvier 2028 à 10 h",
    ),
    Shape("Sans heures de fin", on("05/07 06/07", "19:00"), "lundi 5 et mardi 6 juillet 2027 à 19 h"),
    Shape(
        "Jour et soirée",
        (Slot("14/07/2027 00:00", all_day=True), Slot("14/07/2027 22:30")),
        "mercredi 14 juillet 2027, toute la journée et à 22 h 30",
    ),
    Shape(
        "Cours de l’année",
        on("07/09 14/09 21/09 28/09 05/10 12/10 19/10 26/10 02/11 09/11", "18:00-19:30"),
        "tous les mardis du 7 septembre au 9 novembre 2027, de 18 h à 19 h 30",
    ),
    Shape("Deux week-ends", whole("04/09 05/09 11/09 12/09"), "les 4, 5, 11 et 12 septembre 2027"),
    # Not fixed yet
    Shape("Grand forum", (), "juin 2027", fields={"provisional_date": "juin 2027"}),
    Shape("Inauguration à fixer", (), "à confirmer", fields={"provisional_date": "à confirmer"}),
    Shape("Sans aucune date", (), "date à confirmer"),
    # Places
    Shape(
        "Au lieu connu",
        one("10/05/2027 18:00"),
        "lundi 10 mai 2027 à 18 h",
        "Salle de l’Espérance (Liévin)",
        venue=("Salle de l’Espérance", LIEVIN),
    ),
    Shape(
        "Dans une salle du lieu",
        one("11/05/2027 18:00"),
        "mardi 11 mai 2027 à 18 h",
        "Faculté Jean-Perrin (Lens)",
        ("amphithéâtre B",),
        venue=("Faculté Jean-Perrin", LENS),
        fields={"venue_detail": "amphithéâtre B"},
    ),
    Shape(
        "Hors du territoire",
        one("12/05/2027 18:00"),
        "mercredi 12 mai 2027 à 18 h",
        "Le Nouveau Siècle (Lille)",
        venue=("Le Nouveau Siècle", "Lille"),
    ),
    Shape(
        "Dans plusieurs communes",
        one("13/05/2027 09:00", all_day=False),
        "jeudi 13 mai 2027 à 9 h",
        "Lens, Liévin et Béthune",
        communes=(LENS, LIEVIN, BETHUNE),
    ),
    Shape(
        "Dans une commune sans lieu",
        one("14/05/2027 09:00"),
        "vendredi 14 mai 2027 à 9 h",
        "Béthune",
        communes=(BETHUNE,),
    ),
    Shape(
        "En ligne",
        one("17/05/2027 12:30", "17/05/2027 13:30"),
        "lundi 17 mai 2027, de 12 h 30 à 13 h 30",
        "en ligne",
        fields={"online_url": "https://visio.example.org/pma"},
    ),
    Shape(
        "En salle et en ligne",
        one("18/05/2027 12:30"),
        "mardi 18 mai 2027 à 12 h 30",
        "Maison syndicale (Lens)",
        ("Participer en ligne",),
        venue=("Maison syndicale", LENS),
        fields={"online_url": "https://visio.example.org/mixte"},
    ),
    Shape("Nulle part encore", one("19/05/2027 12:30"), "mercredi 19 mai 2027 à 12 h 30"),
    # States
    Shape(
        "Concert annulé",
        one("20/05/2027 20:30"),
        "jeudi 20 mai 2027 à 20 h 30",
        says=("Annulé", "L’artiste est souffrante."),
        fields={"status": "annule", "status_note": "L’artiste est souffrante."},
    ),
    Shape(
        "Course reportée",
        one("21/05/2027 09:00"),
        "vendredi 21 mai 2027 à 9 h",
        says=("Reporté", "Terrain inondé."),
        fields={"status": "reporte", "status_note": "Terrain inondé."},
    ),
    Shape(
        "Débat déplacé",
        one("22/05/2027 18:00"),
        "samedi 22 mai 2027 à 18 h",
        says=("Déplacé", "La salle est en travaux."),
        fields={"status": "deplace", "status_note": "La salle est en travaux."},
    ),
    Shape(
        "Dîner complet",
        one("23/05/2027 19:00"),
        "dimanche 23 mai 2027 à 19 h",
        says=("Complet", "Liste d’attente à l’accueil."),
        fields={"status": "complet", "status_note": "Liste d’attente à l’accueil."},
    ),
    Shape(
        "Une séance annulée",
        (
            Slot("24/05/2027 10:00"),
            Slot("25/05/2027 10:00", status="annule", note="Relâche."),
            Slot("26/05/2027 10:00"),
        ),
        "lundi 24 et mercredi 26 mai 2027 à 10 h",
        says=("Relâche.",),
    ),
    Shape(
        "Une séance complète",
        (Slot("27/05/2027 10:00", status="complet", note="Plus de place."), Slot("28/05/2027 10:00")),
        "jeudi 27 et vendredi 28 mai 2027 à 10 h",
        says=("Plus de place.",),
    ),
    Shape(
        "Toutes les séances annulées",
        tuple(Slot(f"{day}/05/2027 15:00", status="annule", note="Grève.") for day in (29, 30)),
        "samedi 29 et dimanche 30 mai 2027 à 15 h",
        says=("Grève.",),
    ),
    # Prices, registration, audience
    Shape(
        "Gratuit",
        one("01/06/2027 10:00"),
        "mardi 1er juin 2027 à 10 h",
        says=("Gratuit",),
        fields={"conditions": "Gratuit"},
    ),
    Shape(
        "Gratuit sur réservation",
        one("02/06/2027 10:00"),
        "mercredi 2 juin 2027 à 10 h",
        says=("Gratuit sur réservation",),
        fields={"conditions": "Gratuit sur réservation", "registration_phone": "03 21 00 00 00"},
    ),
    Shape(
        "Plusieurs tarifs",
        one("03/06/2027 10:00"),
        "jeudi 3 juin 2027 à 10 h",
        says=("La journée : 35 €", "Pass trois jours : 65 €", "Enfants : Gratuit"),
        prices=(
            {"label": "La journée", "amount": "35"},
            {"label": "Pass trois jours", "amount": "65"},
            {"label": "Enfants", "amount": "0"},
        ),
    ),
    Shape(
        "Un prix en centimes",
        one("04/06/2027 10:00"),
        "vendredi 4 juin 2027 à 10 h",
        says=("Entrée : 7,50 €",),
        prices=({"label": "Entrée", "amount": "7.50"},),
    ),
    Shape(
        "Inscription en ligne avec date limite",
        one("07/06/2027 10:00"),
        "lundi 7 juin 2027 à 10 h",
        says=("S’inscrire en ligne", "Jusqu’au 1er juin 2027 à 18 h"),
        fields={"registration_url": "https://inscription.example.org/", "registration_deadline": "01/06/2027 18:00"},
    ),
    Shape(
        "Inscription par courriel",
        one("08/06/2027 10:00"),
        "mardi 8 juin 2027 à 10 h",
        says=("inscription@mairie.example",),
        fields={"registration_email": "inscription@mairie.example"},
    ),
    Shape(
        "Pour les enfants",
        one("09/06/2027 10:00"),
        "mercredi 9 juin 2027 à 10 h",
        says=("Familles, de 6 à 12 ans",),
        fields={"audience": "familles", "age_min": "6", "age_max": "12"},
    ),
    Shape(
        "Sur invitation",
        one("10/06/2027 10:00"),
        "jeudi 10 juin 2027 à 10 h",
        says=("Sur invitation", "Places 80"),
        fields={"audience": "invites", "capacity": "80"},
    ),
    # Words
    Shape(
        "Titre avec « guillemets », l’apostrophe & l’esperluette < 3",
        one("11/06/2027 10:00"),
        "vendredi 11 juin 2027 à 10 h",
    ),
    Shape("T" + "rès long " * 26 + "titre", one("14/06/2027 10:00"), "lundi 14 juin 2027 à 10 h"),
    Shape("Œuvre; virgule, point-virgule \\ barre : ½ 🎪", one("15/06/2027 10:00"), "mardi 15 juin 2027 à 10 h"),
    Shape("=1+1 formule", one("16/06/2027 10:00"), "mercredi 16 juin 2027 à 10 h"),
    Shape(
        "Organisateurs et partenaires",
        one("17/06/2027 10:00"),
        "jeudi 17 juin 2027 à 10 h",
        says=("Droit de Cité", "Ch’ti Bike Tour"),
        organisers=(("Droit de Cité", "organisateur"), ("Ch’ti Bike Tour", "partenaire")),
    ),
)
