"""Where the team answers for a person's rights: commands, and two addresses of the admin."""

from io import StringIO

from django.core.management import call_command
from django.urls import reverse

PAGE = reverse("readers_personal_data")
ERASE = reverse("readers_personal_data_erase")


def run(name, *args, **options):
    output = StringIO()
    call_command(name, *args, stdout=output, stderr=output, **options)
    return output.getvalue()
