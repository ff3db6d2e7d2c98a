"""What a cell of a file of readers means: addresses, codes, names, dates, as people type them."""

import re
from datetime import date
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS

from pma_site.core.french import fold, spelling_key
from pma_site.core.mail_addresses import ReachableAddressValidator, canonical

from . import postal
from .choices import FormOfAddress
from .periods import FIRST_DAY

# What people write for « nothing ».
_NOTHING = {"", "-", "--", "/", "?", "néant", "neant", "aucun", "aucune", "sans", "n/a", "nc", "n.c.", "non communiqué"}
_SEVERAL = re.compile(r"[;,/|\s]+|\bet\b|\bou\b")
_MONTHS = [fold(MONTHS[number]) for number in range(1, 13)]
_TITLE = re.compile(
    r"(?:mme|mlle|melle|madame|mr|m|monsieur)\.?(?:\s+l[ae]\s+maire\b(?:\s+d[ée]l[ée]gu[ée]e?\b)?)?(?=[\s,]|$)",
    re.IGNORECASE,
)
# A mandate lasts six years: no date lies further ahead, in years.
_AHEAD = 10
_WHOLE_WORDS = {"m": "monsieur", "mr": "monsieur", "mme": "madame", "mlle": "madame", "melle": "madame"}


class CellError(Exception):
    """A cell that means nothing; the message, in French, says what is expected."""


def nothing(cell: str) -> bool:
    """Whether a cell says that there is nothing: empty, « - », « néant »."""
    return cell.strip().casefold() in _NOTHING


def line(cell: str, most: int) -> str:
    """Return a cell on one line of at most `most` signs. Raises CellError."""
    text = " ".join(cell.split())
    if len(text) > most:
        raise CellError(f"« {text[:40]}… » est trop long : {most} signes au plus.")
    return text


def postal_line(cell: str, most: int = postal.LENGTH) -> str:
    """Return a line of an address that the post reads (postal.fits). Raises CellError."""
    text = line(cell, 80)
    if not postal.fits(text, most):
        raise CellError(f"« {text[:40]} » : {postal.too_long(most)}")
    return text


def email(cell: str) -> str:
    """Return the one address of a cell, in small letters. Raises CellError for another number, or for no address."""
    text = cell.strip().removeprefix("mailto:")
    bracketed = re.search(r"<([^<>@]+@[^<>@]+)>", text)
    parts = [part for part in _SEVERAL.split(bracketed.group(1) if bracketed else text) if part]
    addresses = list(dict.fromkeys(canonical(part) for part in parts if "@" in part))
    if len(addresses) > 1:
        raise CellError(f"il y a {len(addresses)} adresses ({', '.join(addresses)}) : n’en gardez qu’une.")
    if len(parts) != 1 and not (len(parts) > 1 and len(addresses) == 1 and len(set(map(canonical, parts))) == 1):
        raise CellError(f"« {text[:80]} » n’est pas une adresse électronique.")
    try:
        # Asked before and after: a letter that is compared as another one must not make an address.
        ReachableAddressValidator()(parts[0])
        ReachableAddressValidator()(canonical(parts[0]))
    except ValidationError as error:
        raise CellError(f"« {text[:80]} » n’est pas une adresse électronique.") from error
    address = canonical(parts[0])
    if len(address) > 254:
        raise CellError("cette adresse est trop longue.")
    return address


def code(cell: str) -> tuple[str, bool]:
    """Return a code of five signs, and whether the 0 that a spreadsheet takes away was given back. Raises CellError."""
    text = re.sub(r"\s|^F-|(?<=\d)[.,]0$", "", cell).upper()
    # Cut in two, it lacks another figure than the first.
    if re.fullmatch(r"\d{4}", text) and text in cell:
        return f"0{text}", True
    if not re.fullmatch(r"\d[\dAB]\d{3}", text):
        raise CellError(f"« {cell[:40]} » n’est pas un code de cinq chiffres, comme 62300.")
    return text, False


def postal_code(cell: str) -> tuple[str, bool]:
    """Return a postal code, and whether its 0 was given back. Raises CellError."""
    text, mended = code(cell)
    if not text.isdigit():
        raise CellError(f"« {cell[:40]} » n’est pas un code postal, comme 62300.")
    return text, mended


def postal_city(cell: str) -> tuple[str, str]:
    """Return the code and the town of « 62300 LENS ». Raises CellError."""
    found = re.fullmatch(r"(?:F-)?(\d{2}\s?\d{3})\s+(.+)", " ".join(cell.split()))
    if not found:
        raise CellError(f"« {cell[:40]} » n’est pas un code postal suivi d’une ville, comme « 62300 Lens ».")
    return found.group(1).replace(" ", ""), postal_line(found.group(2), postal.CITY_LENGTH)


