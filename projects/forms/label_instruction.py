"""What is typed in the admin during the instruction of an edition of the label."""

from django import forms

from ..choices import Admissible, Appreciation, Verdict, Vote

REQUIRED = {"required": "Choisissez dans la liste."}


def words(label, most, rows=4, **kwargs):
    """A field for a text of several lines, of `most` characters."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=kwargs.pop("required", False),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Ce texte est trop long : {most} signes au plus."},
        **kwargs,
    )


class TableForm(forms.Form):
    """In which order a table is asked for: what is not known changes nothing."""

    tri = forms.CharField(required=False, max_length=30)
    sens = forms.ChoiceField(required=False, choices=[("", ""), ("desc", "desc")])


class AdmissibilityForm(forms.Form):
    """Whether an application meets the rules of the call."""

    verdict = forms.ChoiceField(
        label="Ce dossier est", choices=Admissible.choices, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    reason = words(
        "Raison", 2_000, help_text="Obligatoire pour un dossier irrecevable. Elle reste dans l’instruction.", rows=3
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == Admissible.NO and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Dites pourquoi le dossier est irrecevable.")
        return cleaned


class CommitteeForm(forms.Form):
    """A committee: what the public reads of it, its date, its members, and what is put before it."""

    name = forms.CharField(label="Nom", max_length=120, error_messages={"required": "Donnez un nom au comité."})
    place = forms.IntegerField(
        label="Rang", min_value=1, max_value=20, help_text="1 pour celui qui se réunit le premier.", initial=1
    )
    step = forms.ModelChoiceField(
        queryset=None,
        label="Étape du calendrier",
        required=False,
        empty_label="Aucune",
        help_text="Sa date est celle de cette étape, de nature « Réunion d’un comité » ; l’édition les tient.",
    )
    mission = words("Ce qu’il regarde", 400, 2, help_text="Public : une ou deux phrases.")
    composition = words("Qui y siège", 600, 2, help_text="Public : « des partenaires techniques, des élus… ».")
    members = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Membres",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les comptes du rôle « Comités du label ». Ils ne lisent que les dossiers de leur comité.",
    )
    applications = forms.ModelMultipleChoiceField(
        queryset=None,
        label="Dossiers présentés",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les dossiers recevables.",
    )

    def __init__(self, *args, steps, accounts, applications, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = steps
        self.fields["members"].queryset = accounts
        self.fields["members"].label_from_instance = lambda account: account.get_full_name() or account.get_username()
        self.fields["applications"].queryset = applications
        self.fields["applications"].label_from_instance = lambda application: application.title


class OpinionForm(forms.Form):
    """What a member thinks of an application; `criteria` are pairs (key, heading) of what it answers."""

    vote = forms.ChoiceField(label="Mon avis", choices=Vote.choices, widget=forms.RadioSelect, error_messages=REQUIRED)
    note = words(
        "Mes notes",
        5_000,
        6,
        help_text="Lues par votre comité et par la personne qui tient le label, jamais par les autres comités.",
    )

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = {f"critere-{key}": str(key) for key, _ in criteria}
        for (name, _), (_, heading) in zip(self.criteria.items(), criteria, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=heading, choices=[("", "Sans avis"), *Appreciation.choices], required=False
            )
        self.order_fields(["vote", *self.criteria, "note"])

    @property
    def appreciations(self):
        """The words chosen, by the key of each criterion."""
        chosen = {key: self.cleaned_data.get(name) for name, key in self.criteria.items()}
        return {key: level for key, level in chosen.items() if level}


class ConclusionForm(forms.Form):
    """What a committee concludes on one application."""

    conclusion = forms.ChoiceField(
        label="Avis du comité", choices=[("", "Pas encore"), *Verdict.choices], required=False
    )
    summary = words("Motifs", 3_000, 2)


class ResultsForm(forms.Form):
    """The results of an edition, prepared together: one field a candidate."""

    def __init__(self, *args, candidates, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {f"resultat-{candidate.pk}": candidate for candidate in candidates}
        choices = [("", "—"), *((str(result.pk), result.name) for result in results)]
        # Without a word for a result there is nothing to choose from.
        self.has_words = len(choices) > 1
        for name, candidate in self.candidates.items():
            self.fields[name] = forms.ChoiceField(
                label=f"Résultat de {candidate.title}",
                choices=choices,
                required=False,
                initial=str(candidate.result_id or ""),
                error_messages={"invalid_choice": "Ce résultat n’est pas de cette édition."},
            )

    @property
    def chosen(self):
        """The key of a result, or None, by the key of each candidate."""
        said = self.cleaned_data
        return {
            candidate.pk: int(said[name]) if said.get(name) else None for name, candidate in self.candidates.items()
        }


class NewsForm(forms.Form):
    """A piece of news on a laureate."""

    date = forms.DateField(label="Date", error_messages={"required": "Dites quand.", "invalid": "Écrivez une date."})
    sentence = forms.CharField(
        label="Nouvelle",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une phrase : « La serre a ouvert ses portes. »",
        error_messages={"required": "Écrivez la nouvelle, en une phrase."},
    )
    link = forms.URLField(
        label="Lien",
        required=False,
        assume_scheme="https",
        help_text="Vers un article, une vidéo, la page du projet.",
        error_messages={"invalid": "Collez une adresse entière, comme https://www.exemple.fr/article."},
    )
    image = forms.ModelChoiceField(queryset=None, label="Image", required=False)
    image_alt = forms.CharField(
        label="Texte de remplacement",
        max_length=250,
        required=False,
        help_text="Ce que montre l’image, pour qui ne la voit pas. Vide si elle est purement décorative.",
    )

    def __init__(self, *args, images, widgets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["image"].queryset = images
        for name, widget in widgets.items():
            self.fields[name].widget = widget
