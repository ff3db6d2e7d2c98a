"""The site's own illustrations."""

from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.utils.file import hash_filelike

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

        content = draw(row["key"])
        image = SiteImage(
            title=row["title"],
            description=row["description"],
            credit=row["credit"],
            file=ImageFile(BytesIO(content), name=f"{row['key']}.jpg"),
            file_size=len(content),
            file_hash=hash_filelike(BytesIO(content)),
        )
        if "focus" in row:
            # The point of interest, from the left and from the top, as shares of the picture.
            across, down = row["focus"]
            image.focal_point_x, image.focal_point_y = round(across * image.width), round(down * image.height)
            image.focal_point_width = image.focal_point_height = image.width // 8
        image.full_clean()
        image.save()
        return image, True


KINDS = [ImageKind("image", "Images", SiteImage, one_by_one=True)]
