"""What may be asked of the API: each parameter has its values, all others are refused."""

from django import forms

from ..forms import StrictForm

MOST = 100
# No site has more; what a database cannot count is not asked of it.
_LARGEST = 10**9


def _whole(least, most, words):
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), words)
    return forms.IntegerField(min_value=least, max_value=most, required=False, error_messages=messages)


class DetailForm(StrictForm):
    """One page or one record: it is given whole."""


class ListForm(StrictForm):
    """A list, piece by piece."""

    limit = _whole(1, MOST, f"Un nombre entier, de 1 à {MOST}.")
    offset = _whole(0, _LARGEST, "Un nombre entier, 0 ou plus.")


class PagesForm(ListForm):
    """The list of pages."""

    type = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Ce type de page n’existe pas : voyez la documentation."}
    )
    child_of = _whole(1, _LARGEST, "Le numéro d’une page.")
    descendant_of = _whole(1, _LARGEST, "Le numéro d’une page.")
    slug = forms.SlugField(
        required=False, max_length=255, allow_unicode=True, error_messages={"invalid": "Le nom d’une page, sans « / »."}
    )
    order = forms.ChoiceField(
        choices=[(sign + name, sign + name) for name in ("id", "title", "first_published_at") for sign in ("", "-")],
        required=False,
        error_messages={"invalid_choice": "Choisissez id, title ou first_published_at, précédé ou non de « - »."},
    )
    fields_ = forms.ChoiceField(
        choices=[("*", "tout"), ("donnees", "les données"), ("_,donnees", "les données seules")],
        required=False,
        error_messages={"invalid_choice": "Choisissez *, donnees ou _,donnees."},
    )

    def __init__(self, data, types):
        super().__init__(data)
        self.fields["type"].choices = [(name, name) for name in types]
        # A form has `fields` of its own.
        self.fields["fields"] = self.fields.pop("fields_")

    def clean(self):
        found = super().clean()
        if found.get("child_of") and found.get("descendant_of"):
            raise forms.ValidationError("Choisissez child_of ou descendant_of, pas les deux.")
        if found.get("fields") and not found.get("type"):
            raise forms.ValidationError("Avec fields, choisissez aussi un type de page : type=projects.MemberPage.")
        return found
