"""What is asked before an issue leaves: the lists, and the number of letters typed by hand."""

from django import forms

from pma_site.readers.choices import ReadingList

# A number nobody reaches, so that a slip of the keyboard stays a number.
MOST = 1_000_000


class ListsForm(forms.Form):
    """Which lists an issue goes to."""

    listes = forms.MultipleChoiceField(
        label="Listes",
        choices=ReadingList.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une liste."},
    )


class _CountField(forms.IntegerField):
    def to_python(self, value):
        # As one reads it: « 5 000 ».
        return super().to_python("".join(str(value).split()) if value else value)


class ConfirmationForm(ListsForm):
    """The confirmation of a sending: who sends types how many letters leave."""

    listes = forms.MultipleChoiceField(choices=ReadingList.choices, widget=forms.MultipleHiddenInput)
    nombre = _CountField(
        label="Nombre de lettres",
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 8}),
        error_messages={
            "required": "Tapez le nombre de lettres qui vont partir.",
            "invalid": "Tapez un nombre en chiffres.",
        },
    )


class ProblemsForm(forms.Form):
    """Which letters of a sending are listed."""

    WITHHELD, REFUSED, UNKNOWN, EXCLUDED = "retenues", "refusees", "incertaines", "ecartes"

    liste = forms.ChoiceField(
        required=False,
        choices=[
            (UNKNOWN, "Incertaines"),
            (REFUSED, "Refusées"),
            (WITHHELD, "Retenues"),
            (EXCLUDED, "Écartés avant l’envoi"),
        ],
    )
