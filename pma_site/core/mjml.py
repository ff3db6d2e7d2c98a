"""E-mails laid out in MJML become the HTML that mail programs understand."""

import re

_ATTRIBUTE = re.compile(r'(?<==")[^"<>]*(?=")')


def html_of(source: str) -> str:
    """Return the HTML of a message written in MJML; what attributes say stays what it is, sign for sign."""
    # Most processes send nothing.
    import mrml

    return mrml.to_html(_ATTRIBUTE.sub(_by_number, source)).content


def _by_number(attribute):
    """Write the signs of an attribute as numbers, but for letters and ASCII: mrml would make « \\u{a0} » of a space."""
    return "".join(
        sign if sign.isalnum() or (sign.isascii() and sign.isprintable() and sign != "\\") else f"&#{ord(sign)};"
        for sign in attribute[0]
    )
