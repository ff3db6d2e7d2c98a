"""What editors upload, told by its bytes: pictures made anew with what they show alone, documents that run nothing."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from . import antivirus, attachments, pictures
from .refusals import Refused

_OTHER = f"Ce type de fichier n’est pas accepté : {', '.join(settings.WAGTAILDOCS_EXTENSIONS).upper()} seulement."


def _said(work, *asked):
    """Do some work of the ground floor; what it refuses is told by the form."""
    try:
        return work(*asked)
    except Refused as reason:
        raise ValidationError(str(reason)) from reason


def _told(work):
    def tell(data):
        try:
            return work(data)
        except ValidationError:
            raise
        # Decoders meet hostile bytes: whatever they stumble on, the picture is not usable.
        except Exception as fault:
            raise ValidationError(pictures.DAMAGED, code="invalid_image") from fault

    return tell


class ImageForm(BaseImageForm):
    """A picture of the team: kept in its own format, upright, in sRGB, without place, device nor second image."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail asks a damaged picture for its size, and fails with it.
            self.fields["file"].to_python = _told(self.fields["file"].to_python)

    def clean_file(self):
        """Make a new file anew; the one that is there already stays."""
        file = self.cleaned_data["file"]
        # Whatever the form is called on the page: the windows of Wagtail put a word before the names of its fields.
        if isinstance(file, UploadedFile):
            _said(antivirus.check, _bytes_of(file))
            _put(file, _said(pictures.without_metadata, file))
            file.name = attachments.clean_name(file.name, PurePath(file.name).suffix[1:].lower())
        return file


class DocumentForm(BaseDocumentForm):
    """A document of the team: what its name says, by its bytes, and nothing that runs."""

    def clean_file(self):
        """Refuse what is no document of the kind that its name says."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            suffix = PurePath(file.name).suffix[1:].lower()
            # First, or a kind that is not accepted would be told to be a damaged document.
            if suffix not in settings.WAGTAILDOCS_EXTENSIONS:
                raise ValidationError(_OTHER)
            content = _bytes_of(file)
            _said(antivirus.check, content)
            _said(attachments.check_document, content, suffix)
            file.name = attachments.clean_name(file.name, suffix)
        return file


def _put(file, content):
    """Put other bytes into an uploaded file itself: who keeps it beside the form, as Wagtail does, keeps those."""
    file.seek(0)
    file.file.truncate()
    file.file.write(content)
    file.file.flush()
    file.seek(0)
    file.size = len(content)


def _bytes_of(file):
    file.seek(0)
    content = file.read()
    file.seek(0)
    return content
