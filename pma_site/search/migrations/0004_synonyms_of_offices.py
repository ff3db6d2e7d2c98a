"""Other ways to say that mayors type: « chômage » for those who look for work, « postuler » to the label."""

from django.db import migrations

MORE = [
    ("demandeurs d’emploi", "chômage", "chômeurs"),
    ("candidater", "postuler", "se porter candidat"),
]


def add(apps, schema_editor):
    """But what the team says already, in its own groups."""
    synonyms = apps.get_model("search.Synonym").objects
    kept = synonyms.values_list("expressions", flat=True)
    known = {line.casefold() for expressions in kept for line in expressions.splitlines()}
    new = [group for group in MORE if known.isdisjoint(line.casefold() for line in group)]
    synonyms.bulk_create(synonyms.model(expressions="\n".join(group)) for group in new)


def take_out(apps, schema_editor):
    """Those that nobody changed."""
    synonyms = apps.get_model("search.Synonym").objects
    synonyms.filter(expressions__in=["\n".join(group) for group in MORE]).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0003_entries_of_what_time_changes")]

    operations = [migrations.RunPython(add, take_out)]
