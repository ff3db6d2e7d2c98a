"""Somebody who left traces everywhere, and how to look for them in a dump without the site's own means."""

import base64
import json
import os
import re
import subprocess
import zipfile
import zlib
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, ModelLogEntry

from newsletter import proofreading
from newsletter.choices import ExclusionReason
from newsletter.models import IssueVersion, ProofComment, Sending
from newsletter.models.proofs import digest
from pma_site.core.models import SiteDocument, SiteImage, SiteSettings
from pma_site.readers.choices import ImportKind, NoticeKind, ReadingList, ReadingState, RowVerdict
from pma_site.readers.models import Consent, ImportRun, Notice, Office, Recipient, Subscription, Tester
from tests import builders
from tests.pdfs import pdf

ADDRESS = "zelie.wattrelot@ménilmontant.example"
IN_ASCII = "zelie.wattrelot@xn--mnilmontant-bbb.example"
SHOUTED = "Zelie.WATTRELOT@Ménilmontant.Example"
# Where she read the letter before.
FORMER = "z.wattrelot@lens.example"
NAME = "Zélie Wattrelot"
# A word that nobody else has: its pieces would be seen in an index of words as well.
RARE = b"wattrelot"


def everywhere():
    """Let somebody subscribe, proof-read, be on the list of test, write, be written about, and send files."""
    as_reader()
    page, issue, team = builders.standard_page(), builders.issue(), builders.administrator()
    _in_proofs(issue, team)
    sent(issue, Recipient.objects.at(ADDRESS).get())
    imported()
    _in_texts(page, issue, team)
    _in_files()
    return page, issue


def as_reader(**fields):
    recipient = Recipient.objects.create(email=IN_ASCII, **fields)
    Recipient.objects.create(
        email=FORMER, state=ReadingState.LEFT, left_at=timezone.now(), moved_to=recipient, **fields
    )
    Subscription.objects.create(recipient=recipient, confirmed_at=timezone.now())
    Consent.objects.create(recipient=recipient, version="1", wording="J’accepte.", page="/abonnement/")
    Notice.objects.create(
        recipient=recipient,
        kind=NoticeKind.CONFIRM,
        mailbox_hash="0" * 64,
        payload={"à": ADDRESS},
        answer=f"250 <{SHOUTED}> ok",
    )
    Tester.objects.create(recipient=recipient, name=NAME)
    Office.objects.create(
        commune=builders.commune(),
        name="Mairie de Nulle-Part",
        complement=f"écrire à {SHOUTED}",
        recipient=recipient,
        wished_email=ADDRESS,
        wished_at=timezone.now(),
    )
    return recipient


def sent(issue, recipient):
    """An issue that left for somebody, and came back; and one that they were kept out of."""
    sending = Sending.objects.create(
        issue=issue, subject="N° 9", html=f"<p>{SHOUTED}</p>", text=ADDRESS, starts_at=timezone.now()
    )
    sending.exclusions.create(recipient=recipient, reason=ExclusionReason.RECEIVED)
    return sending.deliveries.create(
        issue=issue,
        recipient=recipient,
        email=recipient.email,
        reading_list=ReadingList.SUBSCRIBERS,
        answer=f"550 5.1.1 <{SHOUTED}>: user unknown",
        return_reason=f"{ADDRESS} n’existe plus",
    )


def imported():
    """A file in which they stood, with their name."""
    run = ImportRun.objects.create(kind=ImportKind.SUBSCRIBERS, read_as="CSV", file_name="abonnes.csv")
    return run.rows.create(line=2, cells=[NAME, SHOUTED], verdict=RowVerdict.CREATED, title=NAME, written=[{"a": NAME}])


def _in_proofs(issue, team):
    proof, _ = proofreading.lend(issue, reader=NAME, email=ADDRESS, ends_on=timezone.localdate(), user=team)
    ProofComment.objects.create(
        proof=proof, passage="x", place="Une", name=NAME, text=f"Trop long.\n{NAME}, {ADDRESS}", revision=None
    )
    proof.sign_offs.create(fingerprint=digest("x"), name=NAME.upper())


def _letter_naming_them(issue):
    letter = issue.letter(SiteSettings.published_for()).as_json()
    return {**letter, "standfirst": f"« {SHOUTED} »", "url": f"mailto:{quote(ADDRESS)}"}


def _in_texts(page, issue, team):
    link = f'<p>Écrire à <a href="mailto:{quote(ADDRESS)}">{"".join(f"&#{ord(sign)};" for sign in ADDRESS)}</a></p>'
    page.body = [("paragraph", link)]
    page.search_description = f"Contact : {SHOUTED}."
    page.save_revision(user=team).publish()
    page.title = "Un brouillon"
    page.body = [("paragraph", f"<p>{base64.b64encode(f'{ADDRESS} !'.encode()).decode()} et {IN_ASCII}</p>")]
    page.save_revision(user=team)
    page.search_description += f" Ou {FORMER}."
    page.save_revision(user=team)
    Comment.objects.create(page=page, user=team, text=f"Demander à {ADDRESS}", contentpath="body")
    builders.event(registration_email=IN_ASCII, conditions=f"Sur réponse à {ADDRESS}")
    IssueVersion.objects.create(
        issue=issue,
        number=1,
        revision=issue.save_revision(),
        published_at=timezone.now(),
        content=_letter_naming_them(issue),
    )
    Redirect.objects.create(old_path=f"/contact/{ADDRESS}", redirect_link="https://lettre.example/")
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Recipient),
        object_id="1",
        label=SHOUTED,
        action="wagtail.delete",
        data={"avant": json.dumps({"email": ADDRESS})},
        timestamp=timezone.now(),
    )
    FormState.objects.create(
        data=f"email={quote(ADDRESS)}&nom=x",
        user=team,
        content_type=ContentType.objects.get_for_model(Recipient),
        last_updated_at=timezone.now(),
    )
    session = SessionStore()
    session["trouvé"] = [ADDRESS]
    session.create()


