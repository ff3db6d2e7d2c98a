"""The roles of the team, and the approval that an issue goes through before it is published.

Django and Wagtail write permissions once all migrations have run: those that a role needs are made here.
"""

from django.db import migrations

IMAGES = ("wagtailimages", "image")
DOCUMENTS = ("wagtaildocs", "document")

ORGANISATION = ("directory", "organisation")
PERSON = ("directory", "person")
MANDATE = ("directory", "mandate")
COMMUNE = ("territory", "commune")
EPCI = ("territory", "epci")
VENUE = ("agenda", "venue")
INDICATOR = ("newsletter", "indicator")
REDIRECT = ("wagtailredirects", "redirect")
USER = ("core", "user")
SETTINGS = ("core", "sitesettings")

WRITE = ("add", "change")
FULL = ("add", "change", "delete")
# In a library of files, to change is also to delete, and to add is to manage one's own.
LIBRARY = ("add", "change", "choose")
OWN_FILES = ("add", "choose")

DIRECTION = "Direction de publication"
ROLES = {
    "Rédaction": {
        "pages": ("accueil", ("add", "change")),
        "files": LIBRARY,
        "records": {
            ORGANISATION: WRITE,
            PERSON: WRITE,
            MANDATE: WRITE,
            VENUE: WRITE,
            INDICATOR: WRITE,
            COMMUNE: ("change",),
        },
    },
    DIRECTION: {
        "pages": ("accueil", ("add", "change", "publish", "lock", "unlock")),
        "files": LIBRARY,
        "records": {
            ORGANISATION: FULL,
            PERSON: FULL,
            MANDATE: FULL,
            VENUE: FULL,
            INDICATOR: FULL,
            COMMUNE: ("change",),
            EPCI: ("change",),
            USER: FULL,
            SETTINGS: ("change",),
            REDIRECT: FULL,
        },
    },
    "Agenda": {
        "pages": ("agenda", ("add", "change", "publish")),
        "files": OWN_FILES,
        "records": {VENUE: WRITE, ORGANISATION: WRITE},
    },
    "Label": {
        "pages": ("label-euralens", ("add", "change", "publish")),
        "files": OWN_FILES,
        "records": {ORGANISATION: WRITE, PERSON: WRITE},
    },
    "Réseau": {
        "pages": ("innov-in-artois", ("add", "change", "publish")),
        "files": OWN_FILES,
        "records": {ORGANISATION: WRITE, PERSON: WRITE},
    },
}
WORKFLOW = "Bon à tirer"

# What Wagtail itself comes with, given back when this migration is undone.
DEFAULT_GROUPS = {"Moderators": ("add", "change", "publish"), "Editors": ("add", "change")}
DEFAULT_WORKFLOW = "Moderators approval"


def _permission(apps, model, action):
    """Return the permission of an action on a model, made if it is not there yet."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=model[0], model=model[1]
    )
    permission, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model[1]}",
        defaults={"name": f"Can {action} {model[1]}"},
    )
    return permission


def _allow_pages(apps, group, page, actions):
    for action in actions:
        apps.get_model("wagtailcore.GroupPagePermission").objects.create(
            group=group, page=page, permission=_permission(apps, ("wagtailcore", "page"), action)
        )


def _allow_files(apps, group, actions):
    root = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for library in (IMAGES, DOCUMENTS):
        for action in actions:
            apps.get_model("wagtailcore.GroupCollectionPermission").objects.create(
                group=group, collection=root, permission=_permission(apps, library, action)
            )


def _add_workflow(apps, name, task_name, group, page):
    """Make a workflow of one approval by `group`, for `page` and all below it."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = apps.get_model("wagtailcore.GroupApprovalTask").objects.create(
        name=task_name, content_type=content_type, active=True
    )
    task.groups.add(group)
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=name, active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    apps.get_model("wagtailcore.WorkflowPage").objects.create(workflow=workflow, page=page)


def _remove(apps, groups, workflow):
    tasks = apps.get_model("wagtailcore.Task").objects.filter(workflow_tasks__workflow__name=workflow)
    keys = list(tasks.values_list("pk", flat=True))
    apps.get_model("wagtailcore.Workflow").objects.filter(name=workflow).delete()
    apps.get_model("wagtailcore.GroupApprovalTask").objects.filter(pk__in=keys).delete()
    apps.get_model("auth.Group").objects.filter(name__in=groups).delete()


def give_roles(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    Page = apps.get_model("wagtailcore.Page")
    _remove(apps, DEFAULT_GROUPS, DEFAULT_WORKFLOW)
    for name, rights in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(_permission(apps, ("wagtailadmin", "admin"), "access"))
        slug, actions = rights["pages"]
        _allow_pages(apps, group, Page.objects.get(slug=slug, depth__lte=3), actions)
        _allow_files(apps, group, rights["files"])
        for model, actions in rights["records"].items():
            group.permissions.add(*(_permission(apps, model, action) for action in actions))
    home = Page.objects.get(slug="accueil", depth=2)
    _add_workflow(apps, WORKFLOW, WORKFLOW, Group.objects.get(name=DIRECTION), home)


def take_roles_back(apps, schema_editor):
    Group = apps.get_model("auth.Group")
    root = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    _remove(apps, ROLES, WORKFLOW)
    for name, actions in DEFAULT_GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(_permission(apps, ("wagtailadmin", "admin"), "access"))
        _allow_pages(apps, group, root, actions)
        _allow_files(apps, group, LIBRARY)
    _add_workflow(apps, DEFAULT_WORKFLOW, DEFAULT_WORKFLOW, Group.objects.get(name="Moderators"), root)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_site_tree"),
        ("core", "0002_images_documents_settings"),
        ("territory", "0001_communes"),
        ("directory", "0001_organisations_people_mandates"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(give_roles, take_roles_back)]
