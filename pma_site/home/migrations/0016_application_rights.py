"""Who runs the Label Euralens opens its calls, and reads and decides on the applications; nobody else does."""

from django.db import migrations

ROLE = "Label"
RIGHTS = {"labelcall": ("add", "change"), "application": ("view", "change")}


def _permissions(apps):
    for model, actions in RIGHTS.items():
        kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="projects", model=model)
        for action in actions:
            permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            yield permission


def give_rights(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=ROLE):
        group.permissions.add(*_permissions(apps))


def take_rights_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name=ROLE):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0015_roadmap_role"),
        ("projects", "0005_label_applications"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights_back)]