def _in_files():
    document("Courrier de " + ADDRESS, f"{ADDRESS}.txt", b"Bonjour")
    document("Inscrits", "inscrits.csv", f"nom;courriel\nAutre;autre@lens.example\nZ;{SHOUTED}\n".encode())
    tagged = document("Compte rendu", "compte-rendu.docx", docx(f"Présente : <b>zelie.</b>{ADDRESS}", ADDRESS))
    tagged.tags.add(ADDRESS)
    picture("Portrait", f"{ADDRESS}.jpg", ADDRESS)
    # Left behind by a file that was replaced since.
    default_storage.save("documents/ancien.txt", ContentFile(f"De {ADDRESS}".encode("utf-16")))
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(parents=True, exist_ok=True)
    theirs = f"To: {IN_ASCII}\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(ADDRESS.encode()).decode()}"
    messages = ["To: autre@lens.example\n\nBonjour", theirs]
    (folder / "20230615-1.log").write_text("".join(f"{message}\n{'-' * 79}\n" for message in messages))


def document(title, name, content):
    return SiteDocument.objects.create(title=title, file=ContentFile(content, name=name))


def docx(*paragraphs):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "".join(f"<w:p>{text}</w:p>" for text in paragraphs))
    return made.getvalue()


def packed_pdf(*lines):
    """A PDF whose bytes do not show what it says: its streams are compressed, as those of every tool."""

    def pack(found):
        content = zlib.compress(found[1])
        return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content)

    return re.sub(rb"<< /Length \d+ >>\nstream\n(.*?)\nendstream", pack, pdf(list(lines)), flags=re.DOTALL)


def picture(title, name, artist):
    content, exif = BytesIO(), Image.Exif()
    exif[0x013B] = artist
    Image.new("RGB", (64, 48), "#1f5f3f").save(content, "JPEG", exif=exif)
    return SiteImage.objects.create(title=title, file=ImageFile(content, name=name), credit="PMA")


def dump():
    """All bytes of the database: of SQLite its files and its statements, of PostgreSQL what pg_dump writes."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        files = [Path(f"{name}{suffix}") for suffix in ("", "-wal")]
        connection.ensure_connection()
        statements = "\n".join(connection.connection.iterdump()).encode()
        return statements + b"".join(file.read_bytes() for file in files if file.exists())
    place = connection.settings_dict
    options = {"-h": place["HOST"], "-p": str(place["PORT"] or ""), "-U": place["USER"], "-d": place["NAME"]}
    return subprocess.run(
        ["pg_dump", *(part for pair in options.items() if pair[1] for part in pair)],
        env={**os.environ, "PGPASSWORD": place["PASSWORD"] or ""},
        capture_output=True,
        check=True,
    ).stdout


def files():
    """The names and contents of every uploaded file and of every message kept in a file."""
    folders = [Path(settings.MEDIA_ROOT), Path(settings.EMAIL_FILE_PATH)]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(str(path).encode() + path.read_bytes() + _unzipped(path) for path in paths)


def _unzipped(path):
    if path.suffix != ".docx":
        return b""
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def sessions():
    """What the sessions hold, which their table does not show."""
    return json.dumps([session.get_decoded() for session in Session.objects.all()], ensure_ascii=False).encode()


def found_in(content):
    """The ways of writing the person's address, or a part that nobody else has, that stand in `content`."""
    small = content.lower()
    return sorted(name for name, form in _forms() if form in content or (name[0] != "=" and form.lower() in small))


def _forms():
    yield "rare word", RARE
    yield "UTF-16", "wattrelot".encode("utf-16-le")
    yield "other UTF-16", "wattrelot".encode("utf-16-be")
    yield "hexadecimal", RARE.hex().encode()
    yield "hexadecimal of capitals", RARE.upper().hex().encode()
    yield "JSON", "".join(f"\\u{ord(sign):04x}" for sign in "wattrelot").encode()
    yield "entities", "".join(f"&#{ord(sign)};" for sign in "wattrelot").encode()
    yield "percents", "".join(f"%{ord(sign):02x}" for sign in "wattrelot").encode()
    yield "quoted-printable", "".join(f"={ord(sign):02X}" for sign in "wattrelot").encode()
    yield "escaped", escape(ADDRESS).encode()
    yield "name without its sign", IN_ASCII.replace("@", "").encode()
    for written in (b"wattrelot", b"WATTRELOT", b"Wattrelot"):
        for before in range(3):
            # The first and the last signs depend on what stands beside.
            whole = base64.b64encode(b"." * before + written)
            yield f"=base64 {written} {before}", whole[(before * 4 + 2) // 3 : len(whole) - 4]
