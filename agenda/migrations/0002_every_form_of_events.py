import uuid

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import agenda.models.proposals
import pma_site.contributions.models.contributions
import pma_site.core.private_files


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0001_events"),
        ("core", "0007_data_protection_officer"),
        ("readers", "0001_readers_and_their_register"),
        ("territory", "0001_communes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

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
            model_name="eventcommune",
            name="by_slot",
            field=models.BooleanField(default=False, editable=False),
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
            model_name="eventslot",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                help_text="Seulement s’il n’est pas celui de l’événement : une tournée, plusieurs communes.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="agenda.venue",
                verbose_name="lieu de ce créneau",
            ),
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
        migrations.CreateModel(
            name="EventRecord",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="public_record",
                        serialize=False,
                        to="agenda.eventpage",
                    ),
                ),
                ("data", models.TextField(editable=False)),
                ("changed_at", models.DateTimeField(db_index=True, editable=False)),
                ("mark", models.BigIntegerField(editable=False)),
            ],
            options={
                "verbose_name": "fiche publique d’un événement",
                "verbose_name_plural": "fiches publiques des événements",
                "indexes": [models.Index(fields=["event", "mark"], name="agenda_record_of_event")],
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
        migrations.CreateModel(
            name="EventSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ics", "agenda ICS"),
                            ("openagenda", "export OpenAgenda"),
                            ("tableau", "tableau CSV ou XLSX"),
                        ],
                        max_length=12,
                        verbose_name="format",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=1000, verbose_name="adresse")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis le")),
            ],
            options={
                "verbose_name": "source d’événements",
                "verbose_name_plural": "sources d’événements",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("address",),
                        name="agenda_source_address_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("examine", "examiné"), ("en-cours", "en cours"), ("applique", "terminé")],
                        default="examine",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=120, verbose_name="fichier")),
                ("read_as", models.CharField(max_length=200, verbose_name="lu comme")),
                ("remarks", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict, verbose_name="événements par verdict")),
                ("cells", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict, verbose_name="colonnes")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="examiné le")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="importé le")),
                (
                    "applied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="importé par",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="agenda.eventsource"
                    ),
                ),
            ],
            options={
                "verbose_name": "import d’événements",
                "verbose_name_plural": "imports d’événements",
                "ordering": ["-made_at", "-pk"],
            },
        ),
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
            name="CalendarEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot_uid", models.UUIDField(editable=False, unique=True)),
                ("uid", models.CharField(editable=False, max_length=300, unique=True)),
                ("start", models.DateTimeField(editable=False)),
                ("closes_at", models.DateTimeField(editable=False)),
                ("lines", models.TextField(editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(db_index=True, editable=False)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn", models.BooleanField(default=False, editable=False)),
                ("leaves_at", models.DateTimeField(editable=False)),
                ("facets", models.TextField(blank=True, editable=False)),
                ("mark", models.BigIntegerField(editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calendar_entries",
                        to="agenda.eventpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "créneau dans les calendriers",
                "verbose_name_plural": "créneaux dans les calendriers",
                "indexes": [
                    models.Index(fields=["leaves_at", "withdrawn", "event", "mark"], name="agenda_entry_subscribed"),
                    models.Index(
                        condition=models.Q(("withdrawn", True)), fields=["leaves_at"], name="agenda_entry_withdrawn"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField(default=0, verbose_name="ligne")),
                ("identity", models.CharField(max_length=250, verbose_name="identifiant")),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="titre")),
                ("when", models.CharField(blank=True, max_length=300, verbose_name="date")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("illisible", "illisible"),
                            ("refuse", "refusé"),
                            ("nouveau", "nouveau"),
                            ("mis-a-jour", "mis à jour"),
                            ("disparu", "n’est plus dans la source"),
                            ("inchange", "inchangé"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("remarks", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                ("data", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="agenda.eventpage",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="agenda.eventimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "événement d’un import",
                "verbose_name_plural": "événements d’un import",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["run", "verdict"], name="agenda_import_row_verdict")],
                "constraints": [models.UniqueConstraint(fields=("run", "position"), name="agenda_import_row_once")],
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
        migrations.CreateModel(
            name="SourcedEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.CharField(max_length=250, verbose_name="identifiant")),
                ("title", models.CharField(max_length=255, verbose_name="titre")),
                ("written", models.JSONField(default=dict)),
                ("slots", models.JSONField(default=dict)),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="relu le")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sources",
                        to="agenda.eventpage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="agenda.eventsource"
                    ),
                ),
            ],
            options={
                "verbose_name": "événement importé",
                "verbose_name_plural": "événements importés",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "identity"), name="agenda_sourced_event_once")
                ],
            },
        ),
    ]
