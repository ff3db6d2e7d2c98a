"""The menu is read from among the pages of one depth: found by an index, thousands of events cost it nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0030_marks_of_changes")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX agenda_pages_by_depth ON wagtailcore_page (depth)",
            "DROP INDEX agenda_pages_by_depth",
        )
    ]
