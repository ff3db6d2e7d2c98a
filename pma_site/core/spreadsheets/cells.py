"""One cell of a table: its text without what cannot be seen, and made harmless for the program that opens it."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# A spreadsheet program takes what begins so for a formula, in the full width of Asian keyboards too (OWASP, « CSV
# injection »). Quotes before it are ours or were there: one more is put, one is taken away, so nothing is lost.
_DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MADE_HARMLESS = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
# « é » in UTF-8 that somebody opened and saved as Windows-1252: « Ã© ».
_MISREAD = re.compile("[ÂÃÅâ][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")


def clean(text: str) -> str:
    """Return `text` composed (NFC), on tidy lines, without controls, invisible signs and space around.

    What ends a line in any system ends it in ours; every kind of space is one.
    """
    lines = _LINE_ENDS.split(unicodedata.normalize("NFC", text))
    return "\n".join(filter(None, map(_clean_line, lines)))


def _clean_line(line):
    if line.isascii() and line.isprintable():
        return line.strip()
    kept = (
        " " if category == "Zs" or sign == "\t" else sign
        for sign in line
        if (category := unicodedata.category(sign)) not in ("Cc", "Cf", "Cs") or sign == "\t"
    )
    return "".join(kept).strip()


def repaired(text: str) -> str:
    """Return a text whose accents were read in the wrong encoding once (« HÃ©nin ») as it was; any other as it is."""
    if not _MISREAD.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def harmless(cell: str) -> str:
    """Return a cell for a file that others open: one that would be run as a formula gets an apostrophe before it."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unharmed(cell: str) -> str:
    """Return a cell as it was before `harmless`."""
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell


def letter(column: int) -> str:
    """Return the letters of a column counted from 0: « A », « AB »."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
