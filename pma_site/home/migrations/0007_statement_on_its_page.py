"""Put the computed statement on the page « Accessibilité », which no site may leave empty.

A page that somebody wrote, or began to write, is left as it is.
"""

from django.db import migrations
from django.db.models import JSONField, TextField, Value
from django.db.models.functions import Cast

IDENTITY = "2f6f0c8e-7f0b-4d5b-9a55-5b8c8f3c1a47"
STATEMENT = [{"type": "accessibility_statement", "value": None, "id": IDENTITY}]


def _pages(apps):
    """The page as the tree was planted: nobody has saved it since. `stored` is its body as the database keeps it."""
    pages = apps.get_model("home.StandardPage").objects.filter(
        slug="accessibilite", depth=3, latest_revision__isnull=True
    )
    # Read through its field, a body without block definitions would seem empty.
    return pages.annotate(stored=Cast("body", TextField()))


def put(apps, schema_editor):
    _pages(apps).filter(stored="[]").update(body=Value(STATEMENT, JSONField()))


def take_away(apps, schema_editor):
    _pages(apps).filter(stored__contains=IDENTITY).update(body=Value([], JSONField()))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_audit_roles"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(put, take_away)]
