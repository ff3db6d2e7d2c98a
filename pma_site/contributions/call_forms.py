"""How a call is entered in the admin, and the form that its questions make."""

from django import forms
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminModelForm

from pma_site.territory.models import Commune

from .fields import ParagraphsField
from .forms import SenderForm

PREFIX = "q-"
LENGTH = 60


class CallForm(WagtailAdminModelForm):
    """A call: its address follows from its title, and stays once it was online."""

    slug = forms.SlugField(label="Adresse", max_length=LENGTH, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.fields["slug"]
        if self.instance.pk and self.instance.is_online:
            slug.disabled = True
            slug.help_text = f"/appels/{self.instance.slug}/ : elle est peut-être déjà imprimée, elle ne change plus."
        else:
            slug.help_text = "Ce qui suit /appels/ dans l’adresse de la page. Vide : tirée du titre."

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:LENGTH].strip("-")
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if not slug or others.filter(slug=slug).exists():
            raise forms.ValidationError("Un autre appel a déjà cette adresse : écrivez-en une autre.")
        return slug

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "La clôture vient après l’ouverture.")
        return cleaned


class AnswerForm(SenderForm):
    """An answer to a call: for which commune, what to each question, and who answers.

    `questions` is the stream of the call. With `answer`, it is the form by which its sender corrects it: the address
    stays, as the link to correct went there, and a word for the team can be added.
    """

    commune = forms.ModelChoiceField(
        label="Votre commune",
        queryset=Commune.objects.all(),
        to_field_name="insee_code",
        empty_label="Choisissez votre commune",
        error_messages={
            "required": "Choisissez votre commune.",
            "invalid_choice": "Cette commune ne fait pas partie du territoire.",
        },
    )
    note = ParagraphsField(
        label="Un mot pour l’équipe (facultatif)",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args, questions, commune=None, answer=None, **kwargs):
        self.questions = list(questions)
        initial = {"commune": commune and commune.insee_code}
        if answer:
            initial = {name: getattr(answer, name) for name in ("note", *SenderForm.base_fields)}
            initial["commune"] = answer.commune and answer.commune.insee_code
            initial |= {f"{PREFIX}{row['question']}": row["value"] for row in answer.answers}
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["sender_email" if answer else "note"]
        for block in self.questions:
            self.fields[f"{PREFIX}{block.id}"] = block.block.form_field(block.value)
        offered = [(commune.insee_code, str(commune)) for commune in Commune.objects.all()]
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                # Read once, however many questions offer them.
                field.choices = [("", field.empty_label), *offered]
        asked = [f"{PREFIX}{block.id}" for block in self.questions]
        self.order_fields(["commune", *asked, *SenderForm.base_fields, "note"])

    @property
    def answering(self):
        """Its fields about the call: the commune, and the questions in order."""
        return [field for field in self if field.name == "commune" or field.name.startswith(PREFIX)]

    @property
    def answerer(self):
        """Its fields about who answers."""
        return [field for field in self if field.name in SenderForm.base_fields]

    @property
    def added(self):
        """What can be added to an answer that is corrected."""
        return [field for field in self if field.name == "note"]

    @property
    def rows(self) -> list[dict]:
        """What was answered, frozen with the words of each question (CallAnswer.answers)."""
        return [
            block.block.row(block.id, block.value, self.cleaned_data[f"{PREFIX}{block.id}"]) for block in self.questions
        ]

    @property
    def sender(self):
        """Who answers, and for which commune, as the fields of an answer."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}

    @property
    def recap(self):
        """What was answered, as pairs of a question and words; as typed where it is not accepted."""
        asked = {f"{PREFIX}{block.id}": block for block in self.questions}
        return [
            (field.label, asked[field.name].block.words(asked[field.name].value, self.cleaned_data[field.name]))
            if field.name in asked and field.name in self.cleaned_data
            else (field.label, self._read(field))
            for field in self.answering
        ]

    @property
    def people(self):
        """Who answers, as pairs of a label and what was typed."""
        pairs = [(field.label.removesuffix(" (facultatif)"), self._read(field)) for field in self.answerer]
        return [(label, words) for label, words in pairs if words]

    @property
    def typed(self):
        """All that was typed, as pairs of a name and a value, to be posted again."""
        return [(field.html_name, value) for field in self for value in self.data.getlist(field.html_name)]

    def _read(self, field):
        """A field that is no question as one reads it."""
        typed = self.cleaned_data.get(field.name)
        return str(typed) if typed else ", ".join(self.data.getlist(field.html_name))


class StepForm(forms.Form):
    """What the button that was pressed asks for."""

    etape = forms.ChoiceField(choices=[(step, step) for step in ("relire", "corriger", "envoyer")])


class DecisionForm(forms.Form):
    """What the team says to the sender of an answer; `seen` tells what it had read."""

    words = ParagraphsField(label="Message à la personne", max_length=2000, widget=forms.Textarea({"rows": 4}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, needs_words=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].required = needs_words
