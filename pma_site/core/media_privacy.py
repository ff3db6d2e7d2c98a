"""Uploaded files are public while something public shows them, and private before and after.

A document is asked for at an address of the site, which looks each time. A picture is a file that the web server shows,
found by nobody who does not know its name: its sizes bear a name drawn by lot, drawn again when the last page that
showed it goes offline, and the picture as it was uploaded is shown to the team only.
"""

from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Page, ReferenceIndex

from .models import SiteImage

# Of these tables no text keeps a picture on view: drafts, logs, what search knows, the picture itself.
_NO_KEEPERS = {"core.SiteImage", "core.SiteRendition", "search.SearchEntry"}
_OURS = ("core", "newsletter", "agenda", "projects", "directory", "territory", "contributions", "readers", "home")


def is_public(item) -> bool:
    """Whether a page that is online, or a record that has no drafts, shows an image or a document."""
    for content_type, key in ReferenceIndex.get_references_to(item).values_list("base_content_type", "object_id"):
        model = apps.get_model(*_model(content_type))
        record = model._base_manager.filter(pk=key).first()
        if record is not None and getattr(record, "live", True):
            return True
    return False


def _model(content_type):
    kind = ContentType.objects.get_for_id(content_type)
    return kind.app_label, kind.model


def images_of(page: Page) -> list:
    """Return the images that a page shows."""
    keys = ReferenceIndex.get_references_for_object(page.specific).filter(
        to_content_type=ReferenceIndex._get_base_content_type(SiteImage)
    )
    return list(SiteImage.objects.filter(pk__in=set(keys.values_list("to_object_id", flat=True))))


def withdraw(page: Page) -> int:
    """Give other names to the sizes of the pictures that only this page showed; return of how many pictures."""
    withdrawn = [image for image in images_of(page) if not is_public(image) and not _is_kept(image)]
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
