"""Who writes, and who directs the publication, keep the synonyms of search."""

from django.db import migrations

ROLES = ("Rédaction", "Direction de publication")
ACTIONS = ("view", "add", "change", "delete")


def _permissions(apps):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="search", model="synonym")
    for action in ACTIONS:
        permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
            content_type=kind, codename=f"{action}_synonym", defaults={"name": f"Can {action} synonym"}
        )
        yield permission


def give(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.add(*_permissions(apps))


def take_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0013_pages_by_depth"),
        ("search", "0001_entries_and_synonyms"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
