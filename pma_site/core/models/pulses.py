from django.db import models
from django.utils import timezone


class Pulse(models.Model):
    """The last sign of life of something that runs by itself: the scheduler, a worker, a nightly command, a backup.

    One row a name, shared by all machines. `ended_at` is empty while it runs, or where it died; `succeeded_at` is when
    it last came to a good end.
    """

    name = models.CharField(max_length=60, unique=True)
    host = models.CharField("machine", max_length=120, blank=True)
    began_at = models.DateTimeField("commencé le", default=timezone.now)
    ended_at = models.DateTimeField("fini le", null=True, blank=True)
    succeeded_at = models.DateTimeField("réussi le", null=True, blank=True)
    said = models.CharField("dernier mot", max_length=500, blank=True)

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"

    def __str__(self):
        return self.name

    @property
    def has_failed(self):
        """Whether the last run came to a bad end."""
        return self.ended_at is not None and (self.succeeded_at is None or self.succeeded_at < self.ended_at)
