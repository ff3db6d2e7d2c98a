"""Who keeps the roadmap writes and publishes its years and axes."""

from django.db import migrations

NAME = "Feuille de route"
PAGE_ACTIONS = ("add", "change", "publish")
FILE_ACTIONS = ("add", "choose")
LIBRARIES = (("wagtailimages", "image"), ("wagtaildocs", "document"))
RECORDS = (("directory", "organisation"), ("directory", "person"))


def _permission(apps, model, action):
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=model[0], model=model[1]
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model[1]}",
        defaults={"name": f"Can {action} {model[1]}"},
    )
    return permission


def give_role(apps, schema_editor):
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=NAME)
    group.permissions.add(_permission(apps, ("wagtailadmin", "admin"), "access"))
    group.permissions.add(*(_permission(apps, model, action) for model in RECORDS for action in ("add", "change")))
    index = apps.get_model("wagtailcore.Page").objects.filter(slug="feuille-de-route", depth__lte=3).first()
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for action in PAGE_ACTIONS if index else ():
        apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
            group=group, page=index, permission=_permission(apps, ("wagtailcore", "page"), action)
        )
    for library in LIBRARIES:
        for action in FILE_ACTIONS:
            apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                group=group, collection=root, permission=_permission(apps, library, action)
            )


def take_role_back(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0014_synonyms_role"),
        ("projects", "0004_identities_of_actions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(give_role, take_role_back)]
