from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0003_roles")]

    operations = [
        migrations.CreateModel(
            name="LoadedContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="clé")),
                ("object_id", models.CharField(max_length=40, verbose_name="identifiant")),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="chargé le")),
            ],
            options={
                "verbose_name": "contenu de démonstration chargé",
                "verbose_name_plural": "contenus de démonstration chargés",
            },
        ),
    ]
