"""What may stand in an address."""

from django.urls import register_converter


class KeyConverter:
    """The key of a row: more digits than a key may have lead nowhere, where a database would fail over them."""

    regex = "[0-9]{1,18}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


def register():
    """Make `<key:…>` known to addresses."""
    register_converter(KeyConverter, "key")
