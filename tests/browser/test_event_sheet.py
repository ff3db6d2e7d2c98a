"""The page of an event on paper: one sheet to be pinned on a wall."""

import pytest

from pma_site.core import pdf_pages
from tests import contents

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_fits_one_sheet_with_its_code(page):
    event = contents.full_event(60)
    event.prices = event.prices.raw_data[:3]
    event.organisers = event.organisers.all()[:2]
    event.communes = event.communes.all()[:2]
    event.body = "<p>Une promenade dans les collections, avec des prêts exceptionnels.</p>" * 4
    event.save()

    page.goto(event.url)
    page.emulate_media(media="print")

    assert page.get_by_role("img", name="Code QR de l’adresse de cette page").is_visible()
    assert not page.get_by_text("Ajouter à mon agenda").is_visible()
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(pdf_pages.pictures(sheet, 200)) == 1
    words = " ".join(pdf_pages.words(sheet).split())
    for expected in (event.when[0].upper() + event.when[1:20], "Faculté Jean-Perrin", "La journée", "Bus 1"):
        assert expected.replace("\u00a0", " ") in words
