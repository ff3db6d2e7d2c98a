"""Put the site's own tree in the place of Wagtail's « Welcome » page."""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

# (app, model, title, address, in the menu), in the order of the menu and of the footer.
CHILDREN = [
    ("newsletter", "IssueIndexPage", "La Lettre", "lettres", True),
    ("projects", "RoadmapIndexPage", "Feuille de route", "feuille-de-route", True),
    ("projects", "LabelIndexPage", "Label Euralens", "label-euralens", True),
    ("projects", "NetworkIndexPage", "Innov in Artois", "innov-in-artois", True),
    ("agenda", "AgendaIndexPage", "Agenda", "agenda", True),
    ("home", "StandardPage", "Mentions légales", "mentions-legales", False),
    ("home", "StandardPage", "Accessibilité", "accessibilite", False),
    ("home", "StandardPage", "Données personnelles", "donnees-personnelles", False),
    ("home", "StandardPage", "Recevoir la lettre", "abonnement", False),
    ("home", "StandardPage", "Proposer un événement", "proposer-un-evenement", False),
]
SITE_NAME = "La Lettre aux maires"


def _add(apps, parent, app, model, title, slug, **fields):
    """Add a published page as the last child of `parent`, which is updated."""
    Page = apps.get_model("wagtailcore.Page")
    ContentType = apps.get_model("contenttypes.ContentType")
    Locale = apps.get_model("wagtailcore.Locale")
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    # Steps of a path are four digits in base 36: the same as in base 16 as far as the fifteenth child.
    position = int(last.path[-4:], 36) + 1 if last else 1
    now = timezone.now()
    page = apps.get_model(app, model).objects.create(
        path=f"{parent.path}{position:04X}",
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        title=title,
        draft_title=title,
        slug=slug,
        content_type=ContentType.objects.get_or_create(app_label=app, model=model.lower())[0],
        locale=Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0],
        live=True,
        has_unpublished_changes=False,
        first_published_at=now,
        last_published_at=now,
        **fields,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + 1)
    parent.numchild += 1
    return page


def _remove(apps, pages):
    """Delete pages and what Wagtail keeps beside them, the deepest first: parents protect nothing below."""
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    types = apps.get_model("contenttypes.ContentType").objects.filter(app_label="wagtailcore", model="page")
    for model in ("Revision", "WorkflowState"):
        apps.get_model("wagtailcore", model).objects.filter(base_content_type__in=types, object_id__in=keys).delete()
    references = apps.get_model("wagtailcore.ReferenceIndex").objects
    references.filter(base_content_type__in=types, object_id__in=keys).delete()
    references.filter(to_content_type__in=types, to_object_id__in=keys).delete()
    for depth in pages.order_by("-depth").values_list("depth", flat=True).distinct():
        pages.filter(depth=depth).delete()


def _set_site(apps, root_page, name):
    apps.get_model("wagtailcore.Site").objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": name, "root_page_id": root_page.pk},
    )


def _name_root(apps, title):
    Page = apps.get_model("wagtailcore.Page")
    Page.objects.filter(depth=1).update(title=title, draft_title=title)
    apps.get_model("wagtailcore.Collection").objects.filter(depth=1).update(name=title)
    return Page.objects.get(depth=1)


def plant(apps, schema_editor):
    Page = apps.get_model("wagtailcore.Page")
    root = _name_root(apps, "Racine")
    welcome = Page.objects.filter(
        depth=2, numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
    )
    # The site must point to our home page before the welcome page goes, or it would go along.
    home = _add(apps, root, "home", "HomePage", SITE_NAME, "accueil")
    _set_site(apps, home, SITE_NAME)
    root.numchild -= welcome.count()
    welcome.delete()
    Page.objects.filter(pk=root.pk).update(numchild=root.numchild)
    for app, model, title, slug, show_in_menus in CHILDREN:
        _add(apps, home, app, model, title, slug, show_in_menus=show_in_menus)


def uproot(apps, schema_editor):
    Page = apps.get_model("wagtailcore.Page")
    root = _name_root(apps, "Root")
    welcome = _add(apps, root, "wagtailcore", "Page", "Welcome to your new Wagtail site!", "home")
    _set_site(apps, welcome, "")
    for home in Page.objects.filter(depth=2, content_type__app_label="home"):
        _remove(apps, Page.objects.filter(path__startswith=home.path))
        root.numchild -= 1
    Page.objects.filter(pk=root.pk).update(numchild=root.numchild)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_pages"),
        ("newsletter", "0001_issues_figures"),
        ("projects", "0001_roadmap_label_network"),
        ("agenda", "0001_events"),
        ("core", "0002_images_documents_settings"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
