"""Pictures whose sizes were never made, or whose files were lost: made again, away from any visit."""

from collections.abc import Callable

from django.core.files.storage import default_storage

from .models import SiteImage


def make_missing(tell: Callable[[str], None]) -> tuple[int, int]:
    """Make the sizes that a picture lacks; return how many pictures got theirs, and how many cannot have them.

    `tell` hears of each picture that cannot: its original is gone, or is no picture any more.
    """
    made = failed = 0
    for image in SiteImage.objects.order_by("pk").iterator(chunk_size=200):
        if not _lacks_files(image):
            continue
        try:
            # What the list of sizes names and the folder has not would be taken for made.
            image.renditions.all().delete()
            image.build_sources([image.file_hash, str(image.get_focal_point())])
            made += 1
        except Exception as error:  # noqa: BLE001 - one bad file must not keep the others from theirs
            failed += 1
            tell(f"« {image.title} » (n° {image.pk}) : l’original manque ou ne se lit plus ({type(error).__name__}).")
    return made, failed


def _lacks_files(image):
    names = [
        entry["name"]
        for use, kinds in image.sources.items()
        if use != "made_from"
        for entries in kinds.values()
        for entry in entries
    ]
    return not names or not all(map(default_storage.exists, names))
