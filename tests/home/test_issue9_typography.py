"""Issue no. 9 as a printer would set it: on its page, in its e-mail, on paper, and around it."""

import re

import pypdfium2
import pytest

from newsletter.models import IssuePage
from pma_site.core import pdf
from pma_site.core.typography import french_html
from tests.reading import links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ISSUE = "/lettres/9/"
# Words that both were typed in the content and are written by templates. « ~ » is a space that does not break.
EXPECTED = [
    "Mercredi 21~juin 2023, de 13~h~30 à 17~h~: ",
    "Le bois et les éco-matériaux~: ce qu’il faut retenir de la journée du 12~mai",
    "«~Invest in Artois~»",
    "360~000~€",
    "Climat / Air / Énergie",
    "Directeur de publication~: ",
]


def shown(response):
    return re.sub(r"[ \n]+", " ", response.content.decode().replace("&nbsp;", "\u00a0")).replace("\u00a0", "~")


@pytest.mark.parametrize("address", [ISSUE, f"{ISSUE}courriel/"])
def test_the_issue_and_its_mail_are_set(client, address):
    html = re.sub(r"<sup[^>]*>", "<sup>", shown(client.get(address)))

    assert [words for words in EXPECTED if words not in html] == []
    assert "Christophe Pilch, 2<sup>e</sup> vice-président" in html
    assert not re.search(r"[\w»)] [:;!?»%€](?=[\s<])|« ", re.sub(r"<(style|script)\b.*?</\1>", "", html))


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_its_paper_form_is_set(django_capture_on_commit_callbacks, client):
    with django_capture_on_commit_callbacks(execute=True):
        IssuePage.objects.get(number=9).save_revision().publish()
    response = client.get(f"{ISSUE}pdf/")
    content = b"".join(response.streaming_content)

    with pypdfium2.PdfDocument(content) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)

    # Both spaces have one glyph in the site's font: paper tells which by where lines end.
    text = text.replace("\u00a0", " ")
    assert "13 h 30" in text
    assert "« made in Artois »" in text


def test_no_page_of_the_site_changes_when_it_is_set_again(client):
    # Communes are 150 times the same; files are no pages.
    skipped = ("/communes/", "/media/", "/documents/", f"{ISSUE}pdf/")
    found, read = ["/"], set()
    while found:
        address = found.pop()
        if address in read or address.startswith(skipped):
            continue
        read.add(address)
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        if not page["Content-Type"].startswith("text/html"):
            continue
        assert french_html(page.content.decode()) == page.content.decode()
        found += [link.partition("#")[0] for link in links(page) if link and link.startswith("/")]

    assert len(read) > 40
    assert "/agenda/osons-nos-talents/" in read
