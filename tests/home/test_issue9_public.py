"""Issue no. 9 on the public site: every name, date, amount and contact of the letter, where one expects it.

Facts are written as the letter prints them; spaces, apostrophes, quotation marks and case are put aside.
"""

import pytest

from tests.reading import elements, links, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ISSUE = "/lettres/9/"

COVER = """
Le réseau des innovateurs | 110 personnes | Innov in Artois | Pôle Métropolitain | printemps 2022
Olivier Gacquerre | Parc d'innovation de l'Artois | Entreprises & Cité associé à EY | trois EPCI membres
15 à 20 projets par an | startups | pôles d'excellence et de compétitivité | enseignement supérieur
Université d'Artois | centres de recherche | 13 avril | faculté Jean Perrin | made in Artois | Lens
Showroom de l'innovation | PMA / Photo Sébastien Jarry | olivier.marliere@pm-artois.fr
"""
SHOWROOM = """
Black Star (pneu reconditionné) | ACC (batterie électrique) | Stikoïa (colle industrielle écologique)
Recytech (zinc transformé) | Cousalis Vestali (veste textile upcyclée) | Vegskin (cuir végétal)
Partage ma borne (chargeur de batterie collectif) | Heliore Technologies (chauffage nouvelle génération)
Mention spéciale | Hyboo | double médaille d'or | concours Lépine 2023 | vélo en bambou
"""
ROADMAP = """
La feuille de route 2023 | Le dossier | Un fil rouge : l'écotransition
plan d'actions écotransition 2023-2025 | ADEME | triennale | Climat / Air / Énergie
Lettre aux maires n°8 | cadastre solaire | Rencontres du forum
démarche évaluative du programme d'écotransition | éditorialisation du Grand forum
La Chaîne des parcs et autres chantiers | 4 200 ha | espaces naturels | 420 km | voies douces
cabanes dans la Chaîne des parcs | Trail des Pyramides Noires | Ch'ti Bike Tour | santé
Développement économique et innovation | Poursuite du Parc d'innovation de l'Artois | étude sur le fluvial
Invest in Artois | coopération entre les services | prospection commune sur | électromobilité
come.delagorce@pm-artois.fr | frederic.boizumault@pm-artois.fr | benoit.brocq@pm-artois.fr
olivier.marliere@pm-artois.fr
"""
METHOD = """
2022 | Euralens | Grand forum | Cercle de qualité | Label | derby RCL / Losc | stade Bollaert | Vivatechnology
SIMI | Paris
"""
BUDGET = """
1 million d'euros | 3 axes | quatre collectivités membres | CABBALR) 360 000 € | CALL) 360 000 €
CAHC) 180 000 € | Département du Pas-de-Calais 120 000 € | Région | ADEME | Banque des territoires
"""
GOVERNANCE = """
22 élus | 10 agents | Alain Bavay, président | Olivier Gacquerre, 1er vice-président
Christophe Pilch, 2e vice-président | Emmanuelle Leveugle, 3e vice-présidente
Bernard Baude, 4e vice-président | Sylvain Robert, délégué du président au "Grand forum"
Steve Bossart, Christian Champiré, Bernard Czerwinski, Alain Delannoy, Michel Dagbert, Marcello Della Franca
Laurent Duporge, Catherine Decourcelle, Ludovic Idziak, Nadine Lefebvre, François Lemaire, Christian Musial
Jean-Pascal Scalone, Philippe Lagrange, Jean-Marc Tellier | David Thellier | Comité syndical
"""
DONE = """
Mon avenir en Artois | jeunesse | opération de communication "Invest in Artois" | derby Lens-Lille | 4 mars
Rencontres du forum | 28 mars | 2 fois | mutations du système productif | 8 projets | Innov in Artois
cadastre solaire | Artois Hub Fluvial | électromobilité | SEM | Artois Mobilités
"""
CANDIDATES = """
Label Euralens 2023 | association Espace Mobilité de l'Artois
logements sociaux haute performance énergétique | Marles-les-Mines
Passage à Niveaux | tiers-lieu | Centre de transformation sociale, l'Envol
SIZIAF | Pôle de vie | Parc des Industries Artois Flandres | secteur Montgré | Avion | Territoires 62
Cité d'Orient | École Nationale Supérieure d'Architecture et d'Urbanisme de Lille | Ville de Harnes
Pôle de Coopération Économique "Émergence" | Hénin-Carvin | ADIL
atelier de confection textile Les Cousalis | Liévin | décembre | lucy.bizet@pm-artois.fr
"""
REPORT = """
Le bois et les éco-matériaux pour ma commune | 14 collectivités | 12 mai | CD2E | Fibois Haut-de-France
ADEME | Club des élus de l'écotransition | frederic.boizumault@pm-artois.fr | come.delagorce@pm-artois.fr
"""
INITIATIVES = """
Les initiatives du territoire | La Chaîne des parcs en fête | éco-slow | 25, 26 et 27 août | Droit de Cité
À Gauche de la Lune | Parc d'Olhain | Bivouac | 2 000 personnes | 100% bio-local | Fairly | la journée : 35€
pass 3 jours : 65€ | 26 août | Gravel de la Chaîne des parcs | Ch'ti Bike Tour | 30 km | 70 km | 100 km
192 cyclistes | lechtibiketour.org | L'Ômu des abysses | Parc des industries Artois-Flandres
cabane au cœur du SIZIAF | crédit Kraft | Château d'eau | gare d'eau de Béthune
"""
FIGURES = """
5% | voie d'eau | fluvial | territoire métropolitain | Source : AULA | -10%
demandeurs d'emploi de catégorie A | depuis 1 an | 100 000 | paille | région
Source : CD2E | + 4 100 | emplois | depuis le Covid
"""
AGENDA = """
21 juin 2023, de 13h30 à 17h | salle de l'Espérance (Liévin) | Osons nos talents | 30 juin 2023 à 9h30
Parc départemental d'Olhain | Maisnil-les-Ruitz | Grand forum | 29 septembre 2023 à 14h30
Maison syndicale (Lens) | Comité syndical du Pôle Métropolitain de l'Artois
Appel aux maires | cet été | elodie.senechal@pm-artois.fr
"""
MASTHEAD = """
Directeur de publication : Alain Bavay | Directrice de la rédaction : Élodie Sénéchal
Comité de rédaction : Lucy Bizet, Frédéric Boizumault, Benoît Brocq, Côme De La Gorce, Gilles Huchette
Olivier Marlière, Sonia Mars-Maciejewski, Élodie Sénéchal
Maison Syndicale des Mineurs | 30/32 rue Casimir Beugnet 62300 Lens | contact@pm-artois.fr
Suivez-nous | polemetropolitainartois.fr | investinartois.fr | plus recevoir la lettre
"""

