"""The typography of French, put right where a text leaves the site: pages, e-mail, PDF, titles.

The rules are those of the « Lexique des règles typographiques en usage à l’Imprimerie nationale », with U+00A0 for
every space that does not break: the site's fonts have no U+202F.

Rules see one long text, in which a tag, a passage of code or an address is a single character: a Unicode
noncharacter, which no text may hold.
"""

import re
from html import escape
from html.entities import html5

from .french import NBSP
from .markup import put_together, taken_apart

# A tag that sentences run across; one that ends them; something that is seen and kept whole; an address.
INLINE, BLOCK, OBJECT, ADDRESS = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
# Where letters begin and end to stand above the line.
RAISED, LOWERED = "\ufdd4", "\ufdd5"
# Characters that stay entities.
ESCAPED = {"&": "\ufdd6", "<": "\ufdd7", ">": "\ufdd8"}
MARKS = (INLINE, BLOCK, OBJECT, ADDRESS, RAISED, LOWERED, *ESCAPED.values())

# All other tags end a sentence. Scripts and comments are not seen.
_INLINE_TAGS = """!-- a abbr b bdi bdo cite data del dfn em font i ins label mark q s script small span strong style
    sub sup time u var wbr"""
MARK_OF_TAG = {tag: INLINE for name in _INLINE_TAGS.split() for tag in (name, f"/{name}")}
MARK_OF_TAG |= dict.fromkeys(["code", "kbd", "samp", "img"], OBJECT)
# Text that no tag may stand in.
BARE_TAGS = frozenset(["title", "option", "svg"])

_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z][a-zA-Z0-9]*));")

_SPACES = " \t\n\r\f\u00a0\u2009"
_GAP = _SPACES + INLINE
_CAPITAL = "A-ZÀÂÇÉÈÊËÎÏÔÙÛŒ"
_S, _T = f"[{_SPACES}]", f"{INLINE}*"
_NAME = f"{_S}+(?={_T}[{_CAPITAL}])"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "[cdkm]?m[²³]?|ha|km/h|k?g|t|[cdh]?[lL]|min|s|[kMGT]?W(?:h|c)?|°C?|[kMGT]o|dB|[kM]€|Md€|millions?|milliards?"


def _hour(match):
    hour, letter, minutes = match.groups()
    if letter == "H" and not minutes:
        return match.group()
    return f"{hour}{NBSP}h{NBSP}{minutes}" if minutes else f"{hour}{NBSP}h"


def _opened(quote):
    gap = quote.group(1)
    return "«" + (_one_space(gap) if gap.strip(INLINE) else NBSP + gap)


def _minus(hyphen):
    """Return the sign that a screen reader says as « moins », unless a word or an amount ends there."""
    start = hyphen.start()
    before = hyphen.string[max(0, start - 12) : start]
    near, far = before.rstrip(INLINE)[-1:], before.rstrip(_GAP)[-1:]
    return "-" if near.isalnum() or near in _ENDS or far.isdigit() or far in _ENDS else "−"


# After which a hyphen stands between two amounts.
_ENDS = frozenset("%‰€°)]»")

# Every pattern begins with a character, or a set of them: only then is it quick to search for.
_RULES_OF_NUMBERS = [
    # 13h30, 13 H 30, 9h, 24h/24
    (rf"([0-9](?<![\w.,:/].)[0-9]{{0,2}}){_S}*([hH])(?:{_S}*([0-5][0-9]))?(?![\w'’])", _hour),
    # n°9
    (rf"°(?<=[Nn].)(?<!\w..){_S}*(?=[0-9])", f"°{NBSP}"),
    # 4 200, 03 21 00 00 00, +33 (0)3 21 00 00 00
    (
        rf"[0-9](?<![\w.,].)(?:[0-9]{{0,2}}(?:{_S}[0-9]{{3}})+(?![0-9])"
        rf"|(?:(?<=0)|(?<=\+3)3{_S}?(?:\(0\){_S}?)?)[1-9](?:{_S}[0-9][0-9]){{4}}(?![0-9]))",
        lambda number: re.sub(_S, NBSP, number.group()),
    ),
    # -10 %, but not 5-10 %
    (rf"-(?<![\w,./:+−–—-].)(?=[0-9]+(?:,[0-9]+)?[{_GAP}]*(?:[%‰]|°C))", _minus),
    # + 4 100
    (rf"\+(?<![\w+].){_S}+(?=[0-9])", f"+{NBSP}"),
    # 30 km, 12 mai, 1er juillet; not « n° 9, juin 2023 » in two boxes
    (
        rf"([0-9](?<!°{NBSP}.)(?<!°{NBSP}..)(?:(?<=1){_T}er)?{_T}){_S}+(?={_T}(?:{_UNITS}|{_MONTHS})(?![\w'’]))",
        rf"\1{NBSP}",
    ),
]
_RULES = [
    # l'eau, d'<em>abord</em>, l'« Envol »
    (rf"'(?<=[^\W\d_]')(?={_T}[\w«{OBJECT}{ADDRESS}])", "’"),
    # etc...
    (r"\.\.\.(?<!\.\.\.\.)(?!\.)", "…"),
    # M. Dupont, MM. Dupont, A. Dupont, Mme Dupont, Dr Dupont
    (rf"\.(?:(?<=[{_CAPITAL}].)(?<!\w..)|(?<=MM.)(?<!\w...)){_NAME}", f".{NBSP}"),
    (rf"M(?<!\w.)(mes?|lles?|gr|e){_NAME}", rf"M\1{NBSP}"),
    (rf"Dr(?<!\w..)(s?\.?){_NAME}", rf"Dr\1{NBSP}"),
    (rf"Pr(?<!\w..)(s?\.?){_NAME}", rf"Pr\1{NBSP}"),
    # « Envol
    (rf"«([{_GAP}]*+)(?=[^{BLOCK}])", _opened),
]
_RULES_OF_NUMBERS, _RULES = (
    [(re.compile(pattern), replacement) for pattern, replacement in rules] for rules in (_RULES_OF_NUMBERS, _RULES)
)

