import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0004_archived_issue"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.CharField(max_length=120, verbose_name="nom de la personne")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="créé le")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="ouvert le")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="révoqué le")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="créé par",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="newsletter.issuepage",
                        verbose_name="numéro",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien de relecture",
                "verbose_name_plural": "liens de relecture",
            },
        ),
        migrations.CreateModel(
            name="ProofComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date")),
                ("passage", models.CharField(max_length=40)),
                ("place", models.CharField(max_length=200, verbose_name="passage")),
                ("quotation", models.CharField(blank=True, max_length=200, verbose_name="début du passage")),
                ("text", models.TextField(max_length=3000, verbose_name="remarque")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="traitée le")),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="traitée par",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="newsletter.proof"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "remarque",
                "verbose_name_plural": "remarques",
                "ordering": ["made_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProofSignOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date")),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_offs", to="newsletter.proof"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "bon à tirer",
                "verbose_name_plural": "bons à tirer",
                "ordering": ["made_at", "pk"],
                "abstract": False,
            },
        ),
    ]
