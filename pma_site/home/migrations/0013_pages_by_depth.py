"""The menu is read from among the pages of one depth: found by an index, thousands of events cost it nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0012_calls_roles"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX home_pages_by_depth ON wagtailcore_page (depth)",
            "DROP INDEX home_pages_by_depth",
        )
    ]
