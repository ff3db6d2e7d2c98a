"""Each indicator gets the address of its page, from its title."""

from django.db import migrations, models
from django.utils.text import slugify


def name(apps, schema_editor):
    indicators = apps.get_model("newsletter.Indicator").objects
    taken = set(indicators.exclude(slug=None).values_list("slug", flat=True))
    for key, title in indicators.filter(slug=None).order_by("pk").values_list("pk", "title"):
        base = slug = slugify(title)[:180] or "chiffre"
        rank = 2
        while slug in taken:
            slug, rank = f"{base}-{rank}", rank + 1
        taken.add(slug)
        indicators.filter(pk=key).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0008_pages_of_key_figures")]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="indicator",
            name="slug",
            field=models.SlugField(blank=True, editable=False, max_length=200, unique=True, verbose_name="adresse"),
        ),
    ]
