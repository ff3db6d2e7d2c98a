import os

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from pma_site.home.administrators import NAME, Administrator, ensure_administrator


class Command(BaseCommand):
    help = (
        "Crée le compte d’administration s’il n’existe pas, avec le mot de passe de la variable"
        " PMA_ADMIN_PASSWORD ou un mot de passe tiré au hasard. La donner plus tard change le mot de passe."
    )

    def handle(self, **options):
        password = os.environ.get("PMA_ADMIN_PASSWORD", "")
        for line in report(ensure_administrator(password), password):
            self.stdout.write(line)


def report(administrator: Administrator, given: str) -> list[str]:
    """Return what to tell whoever starts the site about its account; `given` is the password they chose."""
    lines = [f"Compte d’administration : {NAME}"]
    if administrator.password:
        lines.append(f"Mot de passe : {administrator.password}")
        lines.append("  (tiré au hasard, affiché cette seule fois : notez-le)")
    elif given:
        changed = ", qui remplace le précédent" if administrator.password_changed else ""
        lines.append(f"Mot de passe : celui de PMA_ADMIN_PASSWORD{changed}")
    else:
        lines.append("Mot de passe : celui du premier lancement")
        lines.append("  (pour en choisir un autre, relancez avec la variable PMA_ADMIN_PASSWORD)")
    if given:
        try:
            validate_password(given)
        except ValidationError as error:
            lines.append(f"  Attention, il est faible : {' '.join(error.messages)}")
    return lines
