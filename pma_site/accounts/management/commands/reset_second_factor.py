from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from pma_site.accounts import recovering
from pma_site.core.typography import french_text


class Command(BaseCommand):
    help = (
        "Remet à zéro le second facteur d’un compte et ferme ses sessions, quand plus aucun administrateur ne peut le"
        " faire dans l’administration. Son titulaire en choisit un autre à sa prochaine connexion."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NOM", help="le nom du compte, celui qui est tapé pour entrer")

    def handle(self, name, **options):
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(french_text(f"Aucun compte ne s’appelle « {name} »."))
        recovering.set_back(account)
        self.stdout.write(french_text(f"Second facteur de « {name} » remis à zéro, sessions fermées."))
