from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account of the admin: a member of the editorial team or a manager of a register."""

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
