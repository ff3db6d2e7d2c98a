"""What readers type, and the page that they want first, with the whole content of issue no. 9."""

import pytest

from tests.search.looking import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ISSUE = "/lettres/9/"
ROADMAP, AXES = "/feuille-de-route/2023/", "/feuille-de-route/2023/{}/"
LABEL, CANDIDATES = "/label-euralens/2023/", "/label-euralens/2023/{}/"
MEMBERS, EVENTS = "/innov-in-artois/{}/", "/agenda/{}/"
GREEN, ECONOMY, PARKS = (
    AXES.format(slug) for slug in ("ecotransition", "developpement-economique", "chaine-des-parcs")
)

FIRST = {
    # A letter, however its number is written.
    **dict.fromkeys(
        ["numéro 9", "numero 9", "n°9", "n° 9", "N° 9", "no 9", "#9", "lettre 9", "9", "lettre aux maires n°9"], ISSUE
    ),
    "lettre de juin 2023": ISSUE,
    # Names, in any spelling.
    "Lens": "/communes/62498-lens/",
    "LIEVIN": "/communes/62510-lievin/",
    "béthunes": "/communes/62119-bethune/",
    "henin beaumont": "/communes/62427-henin-beaumont/",
    "Fouquières-lez-Lens": "/communes/62351-fouquieres-les-lens/",
    "bruay la buissiere": "/communes/62178-bruay-la-buissiere/",
    "mairie d’Avion": "/communes/62065-avion/",
    "62300": "/communes/62498-lens/",
    "communes": "/communes/",
    # The label.
    "label": "/label-euralens/",
    "Label Euralens 2023": LABEL,
    "candidats au label": LABEL,
    "cousalis": CANDIDATES.format("les-cousalis"),
    "confection textile Liévin": CANDIDATES.format("les-cousalis"),
    "SIZIAF": CANDIDATES.format("pole-de-vie-artois-flandres"),
    "parc des industries": CANDIDATES.format("pole-de-vie-artois-flandres"),
    "logement social Marles": CANDIDATES.format("logements-marles-les-mines"),
    "tiers lieu": CANDIDATES.format("passage-a-niveaux"),
    "Montgré": CANDIDATES.format("montgre-avion"),
    "rénovation cité d’orient Harnes": CANDIDATES.format("cite-d-orient-harnes"),
    "ADIL": CANDIDATES.format("emergence-henin-carvin"),
    "emergence": CANDIDATES.format("emergence-henin-carvin"),
    "espace mobilite": CANDIDATES.format("espace-mobilite-de-l-artois"),
    # The network.
    "innov in artois": "/innov-in-artois/",
    "innovaton": "/innov-in-artois/",
    "vélo en bambou": MEMBERS.format("hyboo"),
    "concours Lépine": MEMBERS.format("hyboo"),
    "pneu": MEMBERS.format("black-star"),
    "cuir vegetal": MEMBERS.format("vegskin"),
    "batteries électriques": MEMBERS.format("acc"),
    "borne de recharge": MEMBERS.format("partage-ma-borne"),
    "colle industrielle": MEMBERS.format("stikoia"),
    "zinc": MEMBERS.format("recytech"),
    "chauffage": MEMBERS.format("heliore-technologies"),
    "veste upcyclée": MEMBERS.format("cousalis-vestali"),
    # The agenda.
    "agenda": "/agenda/",
    "grand forum": EVENTS.format("grand-forum-juin-2023"),
    "quand a lieu le grand forum ?": EVENTS.format("grand-forum-juin-2023"),
    "forum olhain": EVENTS.format("grand-forum-juin-2023"),
    "festival de musique": EVENTS.format("bivouac-2023"),
    "tarif bivouac": EVENTS.format("bivouac-2023"),
    "Droit de Cité": EVENTS.format("bivouac-2023"),
    "chti bike tour": EVENTS.format("gravel-chaine-des-parcs-2023"),
    "gravel": EVENTS.format("gravel-chaine-des-parcs-2023"),
    "comité sindical": EVENTS.format("comite-syndical-septembre-2023"),
    "atelier découverte des métiers": EVENTS.format("osons-nos-talents"),
    "ecomatériaux": EVENTS.format("bois-et-eco-materiaux"),
    "faculté Jean Perrin": EVENTS.format("lancement-innov-in-artois"),
    # The roadmap.
    "feuille de route 2023": ROADMAP,
    "écotransition": GREEN,
    "éco-transition": GREEN,
    "transition écologique": GREEN,
    "ecotrans": GREEN,
    "cadastre solaire": GREEN,
    "hub fluvial": ECONOMY,
    "trail des pyramides": PARKS,
    "médecin": PARKS,
    # The letter itself.
    "Olivier Gacquerre": ISSUE,
    "Alain Bavay président": ISSUE,
    # The figures, and who is who.
    **dict.fromkeys(["4100 emplois", "+ 4 100", "emplois créés"], "/chiffres-cles/emplois-crees-depuis-le-covid/"),
    "CALL": "/communes/epci/246200364-communaute-dagglomeration-de-lens-lievin/",
    "22 élus": ISSUE,
    # What one does, and what the law asks for.
    "désabonnement": "/abonnement/",
    "recevoir la lettre": "/abonnement/",
    "RGPD": "/donnees-personnelles/",
    "mentions legales": "/mentions-legales/",
    "appel aux maires": "/appels/",
    "club des élus": "/appels/club-des-elus-de-l-ecotransition/",
    "plan": "/plan-du-site/",
    # What else mayors type, out of the source text of no. 9.
    **dict.fromkeys(["PMA", "pôle métropolitain de l'artois", "adresse du pôle", "contact"], "/"),
    "30 juin 2023": EVENTS.format("grand-forum-juin-2023"),
    "29 septembre": EVENTS.format("comite-syndical-septembre-2023"),
    "festival août 2023": EVENTS.format("bivouac-2023"),
    "salle de l'espérance": EVENTS.format("osons-nos-talents"),
    "192 cyclistes": EVENTS.format("gravel-chaine-des-parcs-2023"),
    "repas bio": EVENTS.format("bivouac-2023"),
    "fibois": EVENTS.format("bois-et-eco-materiaux"),
    **dict.fromkeys(["360 000 €", "budget 2023", "budget CALL", "contribution CAHC"], ROADMAP),
    "stade bollaert": ROADMAP,
    "cabane omu des abysses": PARKS,
    "attractivité du territoire": PARKS,
    "420 km de voies douces": PARKS,
    "mon avenir en artois": ECONOMY,
    "marles": "/communes/62555-marles-les-mines/",
    "Maisnil-les-Ruitz": "/communes/62540-maisnil-les-ruitz/",
    "bruay": "/communes/62178-bruay-la-buissiere/",
    "territoires 62": CANDIDATES.format("montgre-avion"),
    "école d'architecture lille": CANDIDATES.format("cite-d-orient-harnes"),
    "centre de l'envol": CANDIDATES.format("passage-a-niveaux"),
    "chômage": "/chiffres-cles/evolution-du-nombre-de-demandeurs-demploi-de-categorie-a/",
    "isolation paille": "/chiffres-cles/residences-que-la-paille-disponible-permettrait-disoler/",
    "5 %": "/chiffres-cles/activites-proches-de-la-voie-deau-qui-utilisent-le-fluvial/",
    "chiffres": "/chiffres-cles/",
    "showroom": "/innov-in-artois/showroom/",
    "rejoindre innov in artois": "/innov-in-artois/rejoindre/",
    **dict.fromkeys(["candidater", "postuler au label", "dossier de candidature"], "/label-euralens/candidater/"),
    "lauréats": "/label-euralens/candidats/",
    "données ouvertes": "/donnees/",
    "proposer un événement": "/proposer-un-evenement/",
    "christophe pilch": ISSUE,
    "derby Lens-Lille": ISSUE,
    "Sébastien Jarry": ISSUE,
    "subventions région": ROADMAP,
    "gaquerre": ISSUE,
    "recitech": MEMBERS.format("recytech"),
    "hybo": MEMBERS.format("hyboo"),
}


@pytest.mark.parametrize("query", FIRST)
def test_the_first_result_is_what_the_reader_wants(client, query):
    assert addresses(client, query)[:1] == [FIRST[query]]
