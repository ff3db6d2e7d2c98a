"""Who decides on what readers say is missing: the editors, the direction; who keeps a register reads it."""

from django.db import migrations

REMARK = "remark"
ROLES = {
    "Rédaction": {REMARK: ("view", "change")},
    "Direction de publication": {REMARK: ("view", "change")},
    **{name: {REMARK: ("view",)} for name in ("Agenda", "Label", "Réseau")},
}


def _permission(apps, model, action):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="contributions", model=model
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return permission


def _each(apps):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        for model, actions in ROLES[group.name].items():
            yield group, [_permission(apps, model, action) for action in actions]


def give(apps, schema_editor):
    for group, permissions in _each(apps):
        group.permissions.add(*permissions)


def take_back(apps, schema_editor):
    for group, permissions in _each(apps):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0018_network_roles"),
        ("contributions", "0002_remarks"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
