"""How a row of a file names somebody, and how it says that they are addressed."""

from ..cell_values import CellError, address_form, line, name_parts, without_title


def said_name(said):
    """Return the first name, the last name and the title that a row gives; three empty ones where it gives none.

    « Mme Jeanne DURAND » stands in one cell, or its parts in several. Raises CellError for half a name.
    """
    first, last, title = said.get("first_name", ""), said.get("last_name", ""), ""
    if not last and said.get("full_name"):
        title, whole = without_title(said["full_name"])
        first, last = name_parts(whole) if whole else ("", "")
    elif last:
        title, last = without_title(last)
    if bool(first) != bool(last):
        raise CellError(f"« {first or last} » : il faut un prénom et un nom.")
    return line(first, 80), line(last, 80), title


def said_form(said, title):
    """Return how a row says that somebody is addressed (cell_values.address_form); None where it does not.

    Raises CellError for a title that means nothing.
    """
    if "form_of_address" in said:
        return said["form_of_address"]
    return address_form(title) if title else None
