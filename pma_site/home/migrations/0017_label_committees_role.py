"""Who sits in a committee of the label reads what is put before it; who runs the label sets the committees up."""

from django.db import migrations

REVIEWERS, RUNNERS = "Comités du label", "Label"
RIGHTS = {
    REVIEWERS: [("wagtailadmin", "admin", ("access",)), ("projects", "opinion", ("add",))],
    RUNNERS: [("projects", "labelcommittee", ("add", "change", "delete"))],
}


def _permissions(apps, rights):
    for app, model, actions in rights:
        kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)
        for action in actions:
            permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            yield permission


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Group.objects.get_or_create(name=REVIEWERS)
    for group in Group.objects.filter(name__in=RIGHTS):
        group.permissions.add(*_permissions(apps, RIGHTS[group.name]))


def take_rights_back(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Group.objects.filter(name=REVIEWERS).delete()
    for group in Group.objects.filter(name=RUNNERS):
        group.permissions.remove(*_permissions(apps, RIGHTS[RUNNERS]))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0016_application_rights"),
        ("projects", "0008_label_committees_and_opinions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights_back)]
