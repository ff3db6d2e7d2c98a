"""What hostile hands type into applications to the label and join to them, each from a draw."""

import zipfile
from io import BytesIO

from tests.agenda.hostile_queries import BAD
from tests.pdfs import pdf
from tests.projects import applicants
from tests.readers import hostile

PDF = pdf(["Un plan"])
# What forms of applications are known to read, and what others would.
NAMES = ["title", "subject", "project_state", "area", "rows", "sender_name", "sender_email", "sender_phone", "action"]
NAMES += [
    "vers",
    "website_confirm",
    "shown_at",
    "state",
    "reference",
    "edition",
    "candidate",
    "typed",
    "verdict",
    "note",
]
NAMES += [
    "vote",
    "conclusion",
    "summary",
    "reason",
    "words",
    "until",
    "members",
    "applications",
    "q",
    "etat",
    "p",
    "tri",
]
ROWS = ["name_", "siret_", "commune_", "origin_", "amount_", "answer_", "critere-", "resultat-"]
NUMBERS = ["0", "1", "2", "-1", "41", "999999", "9" * 19, "9" * 40, "1e9", "NaN", "Infinity", "٣", "1 000,50 €", "0x10"]
ACTIONS = ["ligne", "retour", "quitter", "joindre", "retirer-1", "retirer--1", f"retirer-{'9' * 30}", "retirer-é", ""]
STRANGE_STEPS = [*applicants.STEPS, "relecture", "retirer", "piece", "projet2", "inconnu"]
LINES = ["a\r\nBcc: autre@ville.example", "<script>alert(1)</script>", "{{ 7*7 }}{% debug %}", "=CMD()", "x" * 45_000]
FILE_NAMES = ["../../../etc/passwd.pdf", "C:\\a\\b.docx", "a\0b.pdf", "é" * 300 + ".pdf", ".pdf", "sans-nom", "x.svg"]
FILE_NAMES += [
    "plan.pdf",
    "photo.jpg",
    "note.odt",
    "note.docx",
    "page.html",
    "a\r\nSet-Cookie: x=1.pdf",
    "\u202efdp.exe",
]


# Screens of the team, how many keys their address has, and whether who runs the label may post anything to them.
SCREENS = [
    ("label_applications", True),
    ("label_application<", False),
    ("label_application_file<<", True),
    ("label_application_candidate<", False),
    ("label_application_ask<", False),
    ("label_application_write<", False),
    ("label_application_delay<", False),
    ("label_latest", True),
    ("label_instruction<", True),
    ("label_prepare<", False),
    ("label_table_xlsx<", True),
    ("label_committee_add<", False),
    ("label_dossier<", True),
    ("label_admissibility<", False),
    ("label_committee<", False),
    ("label_committee_change<", False),
    ("label_committee_close<", False),
    ("label_committee_xlsx<", True),
    ("label_my_files", True),
    ("label_my_file<", True),
    ("label_attachment<", True),
    ("label_news<", False),
    ("label_certificate<", True),
]


def value(draw):
    """Return what is typed into a field."""
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(BAD)
    if kind < 0.7:
        return draw.choice([*NUMBERS, *LINES])
    if kind < 0.9:
        return draw.choice(hostile.GARBAGE)
    return "".join(chr(draw.choice([draw.randrange(1, 0xD800), draw.randrange(0xE000, 0x11000)])) for _ in range(30))


def fields_of(draw, chance=1.0):
    """Return the fields of a form and what is typed into them; none, but with a certain chance."""
    if draw.random() > chance:
        return {}
    names = [draw.choice([*NAMES, draw.choice(ROWS) + draw.choice(NUMBERS)]) for _ in range(draw.choice([1, 2, 5, 30]))]
    fields = {name: value(draw) if draw.random() < 0.9 else [value(draw) for _ in range(4)] for name in names}
    if draw.random() < 0.5:
        fields["action"] = draw.choice(ACTIONS)
    if draw.random() < 0.3:
        fields["rows"] = draw.choice(NUMBERS)
    return fields


def file_content(draw):
    """Return the bytes of a file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", applicants.ODT)
        archive.writestr("../../content.xml", b"0" * 3_000_000)
    bombs = [made.getvalue(), applicants.docx(**{"word/vbaProject.bin": "x"}), applicants.odt(), applicants.docx()]
    halves = [PDF[: len(PDF) // 2], PDF.replace(b"obj", b"obJ"), PDF + draw.randbytes(50), PDF]
    plain = [
        b"",
        b"\0",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"<svg onload=alert(1)>",
        b"MZ",
    ]
    return draw.choice(
        [*plain, *plain, *plain, *bombs, *halves, draw.randbytes(2000), b"PK\x03\x04" + draw.randbytes(100)]
    )
