"""Up to three pictures: each with what it shows and who made it, and the right to use them."""

from django import forms

from pma_site.contributions.fields import LineField

from .fields import PictureField

MOST = 3


class PicturesForm(forms.Form):
    """Rows of `image_0`, `alt_0`, `credit_0`, `remove_0`, and so on.

    `kept` tells the pictures that were already sent, by their place: what stands there need not be chosen again.
    """

    rights = forms.BooleanField(
        label="J’ai le droit d’utiliser ces images et j’autorise leur publication, avec leur crédit, sur ce site et "
        "dans La Lettre aux maires.",
        required=False,
    )

    def __init__(self, data=None, files=None, *args, kept=None, **kwargs):
        super().__init__(data, files, *args, **kwargs)
        self.kept = dict(kept or {})
        fields = {}
        for number in range(MOST):
            which = f" de l’image {number + 1}"
            fields |= {
                f"image_{number}": PictureField(label=f"Fichier{which}", required=False),
                f"alt_{number}": LineField(
                    label=f"Description{which}",
                    max_length=250,
                    required=False,
                    help_text="Ce qu’elle montre, pour qui ne la voit pas.",
                ),
                f"credit_{number}": LineField(
                    label=f"Crédit{which}",
                    max_length=200,
                    required=False,
                    help_text="Qui l’a faite. Par exemple : Ville de Lens / Camille Durand.",
                ),
                f"remove_{number}": forms.BooleanField(label=f"Retirer l’image {number + 1}", required=False),
            }
        self.fields = {**fields, **self.fields}

    @property
    def rows(self):
        """The fields of each picture and the one that is kept there, for a template."""
        return [
            {
                "number": number + 1,
                "image": self[f"image_{number}"],
                "alt": self[f"alt_{number}"],
                "credit": self[f"credit_{number}"],
                "remove": self[f"remove_{number}"],
                "kept": self.kept.get(number),
            }
            for number in range(MOST)
        ]

    @property
    def pictures(self):
        """What was chosen and can be kept, by place, whatever is wrong elsewhere (core.pictures.Picture)."""
        chosen = {number: self.cleaned_data.get(f"image_{number}") for number in range(MOST)}
        return {number: picture for number, picture in chosen.items() if picture}

    @property
    def removed(self):
        """The places whose picture is to go."""
        return [number for number in range(MOST) if self.cleaned_data.get(f"remove_{number}")]

    def clean(self):
        cleaned, some = super().clean(), False
        for number in range(MOST):
            there = cleaned.get(f"image_{number}") or number in self.kept
            if cleaned.get(f"remove_{number}") or not there:
                continue
            some = True
            if not cleaned.get(f"alt_{number}") and f"alt_{number}" not in self.errors:
                self.add_error(f"alt_{number}", "Dites en une phrase ce que montre l’image.")
            if not cleaned.get(f"credit_{number}") and f"credit_{number}" not in self.errors:
                self.add_error(f"credit_{number}", "Dites qui a fait l’image.")
        if some and not cleaned.get("rights"):
            self.add_error("rights", "Cochez cette case, ou retirez les images : sans ce droit, rien n’est publié.")
        return cleaned
