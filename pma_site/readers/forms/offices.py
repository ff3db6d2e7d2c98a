"""How a town hall is entered in the admin."""

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from .. import periods, postal
from . import addresses


def not_to_come(day):
    """Refuse a day after today, and one that nobody living was in office on."""
    if day and day < periods.FIRST_DAY:
        raise forms.ValidationError("Cette date est trop ancienne.")
    if day and day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir.")


class OfficeForm(WagtailAdminModelForm):
    """A town hall with its e-mail as one types it; `seen` tells whether somebody changed it meanwhile."""

    email = addresses.AddressField(
        label="Adresse électronique", required=False, widget=forms.EmailInput({"autocomplete": "off"})
    )
    post_again = forms.BooleanField(
        label="Lui écrire de nouveau par la poste", required=False, help_text="Elle a demandé à ne plus rien recevoir."
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.instance.email
        self.fields["email"].help_text = addresses.about(self.instance.recipient)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.fingerprint
        if stopped := self.instance.post_stopped_on:
            self.fields["post_again"].help_text = f"Elle a demandé le {stopped:%d/%m/%Y} à ne plus en recevoir."
        else:
            del self.fields["post_again"]

    def clean_returned_on(self):
        not_to_come(self.cleaned_data["returned_on"])
        return self.cleaned_data["returned_on"]

    def clean_reviewed_on(self):
        not_to_come(self.cleaned_data["reviewed_on"])
        return self.cleaned_data["reviewed_on"]

    def clean(self):
        cleaned = super().clean()
        for name, most in (("complement", postal.LENGTH), ("street", postal.LENGTH), ("city", postal.CITY_LENGTH)):
            if not postal.fits(cleaned.get(name) or "", most):
                self.add_error(name, postal.too_long(most))
        if "postal_code" in cleaned and postal.lacks_code(cleaned.get("by_post"), cleaned["postal_code"]):
            self.add_error("postal_code", f"{postal.CODE_NEEDED} : indiquez-le, ou décochez « par la poste ».")
        if cleaned.get("postal_return") and not cleaned.get("returned_on") and "returned_on" not in self.errors:
            cleaned["returned_on"] = timezone.localdate()
        if cleaned.get("returned_on") and cleaned.get("postal_return") == "":
            self.add_error("postal_return", "Indiquez pourquoi le pli est revenu, ou effacez la date.")
        mandates = self.formsets["mandates"]
        if mandates.is_valid():
            kept = [one for one in mandates.cleaned_data if one and not one.get("DELETE")]
            if periods.overlap([(one["start"], one["end"]) for one in kept]):
                self.add_error(None, "Deux mandats se chevauchent : donnez une fin à l’un avant le début de l’autre.")
        return cleaned
