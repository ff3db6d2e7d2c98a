from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models


class User(AbstractUser):
    """An account of the admin: a member of the editorial team or a manager of a register."""

    # Sessions opened before are closed (accounts.sessions).
    sessions_closed_at = models.DateTimeField("sessions fermées le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def clean(self):
        super().clean()
        others = type(self)._default_manager.exclude(pk=self.pk)
        unchanged = type(self)._default_manager.filter(pk=self.pk, email__iexact=self.email)
        # One signs in with it: it leads to one account.
        if self.email and others.filter(email__iexact=self.email).exists() and not unchanged.exists():
            raise ValidationError({"email": "Cette adresse est déjà celle d’un autre compte."})