def phone(cell: str) -> str:
    """Return a number as it is written in France, « 03 21 00 00 00 »; another country's is kept. Raises CellError."""
    text = " ".join(cell.split())
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", text))
    if digits.startswith(("0033", "33")) and len(digits) > 10:
        digits = digits.removeprefix("00").removeprefix("33")
    if len(digits) == 9 and digits[0] != "0":
        # The 0 that a spreadsheet takes away.
        digits = f"0{digits}"
    if len(digits) == 10 and digits[0] == "0":
        return " ".join(re.findall("..", digits))
    if len(digits) >= 4 and len(text) <= 20:
        return text
    raise CellError(f"« {text[:40]} » n’est pas un numéro de téléphone.")


def past_day(cell: str) -> date:
    """Return a day that is not to come, as `day` reads it. Raises CellError."""
    found = day(cell)
    if found > timezone.localdate():
        raise CellError(f"le {found:%d/%m/%Y} est à venir.")
    return found


def day(cell: str) -> date:
    """Return a day written « 03/05/2020 », « 3 mai 2020 » or « 2020-05-03 », its hour aside.

    « 98 » is 1998, « 32 » the end of a mandate to come. Raises CellError, for a day before periods.FIRST_DAY too.
    """
    found = _day(cell)
    if found < FIRST_DAY or found.year > timezone.localdate().year + _AHEAD:
        raise CellError(f"« {cell[:40]} » est une date invraisemblable.")
    return found


def _day(cell):
    text = fold(" ".join(cell.split())).removeprefix("le ")
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?: .*)?", text)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[t ].*)?", text)
    words = re.fullmatch(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})", text)
    try:
        if numbers:
            year = int(numbers[3])
            if len(numbers[3]) == 2:
                year += 2000 if year + 2000 <= timezone.localdate().year + _AHEAD else 1900
            return date(year, int(numbers[2]), int(numbers[1]))
        if iso:
            return date(*map(int, iso.groups()))
        if words and words[2] in _MONTHS:
            return date(int(words[3]), _MONTHS.index(words[2]) + 1, int(words[1]))
    except ValueError:
        pass
    raise CellError(f"« {cell[:40]} » n’est pas une date, comme 03/05/2020.")


def yes_or_no(cell: str) -> bool:
    """Return what « oui », « x », « 1 », « non », « 0 » say. Raises CellError."""
    word = fold(cell.strip())
    if word in {"oui", "o", "x", "1", "vrai", "true", "yes"}:
        return True
    if word in {"non", "n", "0", "faux", "false", "no"}:
        return False
    raise CellError(f"« {cell[:40]} » : écrivez « oui » ou « non ».")


def address_form(cell: str) -> SimpleNamespace:
    """Return how a mayor is addressed: `woman`, and `form` (FormOfAddress) where the cell tells it wholly.

    « Mme » alone leaves open whether she is « Madame la Maire » or « Madame le Maire ». Raises CellError.
    """
    first, *rest = spelling_key(cell).split() or [""]
    text = " ".join([_WHOLE_WORDS.get(first, first), *rest])
    form = next((form for form in FormOfAddress if spelling_key(form.label) == text), None)
    if form:
        return SimpleNamespace(woman=text.startswith("madame"), form=form)
    if text in {"madame", "f", "femme", "feminin"}:
        return SimpleNamespace(woman=True, form=None)
    if text in {"monsieur", "h", "homme", "masculin"}:
        return SimpleNamespace(woman=False, form=None)
    if text in {"le maire", "la maire"}:
        return SimpleNamespace(woman=text == "la maire", form=None)
    raise CellError(f"« {cell[:40]} » : écrivez « M. », « Mme » ou « Madame la Maire ».")


def without_title(cell: str) -> tuple[str, str]:
    """Part « Mme la Maire Jeanne DURAND » into how she is addressed, as a cell, and her name."""
    text = " ".join(cell.split())
    found = _TITLE.match(text)
    if not found:
        return "", text
    return found.group().rstrip("."), text[found.end() :].strip(" ,")


def name_parts(full_name: str) -> tuple[str, str]:
    """Part a whole name into first and last: capitals make the last (« DURAND Jeanne »), else all but the first word.

    Raises CellError for a single word.
    """
    words = full_name.replace(",", " ").split()
    capitals = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
    if 0 < len(capitals) < len(words):
        # « Jean DE LA TOUR », « Jean d’HONDT »: what is not in capitals is the first name.
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    if len(words) < 2:
        raise CellError(f"« {full_name[:60]} » : il faut un prénom et un nom.")
    return words[0], " ".join(words[1:])


def proper(name: str) -> str:
    """Return a name that is all in capitals, or all in small letters, as one writes it: « DURAND » → « Durand »."""
    text = " ".join(name.split())
    if not (text.isupper() or text.islower()):
        return text
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text.lower())
