"""The form by which a reader tells the team what is missing on the page of a place."""

from django import forms

from .choices import RemarkSubject
from .fields import ParagraphsField
from .forms import SenderForm


class RemarkForm(SenderForm):
    """A remark. With `remark`, it is the form by which its sender corrects it: their address stays."""

    subject = forms.ChoiceField(
        label="Votre remarque porte sur",
        choices=[("", "Choisissez"), *RemarkSubject.choices],
        error_messages={"required": "Dites sur quoi porte votre remarque."},
    )
    text = ParagraphsField(
        label="Ce qui manque, ou ce qui est faux",
        max_length=2000,
        help_text="Quelques phrases. Une date, un lieu, un lien nous aident à vérifier.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Écrivez ce qui manque, ou ce qui est faux."},
    )
    # The team answers by e-mail.
    sender_phone = None
    field_order = ["subject", "text", *SenderForm.base_fields]

    def __init__(self, *args, remark=None, **kwargs):
        initial = {name: getattr(remark, name) for name in self.base_fields} if remark else {}
        super().__init__(*args, initial=initial, **kwargs)
        if remark:
            del self.fields["sender_email"]

    @property
    def about(self):
        """Its fields about what is remarked."""
        return [self["subject"], self["text"]]

    @property
    def who(self):
        """Its fields about who writes."""
        return [field for field in self if field.name in SenderForm.base_fields]
