"""What readers may ask of the list of candidates to the label."""

from django import forms

from .network import PlainSelect

UNKNOWN = "Ce choix n’existe pas : prenez-en un dans la liste."
AMONG = {"required": False, "widget": PlainSelect, "error_messages": {"invalid_choice": UNKNOWN}}


class CandidateFilterForm(forms.Form):
    """Candidates by edition, result, commune and subject; the choices are those that lead to somebody.

    `known` holds the names of all communes by INSEE code: asking for one that has no candidate is no mistake.
    """

    objet = forms.CharField(
        label="Objet, porteur",
        max_length=100,
        required=False,
        error_messages={"max_length": "Votre recherche est trop longue : 100 caractères au plus."},
    )
    edition = forms.TypedChoiceField(label="Édition", coerce=int, **AMONG)
    resultat = forms.ChoiceField(label="Résultat", **AMONG)
    commune = forms.ChoiceField(label="Commune", **AMONG)

    def __init__(self, data, *, years, results, communes, known):
        super().__init__(data)
        asked = data.get("commune")
        if asked in known and asked not in dict(communes):
            communes = [*communes, (asked, known[asked])]
        self.fields["edition"].choices = [("", "Toutes"), *((str(year), str(year)) for year in years)]
        self.fields["resultat"].choices = [("", "Tous"), *((name, name) for name in results)]
        self.fields["commune"].choices = [("", "Toutes"), *communes]
