import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_closing_times")]

    operations = [
        migrations.CreateModel(
            name="AgendaMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("event", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "repère de l’agenda",
                "verbose_name_plural": "repères de l’agenda",
            },
        ),
    ]
