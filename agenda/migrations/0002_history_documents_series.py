import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_events"),
        ("core", "0007_data_protection_officer"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, unique=True, verbose_name="nom")),
            ],
            options={
                "verbose_name": "série",
                "verbose_name_plural": "séries",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="eventpage",
            name="age_max",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge maximal"),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="change_reason",
            field=models.CharField(
                blank=True,
                help_text="Demandée quand la date ou le lieu d’un événement déjà en ligne change ; le public la lit.",
                max_length=250,
                verbose_name="raison du changement",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="ends_at",
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="eventslot",
            name="closes_at",
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="eventslot",
            name="next_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="mental_access",
            field=models.BooleanField(default=False, verbose_name="adapté au handicap intellectuel"),
        ),
        migrations.AddField(
            model_name="venue",
            name="psychic_access",
            field=models.BooleanField(default=False, verbose_name="adapté au handicap psychique"),
        ),
        migrations.AddField(
            model_name="venue",
            name="visual_access",
            field=models.BooleanField(default=False, verbose_name="adapté aux personnes déficientes visuelles"),
        ),
        migrations.CreateModel(
            name="EventChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("date", "date"), ("retire", "créneau retiré"), ("lieu", "lieu"), ("etat", "état")],
                        max_length=10,
                        verbose_name="changement",
                    ),
                ),
                ("slot_uid", models.UUIDField(editable=False, null=True)),
                ("before", models.CharField(max_length=300, verbose_name="avant")),
                ("after", models.CharField(max_length=300, verbose_name="après")),
                ("before_start", models.DateTimeField(null=True)),
                ("before_end", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=250, verbose_name="raison")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="agenda.eventpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’un événement",
                "verbose_name_plural": "changements d’événements",
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("convocation", "Convocation"),
                            ("ordre-du-jour", "Ordre du jour"),
                            ("proces-verbal", "Procès-verbal"),
                            ("programme", "Programme"),
                            ("autre", "Autre document"),
                        ],
                        default="autre",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Vide : la nature du document suffit.",
                        max_length=160,
                        verbose_name="intitulé",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_links",
                        to="core.sitedocument",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="agenda.eventpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="eventpage",
            name="series",
            field=models.ForeignKey(
                blank=True,
                help_text="Ce qui revient : « Grand forum », « Gravel de la Chaîne des parcs ».",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="events",
                to="agenda.eventseries",
                verbose_name="série",
            ),
        ),
    ]
