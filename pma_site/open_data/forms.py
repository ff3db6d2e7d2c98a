"""What may be asked of files and of the API, in their addresses."""

from django import forms


class StrictForm(forms.Form):
    """A form that refuses what it does not know: a misspelt filter would otherwise be the whole."""

    def clean(self):
        unknown = sorted(set(self.data) - set(self.fields))
        if unknown:
            names = ", ".join(f"« {name[:40]} »" for name in unknown[:5])
            known = ", ".join(self.fields) or "aucun"
            raise forms.ValidationError(f"Paramètre inconnu : {names}. Paramètres possibles : {known}.")
        return super().clean()

    @property
    def refusal(self) -> dict[str, list[str]]:
        """What is wrong, by the name of the parameter."""
        return {("adresse" if name == "__all__" else name): list(said) for name, said in self.errors.items()}

    @property
    def refusal_in_words(self) -> str:
        """What is wrong, a line a parameter."""
        lines = [f"{name} : {' '.join(said)}" for name, said in self.refusal.items()]
        return "\n".join(["Cette adresse demande ce qui n’est pas proposé.", *lines, ""])


class FileForm(StrictForm):
    """A file as it is: it has no filter."""


class TableForm(StrictForm):
    """A CSV, for programs or for spreadsheet programs."""

    tableur = forms.ChoiceField(
        choices=[("", "non"), ("1", "oui")],
        required=False,
        error_messages={"invalid_choice": "Choisissez 1, ou retirez ce paramètre."},
    )
