"""The window in which a key figure is chosen, or entered and chosen at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.admin.widgets import AdminDateInput
from wagtail.permission_policies import ModelPermissionPolicy

from pma_site.core.registers import RegisterChooserViewSet

from .models import Indicator, IndicatorValue


class FigureCreationForm(forms.ModelForm):
    """A value of an indicator already followed, or the first one of a new indicator."""

    indicator = forms.ModelChoiceField(
        label="Indicateur suivi", queryset=Indicator.objects.all(), required=False, empty_label="Aucun"
    )
    new_indicator = forms.CharField(
        label="Ou nouvel indicateur",
        max_length=200,
        required=False,
        help_text="Son intitulé, s’il n’est pas dans la liste : « Emplois créés sur le Pôle »…",
    )

    field_order = ["indicator", "new_indicator"]

    class Meta:
        model = IndicatorValue
        fields = ["indicator", "number", "display", "caption", "period", "as_of", "source"]
        widgets = {"as_of": AdminDateInput()}

    def clean(self):
        cleaned = super().clean()
        known, title = cleaned.get("indicator"), cleaned.get("new_indicator")
        if known and title:
            message = "Choisissez un indicateur suivi ou écrivez-en un nouveau, pas les deux."
            raise ValidationError({"new_indicator": message})
        if title and Indicator.objects.filter(title__iexact=title).exists():
            raise ValidationError({"new_indicator": "Cet indicateur est déjà suivi : choisissez-le dans la liste."})
        if not known and not title and "indicator" not in self.errors:
            raise ValidationError({"indicator": "Choisissez un indicateur, ou écrivez-en un nouveau."})
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Enter the value, and its indicator if it is new."""
        if self.cleaned_data["new_indicator"]:
            self.instance.indicator = Indicator.objects.create(
                title=self.cleaned_data["new_indicator"], source=self.cleaned_data["source"]
            )
        return super().save(commit)


class FigureChooserViewSet(RegisterChooserViewSet):
    """Choose a value by its caption or its indicator, or create it."""

    creation_form_class = FigureCreationForm
    # A value belongs to its indicator: who keeps indicators enters values.
    permission_policy = ModelPermissionPolicy(Indicator)
