"""The files joined to an application: added and taken out while it is filled in, read by who may."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone

from pma_site.core.attachments import Attachment
from pma_site.core.refusals import Refused

from ..choices import FileKind
from ..models import ApplicationFile
from . import drafts

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.IMAGE: "image/jpeg",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TWICE = "Ce fichier est déjà joint."


@transaction.atomic
def add(pk: int, attachment: Attachment) -> ApplicationFile:
    """Join a file that was checked (core.attachments) to an application.

    Raises Refused as drafts.keep does, for one file too many, and for the same again.
    """
    application = drafts.locked(pk)
    drafts.refuse_decided(application)
    kept, most = application.files.kept(), application.call.most_files if application.call else 0
    if same := kept.filter(digest=attachment.digest).first():
        raise Refused(f"{TWICE[:-1]} : « {same.name} ».")
    if kept.count() >= most:
        raise Refused(
            f"{most} fichiers au plus : retirez-en un d’abord." if most > 1 else "Un seul fichier : retirez-le d’abord."
        )
    made = ApplicationFile(
        application=application,
        name=attachment.name,
        kind=attachment.kind,
        size=len(attachment.content),
        digest=attachment.digest,
    )
    made.file.save(attachment.name, ContentFile(attachment.content), save=False)
    made.save()
    _touch(application)
    return made


@transaction.atomic
def remove(pk: int, file_pk: int) -> None:
    """Take a file out of an application; what was deposited stays for the team until the correction is deposited.

    Raises Refused as drafts.keep does. A file that is out already stays out.
    """
    application = drafts.locked(pk)
    drafts.refuse_decided(application)
    file = application.files.kept().filter(pk=file_pk).first()
    if file is None:
        return
    if file.is_deposited:
        file.is_kept = False
        file.save(update_fields=["is_kept"])
    else:
        file.delete()
    _touch(application)


def _touch(application):
    application.has_changes, application.saved_at = True, timezone.now()
    application.save(update_fields=["has_changes", "saved_at"])


def served(file: ApplicationFile) -> FileResponse | None:
    """A file for who may read it: to be saved, not shown by the browser nor kept by a cache; None where it is lost."""
    try:
        opened = file.file.open()
    except FileNotFoundError:
        return None
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=CONTENT_TYPES[file.kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
