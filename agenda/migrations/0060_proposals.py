import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import agenda.models.proposals
import pma_site.contributions.models.contributions
import pma_site.core.private_files


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_closing_times"),
        ("readers", "0001_readers_and_their_register"),
        ("territory", "0001_communes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
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
                ("title", models.CharField(max_length=160, verbose_name="titre")),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("institutions", "Vie institutionnelle"),
                            ("environnement", "Écotransition et environnement"),
                            ("economie", "Économie, emploi, formation"),
                            ("culture", "Culture et patrimoine"),
                            ("sport", "Sport et nature"),
                            ("jeunesse", "Jeunesse et éducation"),
                            ("autre", "Autre"),
                        ],
                        default="autre",
                        max_length=20,
                        verbose_name="thème",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="présentation")),
                ("slots", models.JSONField(default=list, verbose_name="dates")),
                ("repeats", models.CharField(blank=True, max_length=250, verbose_name="autres dates")),
                ("first_day", models.DateField(db_index=True, editable=False, null=True)),
                ("last_day", models.DateField(editable=False, null=True)),
                ("venue_name", models.CharField(blank=True, max_length=160, verbose_name="lieu")),
                ("street", models.CharField(blank=True, max_length=160, verbose_name="adresse")),
                ("outside_place", models.CharField(blank=True, max_length=80, verbose_name="ville hors territoire")),
                ("online_url", models.URLField(blank=True, verbose_name="lien de participation en ligne")),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("gratuit", "Gratuit, sans réservation"),
                            ("gratuit-reserve", "Gratuit, sur réservation"),
                            ("payant", "Payant"),
                            ("inconnu", "Pas encore décidé"),
                        ],
                        default="inconnu",
                        max_length=20,
                        verbose_name="entrée",
                    ),
                ),
                ("prices", models.CharField(blank=True, max_length=200, verbose_name="tarifs")),
                ("registration_url", models.URLField(blank=True, verbose_name="inscription en ligne")),
                (
                    "registration_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="inscription par courriel"),
                ),
                (
                    "registration_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="inscription par téléphone"),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tous", "Tout public"),
                            ("familles", "Familles"),
                            ("jeunes", "Jeunes"),
                            ("elus", "Élus"),
                            ("professionnels", "Professionnels"),
                            ("invites", "Sur invitation"),
                        ],
                        max_length=20,
                        verbose_name="public",
                    ),
                ),
                ("organiser_name", models.CharField(blank=True, max_length=160, verbose_name="organisateur")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact public")),
                ("website", models.URLField(blank=True, verbose_name="pour en savoir plus")),
                ("correction", models.CharField(blank=True, editable=False, max_length=32)),
                ("told_at", models.DateTimeField(editable=False, null=True)),
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
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="agenda.eventpage",
                        verbose_name="événement",
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
                "verbose_name": "proposition d’événement",
                "verbose_name_plural": "propositions d’événements",
                "ordering": ["-sent_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProposalDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=agenda.models.proposals.drawn_code, editable=False, max_length=32, unique=True
                    ),
                ),
                ("typed", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="readers.office"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="agenda.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition en cours de saisie",
                "verbose_name_plural": "propositions en cours de saisie",
            },
        ),
        migrations.CreateModel(
            name="ProposalImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="rang")),
                (
                    "file",
                    models.ImageField(
                        height_field="height",
                        storage=pma_site.core.private_files.PrivateStorage(),
                        upload_to=pma_site.core.private_files.drawn_name,
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="largeur")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="hauteur")),
                ("alt", models.CharField(blank=True, max_length=250, verbose_name="texte de remplacement")),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="crédit")),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="agenda.proposaldraft",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="agenda.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "image proposée",
                "verbose_name_plural": "images proposées",
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "place"), name="agenda_proposal_image_place"),
                    models.UniqueConstraint(fields=("draft", "place"), name="agenda_draft_image_place"),
                    models.CheckConstraint(
                        condition=models.Q(("proposal__isnull", True), ("draft__isnull", True), _connector="XOR"),
                        name="agenda_proposal_image_of_one",
                    ),
                ],
            },
        ),
    ]
