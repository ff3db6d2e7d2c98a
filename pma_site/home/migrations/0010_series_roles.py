"""Who keeps the series of events: who writes events makes them, and only the direction deletes one.

Django writes permissions once all migrations have run: those that a role needs are made here.
"""

from django.db import migrations

SERIES = {"app_label": "agenda", "model": "eventseries"}
ROLES = {
    "Rédaction": ("add", "change"),
    "Agenda": ("add", "change"),
    "Direction de publication": ("add", "change", "delete"),
}


def _permission(apps, action):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(**SERIES)
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{SERIES['model']}",
        defaults={"name": f"Can {action} {SERIES['model']}"},
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
        ("home", "0009_diffusion_role"),
        ("agenda", "0002_every_form_of_events"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
