"""Any page on paper: what it says, without what one can only press."""

import pytest

from pma_site.core import pdf_pages
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def printed(page, address):
    """The sheets of a page as a browser prints it, without the colours of grounds."""
    page.goto(address)
    page.emulate_media(media="print")
    return page.pdf(format="A4", prefer_css_page_size=True)


@pytest.mark.parametrize(
    ("address", "said", "pressed"),
    [
        ("/abonnement/", "Votre adresse électronique", "M’abonner"),
        ("/recherche/?q=Bivouac", "pour « Bivouac »", "Rechercher"),
        ("/agenda/", "Bivouac", "Proposer un événement"),
    ],
)
def test_nothing_that_one_presses_is_printed(page, address, said, pressed):
    builders.event(title="Bivouac")

    words = " ".join(pdf_pages.words(printed(page, address)).split())

    assert said in words
    assert pressed not in words