EXPECTED = {
    ISSUE: [
        *(COVER, SHOWROOM, ROADMAP, METHOD, BUDGET, GOVERNANCE, DONE, CANDIDATES, REPORT, INITIATIVES),
        *(FIGURES, AGENDA, MASTHEAD, "n° 9 | juin 2023"),
    ],
    "/": [FIGURES, "Innov in Artois | 110 personnes | n° 9 | Feuille de route 2023 | Label Euralens 2023"],
    "/lettres/": ["110 personnes | n° 9 | juin 2023"],
    "/feuille-de-route/": ["Feuille de route 2023 | l'écotransition"],
    "/feuille-de-route/2023/": [METHOD, BUDGET, DONE, "4 200 ha | 420 km | santé | médecins | n° 9"],
    "/feuille-de-route/2023/ecotransition/": [
        "cadastre solaire | 28 mars 2023 | démarche évaluative | éditorialisation du Grand forum | 2023-2025",
        "ADEME | come.delagorce@pm-artois.fr | frederic.boizumault@pm-artois.fr",
    ],
    "/feuille-de-route/2023/chaine-des-parcs/": [
        "4 200 ha | 420 km | L'Ômu des abysses | Parc des industries Artois-Flandres | Château d'eau",
        "gare d'eau de Béthune | Trail des Pyramides Noires | Ch'ti Bike Tour | santé | médecins | SEM",
        "Artois Mobilités | benoit.brocq@pm-artois.fr",
    ],
    "/feuille-de-route/2023/developpement-economique/": [
        "fluvial | Invest in Artois | 4 mars 2023 | électromobilité | Mon avenir en Artois | 13 avril 2023",
        "Artois Hub Fluvial | Cercle de qualité | olivier.marliere@pm-artois.fr",
    ],
    "/label-euralens/2023/": [CANDIDATES],
    "/label-euralens/2023/cite-d-orient-harnes/": [
        "École Nationale Supérieure d'Architecture et d'Urbanisme de Lille | Ville de Harnes | Candidat n° 6"
    ],
    "/label-euralens/2023/les-cousalis/": ["Les Cousalis | Liévin | Cousalis Vestali | Candidat n° 8"],
    "/innov-in-artois/": [
        "Black Star | ACC | Cousalis Vestali | Partage ma borne | Heliore Technologies | Hyboo",
        "110 | 13 avril 2023 | olivier.marliere@pm-artois.fr",
    ],
    "/innov-in-artois/?page=2": ["Stikoïa | Recytech | Vegskin"],
    "/innov-in-artois/hyboo/": ["vélo en bambou | double médaille d'or du concours Lépine | 2023"],
    "/innov-in-artois/cousalis-vestali/": ["veste textile upcyclée | Liévin | Label Euralens | Les Cousalis"],
    "/agenda/?periode=passes": [
        "Osons nos talents | Grand forum | Comité syndical | Bivouac | Gravel de la Chaîne des parcs",
        "Le bois et les éco-matériaux pour ma commune | Lancement du réseau Innov in Artois",
    ],
    "/agenda/osons-nos-talents/": ["21 juin 2023, de 13h30 à 17h | salle de l'Espérance (Liévin) | métiers"],
    "/agenda/grand-forum-juin-2023/": ["30 juin 2023 à 9h30 | Parc départemental d'Olhain | Maisnil-les-Ruitz"],
    "/agenda/comite-syndical-septembre-2023/": ["29 septembre 2023 à 14h30 | Maison syndicale (Lens)"],
    "/agenda/bivouac-2023/": [
        "25 août 2023 | 26 août 2023 | 27 août 2023 | Droit de Cité et À Gauche de la Lune | Parc d'Olhain",
        "2 000 | 100% bio | Fairly | la journée : 35€ | pass 3 jours : 65€ | n° 9",
    ],
    "/agenda/gravel-chaine-des-parcs-2023/": [
        "26 août 2023 | 30 km | 70 km | 100 km | 192 cyclistes | Ch'ti Bike Tour",
        "soutien du Pôle Métropolitain de l'Artois | En partenariat avec Pôle Métropolitain de l'Artois",
    ],
    "/agenda/bois-et-eco-materiaux/": ["12 mai 2023 | 14 collectivités | CD2E | Fibois Haut-de-France | ADEME"],
    "/agenda/lancement-innov-in-artois/": ["13 avril 2023 | 110 personnes | Jean Perrin | Lens"],
    "/mentions-legales/": ["Alain Bavay | Élodie Sénéchal | 30/32 rue Casimir Beugnet 62300 Lens"],
    "/accessibilite/": ["non conforme | Défenseur des droits | contact@pm-artois.fr"],
    "/donnees-personnelles/": ["aucun cookie | contact@pm-artois.fr"],
    "/abonnement/": ["contact@pm-artois.fr"],
    "/proposer-un-evenement/": ["elodie.senechal@pm-artois.fr"],
    "/communes/62510-lievin/": ["Osons nos talents | Les Cousalis | Cousalis Vestali"],
    "/communes/62540-maisnil-les-ruitz/": ["Bivouac | Grand forum"],
}
_pages = {}


