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
}


@pytest.mark.parametrize("query", FIRST)
def test_the_first_result_is_what_the_reader_wants(client, query):
    assert addresses(client, query)[:1] == [FIRST[query]]
