"""Images and documents that editors upload."""

import secrets
from functools import lru_cache

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.dispatch import Signal
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

# What is made of each image when it is uploaded: one list of sizes a use, in each format.
SIZES = {
    "wide": ["width-480", "width-960", "width-1440"],
    "card": ["fill-480x320", "fill-960x640"],
}
FORMATS = ["avif", "jpeg"]
# How a picture is shown: the sizes it is chosen from, and how wide the page makes it (attribute `sizes` of HTML).
USES = {
    "lead": ("wide", "(min-width: 72rem) 52rem, (min-width: 60rem) 60vw, 100vw"),
    "wide": ("wide", "(min-width: 48rem) 40rem, 100vw"),
    "cover": ("wide", "(min-width: 40rem) 17rem, 100vw"),
    "card": ("card", "(min-width: 72rem) 17rem, (min-width: 40rem) 45vw, 100vw"),
}

# Sent with `instance`, once the files of a picture are made and listed on it.
sources_made = Signal()


class SiteImage(AbstractImage):
    """A picture with the credit that must be printed beside it.

    `sources` lists the files made from it, by use and format, so that showing it costs no query:
    {"card": {"avif": [{"name": "images/x.avif", "width": 480, "height": 320}, …], "jpeg": […]}}.
    """

    credit = models.CharField(
        "crédit",
        max_length=200,
        help_text="Auteur et, s’il y a lieu, organisme : « PMA / Camille Durand ». Il est affiché sous l’image.",
    )
    sources = models.JSONField(default=dict, editable=False)
    # Begins the names of its sizes, so that nobody guesses them; another once it is shown no more (core.media_privacy).
    mark = models.CharField(max_length=16, default="", editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"
        permissions = Image._meta.permissions

    def save(self, *args, **kwargs):
        self.mark = self.mark or secrets.token_hex(6)
        super().save(*args, **kwargs)
        transaction.on_commit(self._build_sources_if_outdated)

    def _set_image_file_metadata(self):
        super()._set_image_file_metadata()
        if self.file._committed and not self.file.closed:
            # Wagtail opens a file that lies there already, and leaves it open.
            self.file.close()
            del self.file.file

    def _build_sources_if_outdated(self):
        made_from = [self.file_hash, str(self.get_focal_point())]
        if self.sources.get("made_from") != made_from:
            self.build_sources(made_from)

    def build_sources(self, made_from):
        """Make every size and format of this image and remember their names.

        `made_from` identifies the file and focal point they were made from.
        """
        specs = {
            f"{size}|format-{kind}": (use, kind) for use, sizes in SIZES.items() for size in sizes for kind in FORMATS
        }
        sources = {"made_from": made_from}
        for spec, rendition in self.get_renditions(*specs).items():
            use, kind = specs[spec]
            entry = {"name": rendition.file.name, "width": rendition.width, "height": rendition.height}
            files = sources.setdefault(use, {}).setdefault(kind, [])
            if entry["width"] not in [file["width"] for file in files]:
                files.append(entry)
        self.sources = sources
        type(self).objects.filter(pk=self.pk).update(sources=sources)
        sources_made.send(type(self), instance=self)

    def rename_sources(self):
        """Make the sizes of this image anew under other names, and delete those that there were."""
        for rendition in self.renditions.all():
            rendition.delete()
        self.mark = secrets.token_hex(6)
        type(self).objects.filter(pk=self.pk).update(mark=self.mark)
        # What was fetched for this instance before is gone.
        type(self).objects.get(pk=self.pk).build_sources(self.sources.get("made_from", [self.file_hash, ""]))

    def files(self, use, kind):
        """Return the files of one use and format as dicts with `url`, `width` and `height`, smallest first."""
        return files_among(self.sources, use, kind)

    def as_kept(self):
        """What is needed to show this picture, as plain data that JSON can keep."""
        return {
            "sources": self.sources,
            "credit": self.credit,
            "file": {"url": self.file.url},
            "width": self.width,
            "height": self.height,
            "focus": self.focus,
        }

    @property
    def focus(self):
        """What stays of it where it is cut to about half, as CSS says it (« 50% 12% »); "" where no point is chosen."""
        point = self.get_focal_point()
        if point is None:
            return ""
        shares = (point.centroid_x / self.width, point.centroid_y / self.height)
        return " ".join(f"{round(100 * min(max(2 * share - 0.5, 0), 1))}%" for share in shares)


def files_among(sources: dict, use: str, kind: str) -> list[dict]:
    """Return the files of one use and format among SiteImage.sources, with their addresses, smallest first."""
    return [{**entry, "url": _address(entry["name"])} for entry in sources.get(use, {}).get(kind, [])]


@lru_cache(maxsize=4096)
def _address(name):
    """Where a public file is: it depends on its name only, in a folder and in a bucket alike (core.buckets)."""
    return default_storage.url(name)


class SiteRendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename):
        mark = self.image.mark
        return super().get_upload_to(f"{mark}-{filename}" if mark else filename)

    class Meta:
        verbose_name = "déclinaison d’image"
        verbose_name_plural = "déclinaisons d’images"
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique")
        ]


class SiteDocument(AbstractDocument):
    """A file to download: convening notice, minutes, method."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
        permissions = Document._meta.permissions

    def clean(self):
        # A file that the form refused is not there, and its form says why: it has no kind to be refused once more.
        if self.file:
            super().clean()
