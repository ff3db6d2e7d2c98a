"""Who keeps the network reads and changes the private contacts of its members: that right opens all its screens."""

from django.db import migrations

ROLE, MODEL, ACTIONS = "Réseau", "membercontact", ("view", "change")


def _permissions(apps):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="projects", model=MODEL
    )
    for action in ACTIONS:
        permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=f"{action}_{MODEL}", defaults={"name": f"Can {action} {MODEL}"}
        )
        yield permission


def give(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=ROLE):
        group.permissions.add(*_permissions(apps))


def take_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=ROLE):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0017_label_committees_role"),
        ("projects", "0009_members_confirmed_each_year"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
