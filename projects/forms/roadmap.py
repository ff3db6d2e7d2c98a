"""What is typed on the screens of the roadmap in the admin."""

from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from ..choices import STEPS_WITH_REASON, ActionStep, Attention, DatePrecision


class _ForgivingChooser:
    """A chooser of files that shows nothing, rather than failing, where what it is given is gone or is no key."""

    def get_value_data(self, value):
        try:
            return super().get_value_data(value)
        except (ObjectDoesNotExist, ValueError, OverflowError):
            return super().get_value_data(None)


class ImageChooser(_ForgivingChooser, AdminImageChooser):
    """Choose a picture, or bring one in."""


class DocumentChooser(_ForgivingChooser, AdminDocumentChooser):
    """Choose a document, or bring one in."""


class BoardForm(forms.Form):
    """Which actions the board shows: of what year, and which of them."""

    annee = forms.ModelChoiceField(label="Année", queryset=None, required=False, empty_label=None)
    suivi = forms.ChoiceField(
        label="À suivre", choices=[("", "Toutes les actions"), *Attention.choices], required=False
    )
    axe = forms.ModelChoiceField(label="Axe", queryset=None, required=False, empty_label="Tous les axes")
    etape = forms.ChoiceField(
        label="Avancement",
        choices=[("", "Tous"), *((step, step.label.capitalize()) for step in ActionStep)],
        required=False,
    )
    contact = forms.ModelChoiceField(label="Contact", queryset=None, required=False, empty_label="Tous les contacts")
    mots = forms.CharField(label="Mots", max_length=100, required=False)

    def __init__(self, data, *, roadmaps, axes, contacts):
        super().__init__(data)
        self.fields["annee"].queryset = roadmaps
        self.fields["annee"].label_from_instance = lambda roadmap: str(roadmap.year)
        self.fields["annee"].to_field_name = "year"
        self.fields["axe"].queryset = axes
        self.fields["axe"].label_from_instance = lambda axis: axis.title
        self.fields["contact"].queryset = contacts


