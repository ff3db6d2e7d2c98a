"""A page taken apart: its words, and the markup between them."""

import re

_REST_OF_TAG = r"""[^<>"']*+(?:"[^"]*"[^<>"']*+|'[^']*'[^<>"']*+)*+>"""
# What begins like a tag and never ends takes the rest with it: better no typography than a changed attribute.
_MARKUP = re.compile(
    rf"""(<(?:
        (?i:(script|style|textarea|pre|code|kbd|samp)(?=[\s/>])){_REST_OF_TAG}(?:.*?</(?i:\2)\s*+>|.*)
        | (/?[a-zA-Z][^\s/>]*+|[?!](?!--)){_REST_OF_TAG}
        | (!--).*?-->
        | [a-zA-Z/?!].*
    ))""",
    re.DOTALL | re.VERBOSE,
)
_LINE_END = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_IN_A_TAG = re.compile(r"""("[^"]*"|'[^']*')|[ \t\r]*\n[ \t\r\n]*(>?)""")


def taken_apart(html: str, *, indented: bool = True) -> tuple[list[str], list[str], list[str]]:
    """Return the texts of a page, the piece of markup after each but the last, and the name of each piece.

    A piece is a tag, or something kept whole, with its content: a script, a text field, code, a comment. Without the
    indentation of its templates, a page looks the same and is a tenth lighter: lines end where they ended; what is
    quoted in a tag, and what is kept whole, stays as it is.
    """
    # Five at a time: a text, the piece after it, and its name: of what is kept whole, of a tag, of a comment.
    pieces = _MARKUP.split(html if indented else html.strip())
    texts, markup, tags = pieces[0::5], pieces[1::5], pieces[3::5]
    triples = zip(pieces[2::5], tags, pieces[4::5], strict=True)
    names = [(whole or tag or mark or "").lower() for whole, tag, mark in triples]
    if not indented:
        texts = [_LINE_END.sub("\n", text) if "\n" in text else text for text in texts]
        markup = [_on_a_line(it) if tag and "\n" in it else it for it, tag in zip(markup, tags, strict=True)]
    return texts, markup, names


def _on_a_line(tag):
    return _IN_A_TAG.sub(lambda part: part.group(1) or part.group(2) or " ", tag)


def put_together(texts: list[str], between: list[str]) -> str:
    """Join texts, each but the last followed by one of what stands between them."""
    pieces = [""] * (2 * len(texts) - 1)
    pieces[0::2], pieces[1::2] = texts, between
    return "".join(pieces)
