#!/usr/bin/env python3
"""Django's command line for the site."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pma_site.settings.dev")
    from django.core.management import execute_from_command_line

    from pma_site.core.faults import told

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        # Who runs the site needs the name of what is missing, not our code.
        if words := told(error):
            sys.exit(words)
        raise
