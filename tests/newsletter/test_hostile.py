"""Content that means harm, or is simply far too much, is refused with a message or harmless in every output."""

import re
import socket
import threading
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from newsletter import rendering
from newsletter.models import IssuePage
from pma_site.core import pdf
from pma_site.core.models import SiteImage, SiteSettings
from tests import builders, contents
from tests.back_office import signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

BASE = "http://testserver"
# A block of data, which no browser runs.
DATA = "application/ld+json"
ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}</mj-text></td>"


def letter_of(issue):
    return issue.letter(SiteSettings.published_for())


def outputs_of(client, issue):
    """The HTML of the page, of the e-mail and of the paper of an issue."""
    letter = letter_of(issue)
    return [
        client.get(issue.url).content.decode(),
        rendering.email_html(letter, BASE),
        rendering.print_html(letter, BASE),
    ]


def attacked(value):
    """A raw value of a stream with each of its texts replaced by the attack."""
    if isinstance(value, dict):
        kept = ("type", "tone", "url", "outputs", "start", "end", "as_of", "amount", "since", "id")
        return {name: child if name in kept else attacked(child) for name, child in value.items()}
    if isinstance(value, list):
        return [attacked(child) for child in value]
    return ATTACK if isinstance(value, str) else value


@pytest.fixture
def attack():
    """An issue with the attack in every text of every block, and in those of the records it names."""
    issue = contents.full_issue()
    for name in ("cover", "feature", "territory"):
        raw = [{"type": block["type"], "value": attacked(block["value"])} for block in getattr(issue, name).raw_data]
        setattr(issue, name, contents.raw([(block["type"], block["value"]) for block in raw]))
    for name in (
        "title",
        "kicker",
        "standfirst",
        "cover_caption",
        "cover_image_alt",
        "feature_title",
        "director_title",
    ):
        setattr(issue, name, ATTACK[:80])
    issue.feature_standfirst = issue.search_description = ATTACK
    issue.save()
    SiteImage.objects.update(credit=ATTACK)
    return IssuePage.objects.get(pk=issue.pk)


class TestScripts:
    def test_none_runs_in_any_output(self, client, attack):
        for html in outputs_of(client, attack):
            assert [tag for tag in elements(html, "script") if tag.get("type") != DATA] == []
            assert not [picture for picture in elements(html, "img") if picture.get("src") == "x"]
            assert not [
                name
                for tag in ("a", "img", "p", "div", "td", "figure", "li", "h1", "h2", "h3")
                for attributes in elements(html, tag)
                for name in attributes
                if name.startswith("on")
            ]

    def test_what_was_typed_is_read_as_typed(self, client, attack):
        for html in outputs_of(client, attack):
            assert "<script>alert(1)</script>" in text(html)
            assert "{{ 7|add:7 }}" in text(html)

    def test_the_text_part_has_no_code(self, attack):
        assert "alert(1)" in rendering.email_text(letter_of(attack), BASE)

    @pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
    def test_paper_takes_it(self, attack):
        assert rendering.lay_out(letter_of(attack), BASE).pages >= 4

    @pytest.mark.parametrize(
        "html",
        [
            "<p>Bonjour<script>alert(1)</script></p>",
            '<p onclick="alert(1)">Bonjour</p>',
            '<p><a href="javascript:alert(1)">Bonjour</a></p>',
            '<p><a href="java\tscript:alert(1)">Bonjour</a></p>',
            '<p><iframe src="https://example.org"></iframe>Bonjour</p>',
            '<p>Bonjour<img src="https://example.org/pixel.gif"></p>',
            '<p style="position:fixed">Bonjour</p>',
            "<p>Bonjour</td></table></body>",
            "<style>p { display: none }</style><p>Bonjour</p>",
            "<p>Bonjour\x01\x0b</p>",
            "<p>Bonjour<!-- <b> --></p>",
        ],
    )
    def test_rich_text_keeps_only_what_the_editor_can_write(self, client, html):
        issue = contents.sound_issue(cover=[("paragraph", html)])

        for output in outputs_of(client, issue):
            assert "Bonjour" in text(output)
            assert not re.search(r"alert\(1\)|<iframe|pixel\.gif|position:fixed|display: none|[\x01\x0b]", output)


