"""Forms of events by their dates: one slot, several, none yet."""

from tests.agenda.shapes.shape import LENS, Shape, Slot, on, one, whole

SATURDAYS = "06/03 13/03 20/03 27/03"
WEEKENDS = "03/07 04/07 10/07 11/07 17/07 18/07"
BUT_TUESDAYS = " ".join(f"{day:02}/06" for day in range(1, 31) if day not in (1, 8, 15, 22, 29))

DATES = (
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
)