def bare(words):
    """Words without what a typographer may change: case, spaces, apostrophes, quotation marks, the sign of a loss."""
    folded = words.casefold().replace("’", "'").replace("−", "-")
    return "".join(char for char in folded if not char.isspace() and char not in "«»“”\"'")


@pytest.fixture
def page(client):
    """Read a page of the site, asked for once."""

    def read(address):
        if address not in _pages:
            response = client.get(address)
            assert response.status_code == 200, address
            _pages[address] = response
        return _pages[address]

    return read


def facts(groups):
    """The facts of some groups, one by one."""
    return [fact.strip() for group in groups for line in group.splitlines() for fact in line.split("|") if line]


@pytest.mark.parametrize("address", EXPECTED)
def test_the_reader_finds_every_fact(page, address):
    # The official name of the commune has an accent that the letter leaves out.
    spoken = bare(text(page(address))).replace("maisnil-lès-ruitz", "maisnil-les-ruitz")

    assert [fact for fact in facts(EXPECTED[address]) if bare(fact) not in spoken] == []


def test_the_candidates_come_in_their_order(page):
    listed = [link for link in links(page(ISSUE)) if link and link.startswith("/label-euralens/2023/")]

    assert [link.split("/")[3] for link in listed] == [
        "espace-mobilite-de-l-artois",
        "logements-marles-les-mines",
        "passage-a-niveaux",
        "pole-de-vie-artois-flandres",
        "montgre-avion",
        "cite-d-orient-harnes",
        "emergence-henin-carvin",
        "les-cousalis",
    ]


