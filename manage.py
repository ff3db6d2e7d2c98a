#!/usr/bin/env python3
"""Django's command line for the site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pma_site.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A variable that is missing or wrong: who runs the site needs its name, not our code.
        sys.exit(f"Réglages : {error}")
