import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("a-envoyer", "à envoyer"),
                            ("pris", "en préparation"),
                            ("remise", "en cours de remise"),
                            ("accepte", "remis au relais"),
                            ("refuse", "refusé"),
                            ("incertain", "incertain"),
                            ("retenu", "retenu"),
                        ],
                        default="a-envoyer",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="à envoyer à partir de"),
                ),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="réponse du relais")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="issue connue le")),
                ("reference", models.CharField(db_index=True, max_length=9, verbose_name="référence")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse")),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("words", models.JSONField(default=dict, verbose_name="texte")),
                ("mailbox_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["due_at", "pk"],
                "indexes": [models.Index(fields=["state", "due_at"], name="contributions_message_due")],
            },
        ),
    ]
