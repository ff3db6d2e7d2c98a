"""The site's own illustrations."""

from django.core.files.base import ContentFile

from pma_site.core.models import SiteImage

from .records import Kind


class ImageKind(Kind):
    """A picture, drawn when it is first needed."""

    def _built_or_found(self, row, ledger):
        found = SiteImage.objects.filter(title=row["title"]).first()
        if found:
            return found, False
        # Drawing takes much longer than everything else here: not imported when there is nothing to draw.
        from .artwork import draw

        image = SiteImage(title=row["title"], description=row["description"], credit=row["credit"])
        image.file.save(f"{row['key']}.jpg", ContentFile(draw(row["key"])), save=False)
        image._set_image_file_metadata()
        image.full_clean()
        image.save()
        return image, True


KINDS = [ImageKind("image", "Images", SiteImage, one_by_one=True)]
