"""Texts that the public types, without the signs that would break a line, a message or a file."""

import re

from django import forms

# Controls, separators of lines and marks that turn the direction of writing.
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ODD_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class LineField(forms.CharField):
    """One line of text: what would break it is a space."""

    def to_python(self, value):
        return " ".join(_ODD.sub(" ", super().to_python(value)).split())


class ParagraphsField(forms.CharField):
    """Some paragraphs, without formatting."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return _ODD_IN_TEXT.sub(" ", text).strip()
