import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0005_proofreading"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IssueVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("published_at", models.DateTimeField(verbose_name="mise en ligne")),
                ("content", models.JSONField(blank=True, null=True, verbose_name="contenu figé")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="newsletter.issuepage",
                        verbose_name="numéro",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailcore.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un numéro",
                "verbose_name_plural": "versions des numéros",
                "ordering": ["issue", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="issueversion",
            constraint=models.UniqueConstraint(fields=("issue", "number"), name="newsletter_version_once"),
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="date d’envoi")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("courriel", "par courriel"),
                            ("poste", "par la poste"),
                            ("les-deux", "par courriel et par la poste"),
                        ],
                        max_length=10,
                        verbose_name="moyen",
                    ),
                ),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="déclaré le")),
                (
                    "declared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="déclaré par",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="newsletter.issueversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(default=django.utils.timezone.localdate, verbose_name="date")),
                ("text", models.TextField(max_length=1500, verbose_name="texte du rectificatif")),
                ("changes", models.TextField(max_length=1500, verbose_name="ce qui a changé")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="publié le")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publié par",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectification",
                        to="newsletter.issueversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "rectificatif",
                "verbose_name_plural": "rectificatifs",
            },
        ),
    ]
