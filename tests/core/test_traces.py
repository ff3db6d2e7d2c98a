"""An address is found however it is written, and another's is not."""

import base64
import json
import quopri
from urllib.parse import quote

import pytest

from pma_site.core.traces import Wanted

ADDRESSES = ["jean.dupont+lettre@exemple.example", "hélène.o@ménil.example", "a@b.fr"]
# What stands around an address in texts of all kinds.
AROUND = [
    "%s",
    "mailto:%s?subject=x",
    '{"e": "%s"}',
    "à %s. Merci",
    "<%s>",
    "?x=%s&y=1",
    "\\n%s\\n",
    "%%20%s%%0A",
    "«%s»",
]


def written(address):
    """Every way of writing an address that a text, an address of a page, a message or a file may use."""
    local, _, domain = address.partition("@")
    for said in (address, address.upper(), f"{local}@{domain.encode('idna').decode()}"):
        yield said
        yield quote(said, safe="")
        yield quote(quote(said, safe=""), safe="")
        yield json.dumps(json.dumps(said))[3:-3]
        yield "".join(f"\\u{ord(sign):04x}" for sign in said)
        yield "".join(f"&#{ord(sign)};" for sign in said)
        yield "".join(f"&#x{ord(sign):X};" for sign in said)
        yield said.replace("@", "&amp;commat;")
        yield said.replace("@", " [arobase] ")
        yield said.replace("@", "<wbr>@")
        yield quopri.encodestring(said.encode(), quotetabs=True).decode()
        yield "".join(f"={byte:02X}" for byte in said.encode()).replace("=40", "=\n=40")
        yield said.encode().hex()
        for before in ("", "x ", "xy "):
            text = f"{before}{said} !"
            yield base64.b64encode(text.encode()).decode()
            yield base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
            yield base64.encodebytes(("longue ligne " * 6 + text).encode()).decode()
            yield base64.b64encode(text.encode("utf-16-le")).decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_found_and_taken_out_however_it_is_written(address):
    wanted = Wanted(address.upper())
    missed, left = [], []
    for form in written(address):
        for around in AROUND:
            text = around % form
            if not wanted.is_in(text):
                missed.append(text)
            elif wanted.is_in(wanted.taken_out_of(text)):
                left.append(text)

    assert (missed, left) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "soﬁa.griﬀﬆraß@ville.example",
        "so\\ufb01a.griffstrass@ville.example",
        "sofia.gri&#64256;strass@ville.example",
        "so\u200cfia.griffstrass\u2060@ville\ufeff.exa\u200dmple",
        "sofia.griffstrass @ ville.example",
        "sofia.griffstrass&nbsp;@&nbsp;ville.example",
        '<span class="a">sofia</span>.griffstrass<span>@ville.example</span>',
    ],
)
def test_signs_that_stand_for_several_or_are_not_seen_hide_no_address(text):
    wanted = Wanted("sofia.griffstrass@ville.example")

    cleaned = wanted.taken_out_of(f"« {text} »")

    assert wanted.is_in(text)
    assert not wanted.is_in(cleaned)
    assert "griff" not in cleaned
    assert cleaned.count("<span") == cleaned.count("</span") == text.count("<span")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be", "utf-16"])
def test_in_a_file_it_is_covered_and_nothing_moves(encoding):
    wanted = Wanted(ADDRESSES[0])
    content = b"\xff\xd8\0\0" + ADDRESSES[0].encode(encoding) + b"\0\0fin"

    covered = wanted.covered(content)

    assert wanted.is_in_bytes(content)
    assert not wanted.is_in_bytes(covered)
    assert (len(covered), covered[:4], covered[-5:]) == (len(content), content[:4], content[-5:])


@pytest.mark.parametrize(
    "text",
    [
        "marie-jean@lens.example",
        "x.jean@lens.example",
        "%2Djean@lens.example",
        "&quot;xjean@lens.example",
        "jean@lens.example.org",
        "jean@lens.examples",
        "jean@lens.example-2.org",
        "jean@sub.lens.example",
        base64.b64encode(b"marie-jean@lens.example").decode(),
    ],
)
def test_the_address_of_somebody_else_is_left_alone(text):
    wanted = Wanted("jean@lens.example")

    assert not wanted.is_in(text)
    assert wanted.taken_out_of(f"{text} et jean@lens.example").startswith(text)


def test_json_stays_json():
    content = {
        "corps": json.dumps([{"texte": f'<a href="mailto:{quote(ADDRESSES[1])}">{ADDRESSES[1]}</a> "c:\\dir"\n'}])
    }

    cleaned = json.loads(Wanted(ADDRESSES[1]).taken_out_of(json.dumps(content)))

    assert json.loads(cleaned["corps"])[0]["texte"].endswith('</a> "c:\\dir"\n')
    assert "ménil" not in json.dumps(cleaned, ensure_ascii=False)


@pytest.mark.parametrize(
    "name",
    [
        "documents/jean@lens.example.pdf",
        "documents/jeanlens.example_aB3dE4f.pdf",
        "images/jeanlens.2e16d0ba.fill-480x320.jpg",
        "jean-at-lens-example",
    ],
)
def test_a_file_called_after_somebody_gets_another_name(name):
    wanted = Wanted("jean@lens.example")

    assert wanted.is_named_by(name)
    assert not wanted.is_named_by(wanted.without_in_name(name))
    assert not Wanted("marie@lens.example").is_named_by(name)
    assert not wanted.is_named_by("documents/jeanlens.example.org.pdf")
    assert not wanted.is_named_by("documents/jeanlens.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "helene lefevre-roux",
        "LEFÈVRE-ROUX Hélène",
        "H\\u00e9l\\u00e8ne Lef\\u00e8vre Roux",
        "H&eacute;lène_Lefevre Roux",
    ],
)
def test_a_name_is_found_with_or_without_its_accents(text):
    wanted = Wanted("x@lens.example", ["Hélène Lefèvre-Roux"])

    assert wanted.is_named_in(text)
    assert not wanted.is_named_in(f"{text}el")