class MilestoneForm(forms.Form):
    """What became of an action: a dated sentence, and its new step. One of the two is enough."""

    sentence = forms.CharField(
        label="Ce qui s’est passé",
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text="Une phrase complète, telle que la lettre la reprendra : « La chaufferie bois est mise en service. »",
    )
    day = forms.DateField(
        label="Date",
        widget=AdminDateInput(),
        help_text="Pour une date connue au mois ou à l’année près, un jour de la période.",
    )
    precision = forms.ChoiceField(
        label="Date connue", choices=[("jour", "au jour près"), ("mois", "au mois près"), ("annee", "à l’année près")]
    )
    in_letter = forms.BooleanField(label="À mettre dans la lettre", required=False)
    step = forms.ChoiceField(label="Où en est l’action", choices=ActionStep.choices)
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        required=False,
        help_text="Obligatoire si l’action est reportée ou abandonnée : les lecteurs le lisent.",
    )
    image = forms.ModelChoiceField(label="Image", queryset=None, required=False, widget=ImageChooser())
    image_alt = forms.CharField(
        label="Texte de remplacement",
        max_length=250,
        required=False,
        help_text="Ce que montre l’image, pour qui ne la voit pas.",
    )
    image_is_decorative = forms.BooleanField(
        label="Image décorative", required=False, help_text="Elle n’apprend rien de plus que la phrase."
    )
    document = forms.ModelChoiceField(label="Document", queryset=None, required=False, widget=DocumentChooser())

    def __init__(self, *args, action, images, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action
        self.fields["image"].queryset = images
        self.fields["document"].queryset = documents

    def clean_day(self):
        """A milestone tells what happened, not what will."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(
                "Cette date est à venir. Une étape raconte ce qui s’est passé : pour une date prévue, remplissez "
                "l’échéance de l’action."
            )
        if day.year < 2000:
            raise ValidationError("Vérifiez l’année.")
        return day

    def clean(self):
        cleaned = super().clean()
        sentence, step, reason = (cleaned.get(name, "") for name in ("sentence", "step", "reason"))
        if step in STEPS_WITH_REASON and not reason:
            self.add_error("reason", "Dites en une phrase pourquoi l’action est reportée ou abandonnée.")
        if step and not sentence and "sentence" not in self.errors:
            extra = [name for name in ("image", "document", "in_letter") if cleaned.get(name)]
            if extra or (step == self.action.step and reason == self.action.reason):
                self.add_error("sentence", "Dites en une phrase ce qui s’est passé.")
        if cleaned.get("image") and not cleaned.get("image_alt") and not cleaned.get("image_is_decorative"):
            self.add_error(
                "image_alt", "Dites ce que montre l’image, ou cochez « image décorative » si elle n’apprend rien."
            )
        return cleaned

    def clean_precision(self):
        return DatePrecision(self.cleaned_data["precision"])

    @property
    def milestone_fields(self):
        """What a Milestone is made of, or None where only the step changes."""
        names = ("sentence", "precision", "in_letter", "image", "image_alt", "image_is_decorative", "document")
        if not self.cleaned_data["sentence"]:
            return None
        return {"day": _first_day(self.cleaned_data), **{name: self.cleaned_data[name] for name in names}}


def _first_day(cleaned):
    """The day by which a date is kept: the first of its month or year where it is known no better."""
    day, precision = cleaned["day"], cleaned["precision"]
    if precision == DatePrecision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == DatePrecision.MONTH else day


class NewYearForm(forms.Form):
    """A new year: its number, and what it takes over from the last one, all of which is ticked at first.

    `axes` are new_year.CarriedAxis, `contributions` those of the year `last`; without one, only the year is asked.
    """

    year = forms.IntegerField(
        label="Année",
        min_value=2000,
        max_value=2100,
        error_messages={
            "min_value": "Indiquez l’année sur quatre chiffres, comme 2023.",
            "max_value": "Indiquez l’année sur quatre chiffres, comme 2023.",
        },
    )
    contributions = forms.MultipleChoiceField(
        label="Contributeurs, sans leurs montants", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, last, axes, contributions):
        super().__init__(data, initial={"year": last.year + 1 if last else timezone.localdate().year})
        self._carried = axes
        choices = [(str(line.pk), _contributor(line)) for line in contributions]
        self.fields["contributions"].choices = choices
        self.initial["contributions"] = [key for key, _ in choices]
        if not choices:
            del self.fields["contributions"]
        for carried in axes:
            people = ", ".join(map(str, carried.contacts))
            self.fields[f"axis_{carried.axis.pk}"] = forms.BooleanField(
                label=carried.axis.title,
                required=False,
                initial=True,
                help_text=f"Contact : {people}." if people else "Sans contact.",
            )
            self.fields[f"actions_{carried.axis.pk}"] = forms.MultipleChoiceField(
                label=f"Actions de l’axe « {carried.axis.title} » qui continuent",
                choices=[
                    (str(action.key), f"{action.title} ({action.get_step_display()})") for action in carried.actions
                ],
                initial=[str(action.key) for action in carried.actions],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def axes(self):
        """For each axis: the axis as new_year.CarriedAxis, its box, and the boxes of its actions."""
        return [
            (carried, self[f"axis_{carried.axis.pk}"], self[f"actions_{carried.axis.pk}"]) for carried in self._carried
        ]

    @property
    def carried(self):
        """What was ticked, as new_year.begin_year takes it."""
        cleaned = self.cleaned_data
        axes = [carried.axis.pk for carried in self._carried if cleaned[f"axis_{carried.axis.pk}"]]
        return {
            "axes": axes,
            "actions": [UUID(key) for axis in axes for key in cleaned[f"actions_{axis}"]],
            "contributions": [int(key) for key in cleaned.get("contributions", [])],
        }


def _contributor(line):
    return f"{line.organisation} ({line.get_kind_display().lower()})"


class ReopeningForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(
        label="Pourquoi rouvrir cette année ?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une phrase, gardée dans l’historique de l’année : « corriger la contribution de la CALL ».",
        error_messages={"required": "Dites pourquoi l’année est rouverte."},
    )


class SinceForm(forms.Form):
    """Since what day milestones are looked at."""

    depuis = forms.DateField(label="Depuis le", widget=AdminDateInput())


class LetterForm(forms.Form):
    """Which of some milestones go into the letter."""

    in_letter = forms.MultipleChoiceField(
        label="À mettre dans la lettre", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data, *, milestones):
        super().__init__(data, initial={"in_letter": [str(each.pk) for each in milestones if each.in_letter]})
        self.fields["in_letter"].choices = [
            (str(each.pk), f"{each.when[:1].upper()}{each.when[1:]} : {each.sentence} ({each.action.axis.title})")
            for each in milestones
        ]

    @property
    def chosen(self):
        """The keys of those that were ticked."""
        return {int(key) for key in self.cleaned_data["in_letter"]}