def test_the_first_actions_come_in_their_order(page):
    spoken = bare(text(page(ISSUE)))
    start = spoken.index(bare("Les premières actions réalisées en 2023"))
    places = [
        spoken.index(bare(words), start)
        for words in (
            "Mon avenir en Artois",
            "derby Lens-Lille",
            "28 mars",
            "système productif",
            "nouvelle promotion",
            "La communauté",
            "cadastre solaire",
            "Artois Hub Fluvial",
            "SEM",
        )
    ]

    assert places == sorted(places)


@pytest.mark.parametrize(
    "address",
    [
        "mailto:olivier.marliere@pm-artois.fr",
        "mailto:come.delagorce@pm-artois.fr",
        "mailto:frederic.boizumault@pm-artois.fr",
        "mailto:benoit.brocq@pm-artois.fr",
        "mailto:lucy.bizet@pm-artois.fr",
        "mailto:elodie.senechal@pm-artois.fr",
        "mailto:contact@pm-artois.fr",
        "https://www.lechtibiketour.org/home/vtt-2/",
        "https://polemetropolitainartois.fr/",
        "https://investinartois.fr/",
    ],
)
def test_contacts_and_links_of_the_letter_can_be_followed(page, address):
    assert address in links(page(ISSUE))


def test_the_pictures_of_the_issue_are_real_and_described(page):
    pictures = elements(page(ISSUE), "img")

    assert len(pictures) >= 6
    assert all(picture["src"].startswith("/media/") for picture in pictures)
    assert all(picture["alt"].startswith("Illustration") for picture in pictures)


def test_every_link_of_the_issue_into_the_site_answers(page, client):
    inside = {link for link in links(page(ISSUE)) if link and link.startswith("/")}
    answers = {link: client.get(link) for link in inside}
    for response in answers.values():
        b"".join(response)

    assert {link: answer.status_code for link, answer in answers.items()} == dict.fromkeys(inside, 200)


def test_nothing_is_left_unsaid_by_a_template(page):
    for address in EXPECTED:
        assert "None" not in text(page(address)).split(), address