# « :) », « ?page=2 » and « 5%20 » are no signs of a sentence.
_SIGN = re.compile(
    rf"""[:;!?%‰€»](?:
        (?<=[:;])(?=[{_GAP}{BLOCK}«»]|\Z)
        | (?<=[!?])[!?]*(?=[{_GAP}{BLOCK}«»)\]"”’',…]|\Z)
        | (?<=[%‰€])(?!\w)
        | (?<=»)
    )""",
    re.VERBOSE,
)
_AFTER_WORDS = ')]»”’…%‰€°²³"'
_LAST_WORD = re.compile(r"[^\W\d_]{2,}\Z")
_OPEN_ENTITY = re.compile(rf"[&{ESCAPED['&']}]#?\w+\Z")
_ORDINAL = re.compile(
    r"""([0-9IVX](?<![\w.,].)[0-9IVX]*)(?:
        (?<=[1I])(?<![0-9IVX].)(er|re|[eè]re)(s?)
        | (?<=2)(?<![0-9IVX].)(nde?|de)(s?)
        | (e|i?[eè]me)(s?)
    )(?!\w)""",
    re.VERBOSE,
)
_DIGIT = re.compile("[0-9]")
_CARDINAL = re.compile("[0-9]{1,4}|X{0,3}(?:IX|IV|V?I{0,3})")
_ENDINGS = {"ère": "re", "ere": "re", "ème": "e", "eme": "e", "ième": "e", "ieme": "e"}

