"""What is missing, empty, too long or said twice."""

from collections import Counter
from itertools import zip_longest

from ..choices import Severity
from ..letter import texts_of
from .subject import Finding, check, field_place, named, piece_place

LONG_TITLE = 90
# The least width of a picture, in pixels: 182 mm of a front page, 87 mm of a column.
ACROSS_A_PAGE, ACROSS_A_COLUMN = 1000, 500
# Beyond the letters of the world (Unicode, « Supplementary Multilingual Plane »), and what turns a sign into a picture.
FIRST_PICTOGRAPH, EMOJI_STYLE = 0x1F000, "\ufe0f"


def _pictures(subject):
    """Yield every picture with its place."""
    if subject.letter.picture:
        yield subject.letter.picture, "image de une", field_place("cover_image_alt")
    for _, piece in subject.pieces:
        for element in piece.elements:
            if element["kind"] == "picture":
                yield element, named(piece), piece_place(piece)


@check("Textes de remplacement des images", Severity.BLOCKING)
def pictures_are_described(subject):
    """A picture says what it shows, or is declared decorative (RGAA 1.1 and 1.2)."""
    for picture, where, place in _pictures(subject):
        if not picture["alt"] and not picture["decorative"]:
            yield Finding(f"Il manque le texte de remplacement d’une image\u00a0: {where}.", place)


@check("Crédits des images", Severity.BLOCKING)
def pictures_are_credited(subject):
    """The author of a picture is named (Code de la propriété intellectuelle, L. 121-1)."""
    for picture, where, place in _pictures(subject):
        if not picture["credit"].strip():
            yield Finding(f"Il manque le crédit d’une image\u00a0: {where}.", place)


@check("Taille des images", Severity.WARNING)
def pictures_are_large_enough(subject):
    """A picture that is printed across a column, or a page, has some 150 points an inch."""
    for picture, where, place in _pictures(subject):
        width, height = picture["image"]["width"], picture["image"]["height"]
        if width < (ACROSS_A_PAGE if picture is subject.letter.picture else ACROSS_A_COLUMN):
            yield Finding(
                f"Une image de {width}\u00a0×\u00a0{height}\u00a0pixels sera floue sur papier\u00a0: {where}.", place
            )


@check("Signes que le papier n’a pas", Severity.WARNING)
def all_signs_can_be_printed(subject):
    """A pictograph (« emoji ») is an empty box on paper, whose fonts have none."""
    for where, words, place in subject.passages():
        if signs := {sign for sign in words if _is_pictograph(sign)}:
            yield Finding(f"Ce signe ne s’imprime pas\u00a0: {' '.join(sorted(signs))} ({where}).", place)


def _is_pictograph(sign):
    return ord(sign) >= FIRST_PICTOGRAPH or sign == EMOJI_STYLE


@check("Source et date des chiffres-clés", Severity.BLOCKING)
def figures_are_sourced(subject):
    """A figure is printed with its source and the month it was known."""
    for _, piece in subject.pieces:
        for element in piece.elements:
            for row in element["rows"] if element["kind"] == "figures" else []:
                if not row["source"] or not row["as_of_in_words"]:
                    yield Finding(
                        f"Le chiffre «\u00a0{row['display']}\u00a0» n’a pas de source ou de date.", piece_place(piece)
                    )


@check("Chiffres-clés à jour", Severity.WARNING)
def figures_are_the_last_ones(subject):
    """An old value is reprinted knowingly, or not at all."""
    for which, place in subject.old_figures:
        yield Finding(which, place)


@check("Parties vides", Severity.BLOCKING)
def no_part_is_empty(subject):
    """Each of the three parts has something to read."""
    names = {"cover": "La une", "feature": "Le dossier", "territory": "Le territoire"}
    for part in subject.letter.parts:
        if not part.pieces:
            yield Finding(f"La partie «\u00a0{names[part.name]}\u00a0» est vide.", field_place(part.name))


@check("Ours", Severity.BLOCKING)
def someone_answers_for_the_letter(subject):
    """A periodical names its publication director (law of 29 July 1881, article 6)."""
    if not subject.issue.director:
        yield Finding("L’ours ne nomme pas la direction de la publication.", field_place("director"))


@check("Appels ouverts", Severity.WARNING)
def calls_can_be_answered(subject):
    """A letter asks nothing that nobody can answer any more."""
    for _, piece in subject.pieces:
        for element in piece.elements:
            if element["kind"] == "reply" and element.get("over"):
                yield Finding(f"Un appel ne reçoit plus de réponses\u00a0: {named(piece)}.", piece_place(piece))


@check("Une complète", Severity.WARNING)
def the_front_page_is_whole(subject):
    """A front page has a standfirst and a picture."""
    if not subject.issue.standfirst:
        yield Finding("La une n’a pas de chapeau.", field_place("standfirst"))
    if not subject.issue.cover_image:
        yield Finding("La une n’a pas d’image.", field_place("cover_image"))


@check("Longueur des titres", Severity.WARNING)
def titles_are_short(subject):
    """A title is read at a glance."""
    titles = [("title", subject.issue.title), ("feature_title", subject.issue.feature_title)]
    for name, title in titles:
        if len(title) > LONG_TITLE:
            yield Finding(_too_long(title), field_place(name))
    for _, piece in subject.pieces:
        if len(piece.title) > LONG_TITLE:
            yield Finding(_too_long(piece.title), piece_place(piece))


def _too_long(title):
    return f"Un titre compte {len(title)} signes, pour {LONG_TITLE} au plus\u00a0: «\u00a0{title[:60]}…\u00a0»."


@check("Ordre des titres", Severity.WARNING)
def headings_open_something(subject):
    """A heading is followed by its text (RGAA 9.1)."""
    for part in subject.letter.parts:
        for piece, after in zip_longest(part.pieces, part.pieces[1:]):
            if piece.kind == "heading" and (after is None or after.kind == "heading"):
                yield Finding(
                    f"L’intertitre «\u00a0{piece.title}\u00a0» n’est suivi d’aucun texte.", piece_place(piece)
                )


@check("Blocs en double", Severity.WARNING)
def nothing_is_said_twice(subject):
    """No block is there twice."""
    said = Counter()
    for _, piece in subject.pieces:
        words = (piece.kind, piece.title, " ".join(texts_of(piece.elements)))
        said[words] += 1
        if said[words] == 2:
            yield Finding(f"Ce bloc est là deux fois\u00a0: {named(piece)}.", piece_place(piece))
