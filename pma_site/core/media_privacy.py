"""Uploaded files are public while something public shows them, and private before and after.

A document is asked for at an address of the site, which looks each time. A picture is a file that the web server shows,
found by nobody who does not know its name: its sizes bear a name drawn by lot, drawn again when the last page that
showed it goes offline or is closed by a password, and the picture as it was uploaded is shown to the team only.
"""

from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.documents.permissions import permission_policy as documents_policy
from wagtail.images.permissions import permission_policy as images_policy
from wagtail.models import Page, ReferenceIndex

from .models import SiteDocument, SiteImage

# Of these tables no text keeps a picture on view: drafts, logs, what search knows, the picture itself.
_NO_KEEPERS = {"core.SiteImage", "core.SiteRendition", "search.SearchEntry"}
_OURS = ("core", "newsletter", "agenda", "projects", "directory", "territory", "contributions", "readers", "home")


# How managers call the records that the public sees; all of them where they say nothing.
_SEEN = ("online", "public")

# Who may do what with pictures and documents.
POLICIES = {SiteImage: images_policy, SiteDocument: documents_policy}
_TEAM = ["add", "change", "delete", "choose"]


def of_the_team(kind: type, user) -> models.QuerySet:
    """Return the pictures or the documents that an account works with: none, for a role that has nothing of them."""
    return POLICIES[kind].instances_user_has_any_permission_for(user, _TEAM)


def works_with(kind: type, user) -> bool:
    """Whether an account works with pictures or documents (`kind`) at all."""
    return POLICIES[kind].user_has_any_permission(user, _TEAM)


def is_public(item, request=None) -> bool:
    """Whether a page that is online, or a record that has no drafts, shows an image or a document.

    A page that asks for a password or a login shows it to nobody, but to who makes `request`, if they may read it.
    """
    for content_type, key in ReferenceIndex.get_references_to(item).values_list("base_content_type", "object_id"):
        model = apps.get_model(*_model(content_type))
        record = model._base_manager.filter(pk=key).first()
        if record is not None and getattr(record, "live", True) and _is_open(record, request):
            return True
    return False


def _is_open(record, request):
    if not isinstance(record, Page):
        known = type(record)._default_manager
        public = [getattr(known, name) for name in _SEEN if hasattr(known, name)]
        return all(rows().filter(pk=record.pk).exists() for rows in public)
    restrictions = record.get_view_restrictions()
    return all(request is not None and restriction.accept_request(request) for restriction in restrictions)


def _model(content_type):
    kind = ContentType.objects.get_for_id(content_type)
    return kind.app_label, kind.model


def images_of(pages: models.QuerySet) -> list:
    """Return the images that pages show."""
    shown = ReferenceIndex.objects.filter(
        base_content_type=ReferenceIndex._get_base_content_type(Page),
        object_id__in=[str(key) for key in pages.order_by().values_list("pk", flat=True)],
        to_content_type=ReferenceIndex._get_base_content_type(SiteImage),
    )
    return list(SiteImage.objects.filter(pk__in=set(shown.values_list("to_object_id", flat=True))))


def withdraw(page: Page, below: bool = False) -> int:
    """Give other names to the sizes of the pictures that only this page showed; return of how many pictures.

    With `below`, those of all pages below it as well: whoever closes a page closes them.
    """
    pages = page.get_descendants(inclusive=True).live() if below else Page.objects.filter(pk=page.pk)
    withdrawn = [image for image in images_of(pages) if not is_public(image) and not _is_kept(image)]
    for image in withdrawn:
        transaction.on_commit(image.rename_sources)
    return len(withdrawn)


def _is_kept(image):
    """Whether a letter that was sent, or anything else that was frozen, holds the name of a size of a picture."""
    # Pictures from before marks have names that begin as the one they were uploaded under.
    mark = image.mark or Path(image.file.name).stem
    for model in apps.get_models():
        if model._meta.app_label not in _OURS or model._meta.label in _NO_KEEPERS or issubclass(model, Page):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.JSONField | models.TextField) and _says(model, field.name, mark):
                return True
    return False


def _says(model, field, mark):
    return model._base_manager.filter(**{f"{field}__icontains": mark}).exists()
