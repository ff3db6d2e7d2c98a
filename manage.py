#!/usr/bin/env python3
"""Django's command line for the site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pma_site.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A variable that is missing or wrong: who runs the site needs its name, not our code.
        sys.exit(f"Réglages : {error}")
    except OperationalError as error:
        from pma_site.core.outages import is_outage

        if not is_outage(error):
            raise
        said = str(error).splitlines()[0]
        sys.exit(f"La base de données ne répond pas, ou refuse : {said}\nDémarrez-la, ou vérifiez DATABASE_URL.")
