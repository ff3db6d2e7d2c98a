"""Who keeps the agenda, and who directs the publication, read and decide on what the public proposes."""

from django.db import migrations

ROLES = ("Agenda", "Direction de publication")
ACTIONS = ("view", "change")


def _permissions(apps):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="agenda", model="proposal")
    for action in ACTIONS:
        permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
            content_type=kind, codename=f"{action}_proposal", defaults={"name": f"Can {action} proposal"}
        )
        yield permission


def give_rights(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.add(*_permissions(apps))


def take_rights_back(apps, schema_editor):
    for group in apps.get_model("auth.Group").objects.filter(name__in=ROLES):
        group.permissions.remove(*_permissions(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0010_series_roles"),
        ("agenda", "0002_every_form_of_events"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights_back)]
