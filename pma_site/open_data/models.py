"""The marks by which each process knows that a list of the API holds other records."""

from pma_site.core.marks import Mark


class DataMark(Mark):
    """A list of the API may hold other records, or hold them in another order."""

    class Meta:
        verbose_name = "repère des données"
        verbose_name_plural = "repères des données"
