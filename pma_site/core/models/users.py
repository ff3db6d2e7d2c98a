from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account of the admin: a member of the editorial team or a manager of a register."""

    # Sessions opened before are closed (accounts.sessions).
    sessions_closed_at = models.DateTimeField("sessions fermées le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