# Mail, scheme, Windows path, name of a file or of a site, path.
_PIVOT = re.compile(r"@|://|\\|_|\.(?=[a-z]{2})(?<=[\w-]\.)|/(?=\w)")
_AROUND_ADDRESS = frozenset([*_GAP, BLOCK, OBJECT, *'«»"(['])
_END_OF_ADDRESS = re.compile(rf'[{_GAP}{BLOCK}{OBJECT}«»"]|\Z')
_ELISION = re.compile("(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)


def french_html(html: str, *, indented: bool = True) -> str:
    """Return an HTML document or fragment with its French set as a printer would, `indented` as it was or not at all.

    Tags, attributes, scripts, styles, code, text fields and addresses stay as they are, and so does a page that holds
    a noncharacter. Quotes and accented letters written as entities come back as themselves.
    """
    if any(mark in html for mark in MARKS):
        return html
    texts, tags, names = taken_apart(html, indented=indented)
    text = put_together(texts, [MARK_OF_TAG.get(name, BLOCK) for name in names])
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    text = _typeset(text)
    for character, mark in ESCAPED.items():
        text = text.replace(mark, escape(character))
    texts = text.replace(BLOCK, INLINE).replace(OBJECT, INLINE).split(INLINE)
    for number in _within(BARE_TAGS, names):
        texts[number] = _flat(texts[number])
    return put_together(texts, tags).replace(RAISED, "<sup>").replace(LOWERED, "</sup>")


def french_text(text: str) -> str:
    """Return plain text (a title, the subject of a message) set likewise, line by line; ordinals stay on the line."""
    if any(mark in text for mark in MARKS):
        return text
    return "".join(_flat(_typeset(line)) for line in text.splitlines(keepends=True))


def _within(wanted, names):
    """Yield the numbers of the texts inside a wanted tag, from the names of the tags that follow each text."""
    depth = 0
    for number, name in enumerate([*names, ""]):
        if depth:
            yield number
        if name.removeprefix("/") in wanted:
            depth = max(0, depth + (-1 if name[0] == "/" else 1))


def _flat(text):
    return text.replace(RAISED, "").replace(LOWERED, "")


def _character(entity):
    """What an entity stands for, unless it could be read as markup or complete another entity."""
    hexadecimal, decimal, name = entity.groups()
    code = int(hexadecimal or decimal or "0", 16 if hexadecimal else 10)
    character = html5.get(f"{name};", "") if name else chr(code) if code < 0xD800 else ""
    if character in ESCAPED:
        return ESCAPED[character]
    return character if character in ("'", '"') or character[:1] > "\x9f" else entity.group()


def _typeset(text):
    """Apply all rules, those of numbers to paragraphs that hold one, and none to the spaces between paragraphs."""
    paragraphs = text.replace("\u202f", NBSP).split(BLOCK)
    plain, numbered = [], []
    for number, paragraph in enumerate(paragraphs):
        if paragraph and not paragraph.isspace():
            (numbered if _DIGIT.search(paragraph) else plain).append(number)
    for chosen, rules in ((plain, _RULES), (numbered, _RULES + _RULES_OF_NUMBERS)):
        done = _ruled(BLOCK.join([paragraphs[number] for number in chosen]), rules).split(BLOCK)
        for number, paragraph in zip(chosen, done, strict=False):
            paragraphs[number] = paragraph
    return BLOCK.join(paragraphs)


def _ruled(text, rules):
    text, addresses = _without_addresses(text)
    if '"' in text:
        text = BLOCK.join([_quoted(paragraph) for paragraph in text.split(BLOCK)])
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    text = _ORDINAL.sub(_raised, _before_signs(text))
    return put_together(text.split(ADDRESS), addresses) if addresses else text


def _without_addresses(text):
    """Return the text with a mark in the place of each address, and the addresses in order."""
    pieces, addresses, done = [], [], 0
    for pivot in _PIVOT.finditer(text):
        start = pivot.start()
        if start < done or (pivot.group() == "/" and start and text[start - 1] not in _AROUND_ADDRESS):
            continue
        while start > done and text[start - 1] not in _AROUND_ADDRESS:
            start -= 1
        elision = _ELISION.match(text, start, pivot.start())
        if elision and pivot.group() != "@":
            start = elision.end()
        address = text[start : _END_OF_ADDRESS.search(text, pivot.end()).start()].rstrip(".,;:!?…)]'’")
        pieces += (text[done:start], ADDRESS)
        addresses.append(address)
        done = start + len(address)
    return "".join([*pieces, text[done:]]), addresses


def _quoted(paragraph):
    """Return a paragraph with "…" as « … », unless one of its straight quotes may be something else (24")."""
    texts = paragraph.split('"')
    if len(texts) % 2 == 0:
        return paragraph
    for before, inside, after in zip(texts[0::2], texts[1::2], texts[2::2], strict=False):
        before, after = before.rstrip(INLINE)[-1:], after.lstrip(INLINE)[:1]
        if before.isalnum() or after.isalnum() or inside != inside.strip() or not inside.strip(_GAP):
            return paragraph
    return "".join([f"«{text}»" if number % 2 else text for number, text in enumerate(texts)])


def _one_space(gap):
    """Return spaces and tags with a single space, which does not break, where the first one was."""
    tags = len(gap) - len(gap.lstrip(INLINE))
    return INLINE * tags + NBSP + INLINE * (gap.count(INLINE) - tags)


def _before_signs(text):
    pieces, done = [], 0
    for sign in _SIGN.finditer(text):
        start = sign.start()
        left = done + len(text[done:start].rstrip(_GAP))
        if not left or text[left - 1] == BLOCK:
            continue
        gap = text[left:start]
        if gap.strip(INLINE):
            gap = _one_space(gap)
        elif _lacks_space(text, left, text[start]):
            gap += NBSP
        else:
            continue
        pieces += (text[done:left], gap)
        done = start
    return "".join([*pieces, text[done:]])


def _lacks_space(text, left, sign):
    """Tell whether a sign typed right after text[:left] was meant to have a space before it."""
    before = text[left - 1]
    if sign == "»":
        return True
    if sign in "%‰€":
        return before.isdecimal()
    if sign == ":":
        # « Contact: », but not « http: » nor « color: ».
        word = _LAST_WORD.search(text, max(0, left - 40), left)
        return before in ")»" or bool(word) and not (word.group().isascii() and word.group()[0].islower())
    if sign == ";" and _OPEN_ENTITY.search(text, max(0, left - 40), left):
        return False
    return before.isalnum() or before in _AFTER_WORDS


def _raised(ordinal):
    number, ending, plural = [part for part in ordinal.groups() if part is not None]
    if not _CARDINAL.fullmatch(number) or (number == "I" and ending not in ("er", "re")):
        return ordinal.group()
    return f"{number}{RAISED}{_ENDINGS.get(ending, ending)}{plural}{LOWERED}"
