"""What one asks of the guide."""

from django import forms

# Words that one may search for, as long as a line; what comes after is left out rather than refused.
LONGEST = 100


class _Words(forms.CharField):
    """A line of words: whatever was sent becomes one, without controls, cut at LONGEST."""

    def to_python(self, value):
        words = " ".join(super().to_python(value).replace("\0", "").split())
        return words[: self.max_length].rstrip()

    def bound_data(self, data, initial):
        """The field shows again what was searched for, not what was cut off."""
        return self.to_python(data)

    def run_validators(self, value):
        """Nothing is refused: to_python() has made it fit."""


class GuideSearchForm(forms.Form):
    """A search in the guide, sent by GET; any query is answered."""

    q = _Words(
        label="Chercher dans le guide",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"type": "search", "placeholder": "rectificatif"}),
    )

    @property
    def asked(self) -> str:
        """The words searched for, or « »."""
        return self.cleaned_data["q"] if self.is_valid() else ""
