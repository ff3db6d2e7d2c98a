"""What the demonstration content brought in: the ledger that `load_demo` keeps."""

from django.db import models


class LoadedContent(models.Model):
    """A piece of the demonstration content that was brought in: never again, whatever became of it since."""

    key = models.CharField("clé", max_length=120, unique=True)
    object_id = models.CharField("identifiant", max_length=40)
    loaded_at = models.DateTimeField("chargé le", auto_now_add=True)

    class Meta:
        verbose_name = "contenu de démonstration chargé"
        verbose_name_plural = "contenus de démonstration chargés"

    def __str__(self):
        return self.key
