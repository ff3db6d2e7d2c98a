from django.db import models


class SharedStamp(models.Model):
    """How often the public content changed, for the processes of all hosts: one row (page_cache.stamps)."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "marque de changement"
        verbose_name_plural = "marques de changement"

    def __str__(self):
        return str(self.number)
