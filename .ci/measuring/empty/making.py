"""Makes the database of the empty site: `python -m empty.making`."""

import django


def main():
    """Create the tables, a site and its one page."""
    django.setup()
    from django.core.management import call_command
    from wagtail.models import Locale, Page, Site

    from empty.models import EmptyPage

    call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.create(language_code="en")
    page = Page.add_root(title="Root", slug="root").add_child(instance=EmptyPage(title="Vide", slug="vide"))
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)


if __name__ == "__main__":
    main()
