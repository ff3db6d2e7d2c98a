"""Streams of blocks, in the form they are stored."""

STORY = [
    ("paragraph", "<p>Un texte avec un <b>mot fort</b>.</p>"),
    ("heading", "Un intertitre"),
    ("quotation", {"text": "Nous avançons.", "author": "Alain Bavay", "role": "Président"}),
    ("numbered_list", {"title": "En deux temps", "items": ["<p>Écouter</p>", "<p>Choisir</p>"]}),
    ("callout", {"title": "À savoir", "text": "<p>Une précision.</p>", "tone": "canal"}),
    ("link", {"label": "Le site du Pôle", "page": None, "url": "https://www.example.org/"}),
]


def described(image):
    """The raw value of an image block."""
    return {"image": image.pk, "alt_text": "Ce que montre l’image", "decorative": False}


def story(image):
    """The raw stream of a running text that uses every block, with one picture."""
    figure = ("figure", {"image": described(image), "caption": "Une légende"})
    return raw([*STORY, figure])


def raw(blocks):
    """Blocks as pairs, in the form a stream is stored."""
    return [{"type": kind, "value": value} for kind, value in blocks]
