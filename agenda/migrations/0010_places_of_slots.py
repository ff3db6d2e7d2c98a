import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_closing_times")]

    operations = [
        migrations.AddField(
            model_name="eventcommune",
            name="by_slot",
            field=models.BooleanField(default=False, editable=False),
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
    ]
