"""Several files sent at once, as the editor sees what became of each."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def send(page):
    """Send files on a screen; return what is read of each, and in which colour."""

    def send(address, *files):
        page.goto(address)
        page.locator("#fileupload").set_input_files(files)
        expect(page.locator("#upload-list > .upload-complete, #upload-list > .upload-failure")).to_have_count(
            len(files)
        )
        lines = page.locator("#upload-list > li").all()
        return [line.locator(".right > p:visible").all() for line in lines]

    sign_in(page, "Rédaction")
    return send


def red(line):
    return line.evaluate("line => getComputedStyle(line).color") == line.evaluate(
        """line => {
          const failure = document.createElement("p");
          failure.className = "status-msg failure";
          document.body.append(failure);
          return getComputedStyle(failure).color;
        }"""
    )


def test_a_refused_document_has_one_red_line_and_an_accepted_one_none(send, tmp_path):
    (tmp_path / "note.pdf").write_bytes(b"Bonjour")
    (tmp_path / "note.txt").write_bytes(b"Bonjour")

    refused, accepted = send("/admin/documents/multiple/add/", tmp_path / "note.pdf", tmp_path / "note.txt")

    assert [line.inner_text() for line in refused] == ["Ce fichier n’est pas un PDF."]
    assert [red(line) for line in refused] == [True]
    assert [red(line) for line in accepted] == [False]


def test_the_description_of_a_picture_is_a_wish(send, tmp_path):
    (tmp_path / "dessin.svg").write_bytes(b"<svg/>")
    Image.new("RGB", (640, 480), "#1f5f3f").save(tmp_path / "verte.png")

    refused, accepted = send("/admin/images/multiple/add/", tmp_path / "dessin.svg", tmp_path / "verte.png")

    assert [line.inner_text().partition(".")[0] for line in refused] == ["Ce format d’image n’est pas accepté"]
    assert accepted[0].inner_text() == "Décrivez l’image pour les personnes qui ne la voient pas."
    assert [red(line) for line in accepted] == [False, False]
