"""What is asked of the registers: pages, doors of programs, searches, files. `{…}` stands for a record of theirs."""

PAGES = {
    "accueil": "/",
    "label": "/label-euralens/",
    "candidats": "/label-euralens/candidats/",
    "candidats, deuxième page": "/label-euralens/candidats/?page=2",
    "candidats, filtrés": "/label-euralens/candidats/?objet=jardin",
    "édition du label": "{edition}",
    "candidat": "{candidate}",
    "réseau": "/innov-in-artois/",
    "réseau, deuxième page": "/innov-in-artois/?page=2",
    "réseau, filtré": "/innov-in-artois/?promotion=2016&parcours=incubation",
    "réseau, mots": "/innov-in-artois/?q=jardin",
    "membre": "{member}",
    "feuille de route": "/feuille-de-route/",
    "année": "{roadmap}",
    "axe": "{axis}",
    "communes, avec la carte": "/communes/",
    "commune": "{commune}",
    "chiffres-clés": "/chiffres-cles/",
    "chiffres-clés, suite": "/chiffres-cles/?page=2",
}
# What programs ask for.
DOORS = {
    "données": "/donnees/",
    "données du label": "/donnees/label/",
    "catalogue DCAT": "/donnees/catalogue.jsonld",
    "API, pages": "/api/v2/pages/",
    "API, candidats": "/api/v2/pages/?type=projects.CandidatePage&fields=donnees",
    "API, dernières pages": "/api/v2/pages/?order=-first_published_at&offset=200",
    "API, label": "/api/v2/label/",
    "API, réseau": "/api/v2/reseau/",
    "API, réseau, suite": "/api/v2/reseau/?offset=60&limit=40",
    "API, feuille de route": "/api/v2/feuille-de-route/",
    "API, chiffres-clés": "/api/v2/chiffres-cles/",
    "flux du label": "/flux/label.atom",
    "flux du réseau": "/flux/reseau.atom",
    "flux de la feuille": "/flux/feuille-de-route.atom",
    "flux de la commune": "{commune}nouvelles.atom",
}
SEARCHES = {
    "un mot fréquent": "/recherche/?q=jardin",
    "deux mots": "/recherche/?q=jardin%20partag%C3%A9",
    "un projet": "/recherche/?q=Verger%20du%20canal%20123",
    "une faute": "/recherche/?q=jradin",
    "un début": "/recherche/?q=passer",
    "rien": "/recherche/?q=introuvable",
    "cent lettres": f"/recherche/?q={'eco ' * 25}",
}
FILES = [
    "/donnees/label.csv",
    "/donnees/label.json",
    "/donnees/label.geojson",
    "/donnees/reseau.csv",
    "/donnees/feuille-de-route.json",
    "/donnees/chiffres-cles.csv",
    "/sitemap.xml",
]
