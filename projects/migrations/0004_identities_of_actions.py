"""Each action gets an identity that lasts from year to year."""

import uuid

from django.db import migrations, models


def name(apps, schema_editor):
    actions = apps.get_model("projects.Action").objects
    for key in actions.filter(key=None).values_list("pk", flat=True):
        actions.filter(pk=key).update(key=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_actions_followed_and_years_closed")]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="action",
            name="key",
            field=models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
        ),
    ]
