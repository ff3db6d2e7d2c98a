import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import pma_site.contributions.models.contributions
import pma_site.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_organisations_people_mandates"),
        ("readers", "0001_readers_and_their_register"),
        ("territory", "0001_communes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Ce qui suit /appels/ dans l’adresse de la page.",
                        max_length=60,
                        unique=True,
                        verbose_name="adresse",
                    ),
                ),
                (
                    "question",
                    wagtail.fields.RichTextField(
                        help_text="Ce que vous demandez, et pourquoi.", verbose_name="question"
                    ),
                ),
                ("opens_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ouverture")),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="À cet instant, plus aucune réponse n’est reçue. Vide : l’appel reste ouvert.",
                        null=True,
                        verbose_name="clôture",
                    ),
                ),
                (
                    "is_online",
                    models.BooleanField(
                        default=False,
                        help_text="Décoché, c’est un brouillon : sa page n’existe pour personne.",
                        verbose_name="en ligne",
                    ),
                ),
                (
                    "notified_email",
                    models.EmailField(
                        blank=True,
                        help_text="Un message y part à chaque réponse, sans ce qu’elle contient. Vide : personne n’est prévenu.",
                        max_length=254,
                        verbose_name="adresse prévenue",
                    ),
                ),
                (
                    "questions",
                    pma_site.core.fields.StoryField(
                        blank=True,
                        help_text="Le nom, l’adresse et la commune de qui répond sont toujours demandés.",
                        verbose_name="questions",
                    ),
                ),
                (
                    "thanks",
                    models.TextField(
                        blank=True,
                        help_text="Ce que la personne lit une fois sa réponse envoyée.",
                        max_length=600,
                        verbose_name="remerciement",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="Qui peut renseigner : son nom et ses coordonnées publiques sont sur la page.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="directory.person",
                        verbose_name="contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel",
                "verbose_name_plural": "appels",
                "ordering": ["-opens_at", "-pk"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="CallAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=pma_site.contributions.models.contributions.new_reference,
                        editable=False,
                        max_length=9,
                        unique=True,
                        verbose_name="référence",
                    ),
                ),
                ("submission", models.CharField(editable=False, max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recue", "à examiner"),
                            ("question", "question posée"),
                            ("acceptee", "acceptée"),
                            ("fusionnee", "rattachée à une autre"),
                            ("declinee", "déclinée"),
                            ("retiree", "retirée par son auteur"),
                        ],
                        default="recue",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("sender_name", models.CharField(max_length=120, verbose_name="nom")),
                ("sender_role", models.CharField(blank=True, max_length=120, verbose_name="fonction")),
                ("sender_organisation", models.CharField(blank=True, max_length=160, verbose_name="organisme")),
                ("sender_email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("sender_phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                ("note", models.TextField(blank=True, verbose_name="mot pour l’équipe")),
                ("legal_version", models.CharField(max_length=20, verbose_name="version des mentions")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="envoyée le")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="corrigée le")),
                ("answer", models.TextField(blank=True, verbose_name="réponse de l’équipe")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="décidée le")),
                ("answers", models.JSONField(blank=True, default=list, verbose_name="réponses")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="contributions.call",
                        verbose_name="appel",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="décidée par",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="readers.office",
                        verbose_name="mairie",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse à un appel",
                "verbose_name_plural": "réponses aux appels",
                "ordering": ["-sent_at", "-pk"],
                "abstract": False,
            },
        ),
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
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at", None), ("closes_at__gt", models.F("opens_at")), _connector="OR"),
                name="contributions_call_closes_after_it_opens",
                violation_error_message="La clôture vient après l’ouverture.",
            ),
        ),
        migrations.AddIndex(
            model_name="callanswer",
            index=models.Index(fields=["call", "state"], name="contributions_answer_of_call"),
        ),
    ]
