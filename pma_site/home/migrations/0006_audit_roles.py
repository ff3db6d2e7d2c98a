"""Who keeps the audits of accessibility: the same as the other registers, and only the direction deletes one.

Django writes permissions once all migrations have run: those that a role needs are made here.
"""

from django.db import migrations

AUDIT = {"app_label": "home", "model": "accessibilityaudit"}
ROLES = {
    "Rédaction": ("add", "change"),
    "Direction de publication": ("add", "change", "delete"),
}


def _permission(apps, action):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(**AUDIT)
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{AUDIT['model']}",
        defaults={"name": f"Can {action} {AUDIT['model']}"},
    )
    return permission


def give(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.add(*(_permission(apps, action) for action in ROLES[group.name]))


def take_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*(_permission(apps, action) for action in ROLES[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_accessibility_audits"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
