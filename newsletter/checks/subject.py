"""What checks read, and what they find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pma_site.core.french import NBSP
from pma_site.core.pdf import PdfError

from ..choices import Severity
from ..letter import Letter, Part, Piece, texts_of

_CHECKS = []


@dataclass(frozen=True)
class Finding:
    """Something to mend or to look at: a sentence in French, and the place in the form where that is done.

    `place` is the anchor of a block's panel or of a field in the editor's form; "" where there is no one place.
    """

    message: str
    place: str = ""


@dataclass(frozen=True)
class Check:
    """A named check: what it makes sure of, how serious it is when it finds something, and the function itself.

    `of_outputs` tells that it makes the e-mail or the PDF, which takes seconds.
    """

    name: str
    severity: Severity
    find: Callable
    of_outputs: bool = False


@dataclass(frozen=True)
class Result:
    """What a check found in an issue; nothing when all is right."""

    check: Check
    findings: list


class Subject:
    """An issue under examination: the page, the letter it makes, and its outputs, made when first asked for.

    `paper` gives the laid-out PDF (core.pdf.Pdf) or raises core.pdf.PdfError; `email` the HTML of the e-mail.
    `communes` are the names of the register; `online` the addresses of this site that answer, among those the letter
    links to; `gone` the records it names that cannot be shown, as (the words that tell it, its place in the form);
    `old_figures` the figures it prints though a newer value is known or expected, as (which and why, place).
    """

    def __init__(
        self,
        issue,
        letter: Letter,
        *,
        lay_out: Callable,
        make_email: Callable,
        communes: Iterable[str] = (),
        online: Iterable[str] = (),
        gone: Iterable[tuple[str, str]] = (),
        old_figures: Iterable[tuple[str, str]] = (),
    ):
        self.issue, self.letter = issue, letter
        self._lay_out, self._make_email = lay_out, make_email
        self.communes, self.online, self.gone = list(communes), set(online), list(gone)
        self.old_figures = list(old_figures)

    @property
    def paper(self):
        """The pages as they are printed; raises PdfError, found once, where they cannot be made."""
        made, error = self._paper_or_error
        if error:
            raise error
        return made

    @cached_property
    def _paper_or_error(self):
        try:
            return self._lay_out(), None
        except PdfError as error:
            return None, error

    @cached_property
    def email(self):
        return self._make_email()

    @cached_property
    def pieces(self) -> list[tuple[Part, Piece]]:
        """Every piece with its part, in the order of reading."""
        return [(part, piece) for part in self.letter.parts for piece in part.pieces]

    def passages(self) -> Iterator[tuple[str, str, str]]:
        """Yield every text of the issue as (where it is, in French; the text; its place in the form)."""
        for name, label in (
            ("title", "titre de la une"),
            ("standfirst", "chapeau de la une"),
            ("cover_caption", "légende de l’image de une"),
            ("feature_title", "titre du dossier"),
            ("feature_standfirst", "chapeau du dossier"),
            ("territory_title", "titre de la page\u00a04"),
        ):
            if words := getattr(self.issue, name):
                yield label, words, field_place(name)
        for _, piece in self.pieces:
            for words in filter(None, [piece.title, *texts_of(piece.elements)]):
                yield named(piece), words, piece_place(piece)


def check(name: str, severity: Severity, of_outputs: bool = False):
    """Put a function on the list of checks under the name that editors read."""

    def register(find):
        _CHECKS.append(Check(name, severity, find, of_outputs))
        return find

    return register


def all_checks() -> list[Check]:
    """Every check, in the order in which they are listed."""
    return list(_CHECKS)


def field_place(name: str) -> str:
    """The place of a field in the editor's form, as Wagtail addresses it: it opens the tab and scrolls there."""
    return f":w:contentpath={name}"


def piece_place(piece: Piece) -> str:
    """The place of a block in the editor's form."""
    return f"block-{piece.key}-section"


def named(piece: Piece) -> str:
    """How a block is named to the editor: « bloc « Agenda » »."""
    return f"bloc «{NBSP}{piece.title or piece.words or 'sans titre'}{NBSP}»"
