"""What is to be known of an action may lead somewhere: plain text becomes rich text, and back."""

from html import unescape

import wagtail.fields
from django.db import migrations
from django.utils.html import linebreaks, strip_tags


def enrich(apps, schema_editor):
    actions = apps.get_model("projects.Action").objects
    for key, detail in actions.exclude(detail="").values_list("pk", "detail"):
        actions.filter(pk=key).update(detail=linebreaks(detail, autoescape=True))


def flatten(apps, schema_editor):
    actions = apps.get_model("projects.Action").objects
    for key, detail in actions.exclude(detail="").values_list("pk", "detail"):
        actions.filter(pk=key).update(detail=unescape(strip_tags(detail.replace("</p>", "</p>\n"))).strip())


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_days_of_milestones")]

    operations = [
        migrations.AlterField(
            model_name="action",
            name="detail",
            field=wagtail.fields.RichTextField(blank=True, max_length=600, verbose_name="précisions"),
        ),
        migrations.RunPython(enrich, flatten),
    ]
