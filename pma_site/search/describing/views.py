"""Addresses that are neither pages nor records, and that readers look for by their name.

They never change while a process lives: no database keeps them.
"""

from collections.abc import Iterator

from django.urls import reverse

from ..choices import Kind
from .description import Description

# By the name of the address: its section, its title, other names, and what it is for.
_VIEWS = {
    "territory:commune_list": (
        Kind.COMMUNE,
        "Communes",
        ["les 150 communes", "liste des communes", "carte des communes", "carte du territoire", "villes"],
        "Les 150 communes du Pôle Métropolitain de l’Artois, par nom et par intercommunalité, et leur carte.",
    ),
    "contributions:calls": (
        Kind.CALL,
        "Appels aux maires",
        ["appel aux maires", "appels", "répondre à un appel"],
        "Les questions que le Pôle Métropolitain de l’Artois pose aux maires et aux élus du territoire.",
    ),
    "newsletter:figures": (
        Kind.FIGURE,
        "Chiffres-clés",
        ["les chiffres du territoire", "statistiques", "indicateurs"],
        "Tous les chiffres-clés de l’Artois parus dans la lettre, avec leur date et leur source.",
    ),
    "projects:label_candidates": (
        Kind.LABEL,
        "Candidats du Label Euralens",
        ["tous les candidats", "projets candidats", "lauréats", "liste des lauréats", "projets labellisés"],
        "Les projets candidats de toutes les éditions, par résultat, commune et objet.",
    ),
    "applying:begin": (
        Kind.LABEL,
        "Candidater au Label Euralens",
        ["candidater", "postuler", "déposer une candidature", "dossier de candidature", "appel à candidatures"],
        "L’appel à candidatures : qui peut candidater, jusqu’à quand, et le dossier à remplir en ligne.",
    ),
    "network:showroom": (
        Kind.NETWORK,
        "Le showroom",
        ["showroom de l’innovation", "objets exposés"],
        "Un objet par membre d’Innov in Artois : ce que les innovateurs inventent, fabriquent ou réparent.",
    ),
    "network:join": (
        Kind.NETWORK,
        "Rejoindre la communauté",
        ["rejoindre Innov in Artois", "devenir membre", "adhérer au réseau", "rejoindre le réseau"],
        "Entreprises, laboratoires, écoles : demander à entrer dans le réseau des innovateurs de l’Artois.",
    ),
    "open_data:index": (
        Kind.PAGE,
        "Données ouvertes",
        ["données", "open data", "jeux de données", "API", "télécharger les données"],
        "Les registres du site en CSV, JSON et GeoJSON, sous Licence Ouverte, et l’API pour les lire.",
    ),
    "agenda:subscribe": (
        Kind.EVENT,
        "S’abonner à l’agenda",
        ["abonnement à l’agenda", "agenda dans mon calendrier", "calendrier ICS", "flux de l’agenda"],
        "L’agenda dans son propre calendrier : adresses ICS et Atom, par commune et par thème.",
    ),
    "site_map": (Kind.PAGE, "Plan du site", ["plan", "sommaire"], "Toutes les pages du site, par rubrique."),
}


def described_views() -> Iterator[Description]:
    """Yield what search knows of these addresses, always in the same order."""
    for name, (kind, title, names, about) in _VIEWS.items():
        yield Description(
            key=f"view:{name}",
            kind=kind,
            noun="page",
            title=title,
            address=reverse(name),
            names=names,
            standfirst=about,
        )