class TestTooMuch:
    def test_a_paragraph_of_100_kilobytes(self, client):
        issue = contents.sound_issue(feature=[("paragraph", f"<p>{'mot ' * 25_000}</p>")])

        for output in outputs_of(client, issue):
            assert output.count("mot ") >= 24_000

    def test_300_blocks(self, client):
        blocks = [("paragraph", f"<p>Paragraphe {number}.</p>") for number in range(300)]

        for output in outputs_of(client, contents.sound_issue(feature=blocks)):
            assert "Paragraphe 299." in text(output)

    @pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
    @pytest.mark.parametrize("words", ["مرحبا بالعالم", "\u202eruojnoB", "🎉👨‍👩‍👧 fête", "𝕏∞𓀀", "mot" * 3000])
    def test_writing_of_any_kind(self, client, words):
        issue = contents.sound_issue(cover=[("paragraph", f"<p>{words}</p>")], title=words[:200])

        for output in outputs_of(client, issue):
            assert words[:20] in text(output)
        with pypdfium2.PdfDocument(rendering.lay_out(letter_of(issue), BASE).content) as document:
            assert len(document) >= 3

    def test_a_picture_of_30_000_by_30_000_is_refused_with_its_reason(self):
        content = BytesIO()
        Image.new("1", (30_000, 30_000)).save(content, "PNG")
        file = SimpleUploadedFile("immense.png", content.getvalue(), content_type="image/png")
        editor = signed_in(builders.account("Rédaction"))

        answer = editor.post(reverse("wagtailimages:add"), {"title": "Immense", "file": file, "credit": "PMA"})

        assert SiteImage.objects.count() == 0
        assert answer.status_code in (200, 400)
        assert "pixels" in answer.content.decode()


CHANNELS = [
    "<img src='{address}/x.png' alt='x'>",
    "<img srcset='{address}/x.png 1x' src='{address}/y.png' alt='x'>",
    "<picture><source srcset='{address}/x.png'><img src='{address}/y.png' alt='x'></picture>",
    "<object data='{address}/x'></object>",
    "<embed src='{address}/x'>",
    "<link rel='stylesheet' href='{address}/x.css'>",
    "<link rel='attachment' href='{address}/x'>",
    "<a rel='attachment' href='{address}/x'>x</a>",
    "<style>@import '{address}/x.css';</style>",
    "<style>p {{ background: url({address}/x) }}</style>",
    "<style>li {{ list-style-image: url({address}/x) }}</style><ul><li>x</li></ul>",
    "<style>p::before {{ content: url({address}/x) }}</style>",
    "<style>@font-face {{ font-family: x; src: url({address}/x) }} p {{ font-family: x }}</style>",
    "<style>@page {{ background: url({address}/x) }}</style>",
    "<style>p {{ border-image: url({address}/x) 1 }}</style>",
    "<svg width='9' height='9'><title>x</title><image href='{address}/x.png' width='9' height='9'/></svg>",
    "<svg width='9' height='9'><title>x</title><use href='{address}/x.svg#y'/></svg>",
    "<svg width='9' height='9'><title>x</title><style>@import '{address}/x.css';</style></svg>",
    "<base href='{address}/'><img src='x.png' alt='x'>",
    "<img alt='x' src='data:image/svg+xml,<svg><image href=\"{address}/x\"/></svg>'>",
]


@pytest.fixture
def listener():
    """A server on this machine that counts who calls: its address, and the list of callers."""
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                callers.append(caller)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", callers
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_the_renderer_reaches_nobody_by_any_channel(listener):
    address, callers = listener
    body = "<p>Texte</p>".join(channel.format(address=address) for channel in CHANNELS)

    made = pdf.render(f"<html lang='fr'><head><title>Lettre</title></head><body>{body}</body></html>", BASE)

    assert made.pages
    assert callers == []


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_renderer_reads_no_file_of_the_machine(channel, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("un secret bien gardé")
    body = channel.format(address=f"file://{tmp_path}/secret.txt#")

    made = pdf.render(f"<html lang='fr'><head><title>x</title></head><body><p>x</p>{body}</body></html>", BASE)

    assert b"secret" not in made.content
    assert b"/EmbeddedFile" not in made.content


def test_a_picture_is_described_to_the_letter(client):
    described = 'Plan\u00a0: le «\u00a0canal\u00a0» l’été, 12\u202f000\u00a0€ – C:\\plans "neufs" & <vieux>'
    issue = builders.issue(cover_image=builders.image(), cover_image_alt=described)

    assert [picture["alt"] for picture in elements(client.get(f"{issue.url}courriel/"), "img")] == [described]
