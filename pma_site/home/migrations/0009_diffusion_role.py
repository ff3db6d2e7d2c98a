"""The role « Diffusion »: the register of readers and the sending of issues, apart from writing and publishing them."""

from django.db import migrations

ROLE = "Diffusion"
READERS = ("recipient", "subscription", "office", "officemandate", "electedreader", "tester")
EVERYTHING = ("view", "add", "change", "delete")


def _permission(apps, label, model, codename, name):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=label, model=model)
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return permission


def give_role(apps, schema_editor):
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=ROLE)
    group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"))
    for model in READERS:
        for action in EVERYTHING:
            group.permissions.add(_permission(apps, "readers", model, f"{action}_{model}", f"Can {action} {model}"))
    for action in ("view", "add", "change"):
        group.permissions.add(_permission(apps, "directory", "person", f"{action}_person", f"Can {action} person"))
    group.permissions.add(
        _permission(apps, "newsletter", "sending", "send_issue", "Peut envoyer un numéro aux lecteurs")
    )


def take_role_back(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name=ROLE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_approval_by_another_person"),
        ("readers", "0001_readers_and_their_register"),
        ("newsletter", "0007_sendings"),
        ("directory", "0001_organisations_people_mandates"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [migrations.RunPython(give_role, take_role_back)]
