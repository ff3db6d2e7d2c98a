"""The site's drawings: one for each section, one for each sign that must not be said by colour alone.

Each is the content of an SVG of 24 by 24 units, drawn with the colour of the text around it.
"""

LINES = {
    # Sections.
    "lettre": '<path d="M4 4h13v16H5a1 1 0 0 1-1-1zM17 8h3v11a1 1 0 0 1-1 1h-2M7 8h7M7 12h7M7 16h4"/>',
    "feuille-de-route": '<path d="M12 3v18M12 5h6l2.5 2.5L18 10h-6M12 11H6l-2.5 2.5L6 16h6M8 21h8"/>',
    "label": '<circle cx="12" cy="9" r="6"/><path d="m8.5 14-1.5 7 5-3 5 3-1.5-7M10 9l1.5 1.5L14.5 7"/>',
    "reseau": '<circle cx="12" cy="5" r="2.5"/><circle cx="5" cy="18" r="2.5"/><circle cx="19" cy="18" r="2.5"/>'
    '<path d="M10.8 7.2 6.3 15.8M13.2 7.2l4.5 8.6M7.5 18h9"/>',
    "agenda": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h3M8 17h6"/>',
    "communes": '<path d="M3 21h18M5 21V9l5-4 5 4v12M15 12h4v9M9 21v-4h2v4M9 11h2"/>',
    "site": '<path d="M4 19 10 7l4 8 2-3 4 7z"/>',
    # What one does.
    "recherche": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "fleche": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "retour": '<path d="M20 12H5M11 6l-6 6 6 6"/>',
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M12 10v7M9 14.5l3 3 3-3"/>',
    "courriel": '<path d="M3 6h18v13H3zM3 7l9 7 9-7"/>',
    # What one should know.
    "lieu": '<path d="M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11z"/><circle cx="12" cy="10" r="2"/>',
    "attention": '<path d="M12 4 2.5 20h19zM12 10v5M12 17.2v.3"/>',
    "information": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.4v.3"/>',
    "horloge": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l4 2.5"/>',
    # What a place is made for.
    "fauteuil": '<circle cx="9.5" cy="4" r="1.5"/>'
    '<path d="M9.5 8v6h6l2.5 5 2-1M9.5 10.5H15M7 11.5a5.2 5.2 0 1 0 7 7"/>',
    "oreille": '<path d="M7 10a5 5 0 0 1 10 0c0 4-4 4-4 8a3 3 0 0 1-6 .5M10 10a2 2 0 0 1 4 0c0 1.5-2 1.5-2 3"/>',
    "oeil": '<path d="M2.5 12C6 6.5 18 6.5 21.5 12 18 17.5 6 17.5 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    "comprendre": '<path d="M9 17a6 6 0 1 1 6 0v2H9zM10 22h4"/>',
    "accueil": '<path d="M12 20C5 15.5 3 12 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3-2 6.5-9 11z"/>',
    # How far an action is.
    "etude": '<circle cx="12" cy="12" r="8" stroke-dasharray="3 3"/>',
    "prevue": '<circle cx="12" cy="12" r="8"/>',
    "engagee": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentcolor"/>',
    "realisee": '<circle cx="12" cy="12" r="9" fill="currentcolor"/><path class="icon__hollow" d="m8 12 3 3 5-6"/>',
    "reportee": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "abandonnee": '<circle cx="12" cy="12" r="8"/><path d="m9 9 6 6M15 9l-6 6"/>',
    # Results of the label.
    "cercle": '<circle cx="12" cy="12" r="6"/>',
    "etoile": '<path fill="currentcolor" '
    'd="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1L7.6 14 3 9.6l6.3-.8z"/>',
    "feuille": '<path d="M5 19C4 9 10 4 20 4c0 10-5 16-15 15zM5 19 14 10"/>',
    "etincelle": '<path d="M12 3c0 6 3 9 9 9-6 0-9 3-9 9 0-6-3-9-9-9 6 0 9-3 9-9z"/>',
    "barre": '<path d="M5 12h14"/>',
}
