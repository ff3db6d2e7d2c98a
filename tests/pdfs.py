"""Small PDFs for tests, written by hand: what they hold is known to the letter."""

LINE = 16


def pdf(*pages, size=(595, 842), extra=b"", trailer=b""):
    """A PDF whose pages hold lines of text, an empty list for a page of pictures only.

    A line is text, or a pair of text and size of its letters; None leaves a space.
    """
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(count))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = b"0.1 0.35 0.25 rg 40 700 200 60 re f 0 g " + _text(lines, size[1] - 60)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (*size, 5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    if extra:
        objects.append(extra)
    return _file(objects, trailer)


def locked_pdf():
    """A PDF that asks for a password."""
    lock = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >>"
    return pdf(["Un secret"], extra=lock, trailer=b"/Encrypt 6 0 R /ID [<00> <00>] ")


def _text(lines, top):
    drawn, place = [], top
    for line in lines:
        if line is None:
            place -= 2 * LINE
            continue
        words, height = line if isinstance(line, tuple) else (line, 11)
        coded = words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        drawn.append(b"BT /F %d Tf 40 %d Td (%s) Tj ET" % (height, place, coded))
        place -= LINE
    return b" ".join(drawn)


def _file(objects, trailer):
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(content))
    )
