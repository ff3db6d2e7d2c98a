"""The budget of a year as bars: their lengths, their words, and what stands for them where one cannot see."""

import re
from itertools import groupby

import pypdfium2
import pytest
from page import validate_pdf_bytes

from pma_site.core import pdf
from projects.charts import FULL, budget_bars
from projects.models import Contribution
from tests import builders
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


def funded(*amounts, grants=()):
    roadmap = builders.roadmap()
    roadmap.contributions = [
        Contribution(organisation=builders.organisation(f"Financeur {number}"), amount=amount, kind=kind)
        for number, (amount, kind) in enumerate(
            [*((amount, "membre") for amount in amounts), *((amount, "subvention") for amount in grants)]
        )
    ]
    roadmap.save()
    return roadmap


def chart(response):
    """The chart of a page, up to its table."""
    found = re.search(r'<div class="budget-chart".*?(?=<table)', response.content.decode(), re.DOTALL)
    return found.group() if found else ""


def lengths(response):
    return [int(length) for length in re.findall(r'budget-chart__length" d="M0 0h(\d+)v', chart(response))]


def test_lengths_follow_amounts(client):
    page = client.get(funded(360_000, 180_000, 120_000).url)

    assert lengths(page) == [FULL, FULL // 2, FULL // 3]


def test_members_come_before_grants_which_are_named_as_such(client):
    page = client.get(funded(10, grants=[20]).url)

    shown = text(chart(page))
    assert shown.index("Financeur 0") < shown.index("Financeur 1 (subvention)")
    assert lengths(page) == [FULL // 2, FULL]
    assert chart(page).count("budget-chart__row--grant") == 1


def test_an_amount_that_is_not_published_has_words_and_no_bar(client):
    page = client.get(funded(360_000, grants=[None]).url)

    assert lengths(page) == [FULL]
    assert "Financeur 1 (subvention) non publié" in text(chart(page))


def test_an_amount_of_nothing_is_a_bar_without_length(client):
    page = client.get(funded(0, 10).url)

    assert lengths(page) == [0, FULL]
    assert re.search(r"Financeur 0 (0 € )+", text(chart(page)))


@pytest.mark.parametrize("amounts", [(None, None), (0, None)])
def test_without_a_published_amount_there_is_no_chart(client, amounts):
    roadmap = funded(*amounts)
    roadmap.stated_budget = 1_000_000
    roadmap.save()
    page = client.get(roadmap.url)

    assert chart(page) == ""
    assert "non publié" in text(page)


def test_it_is_a_picture_with_the_table_for_words(client):
    page = client.get(funded(360_000, 240_000).url)

    (picture,) = [box for box in elements(page, "div") if box.get("class") == "budget-chart"]
    assert picture["role"] == "img"
    assert picture["aria-label"] == ("Graphique\u00a0: Contributions au budget. Données dans le tableau ci-dessous.")
    html = page.content.decode()
    assert html.index('class="budget-chart"') < html.index('<table class="budget"')
    assert "Total des montants publiés 600 000 €" in text(page)


def test_an_acronym_is_enough_beside_a_bar():
    row = {"name": "Communauté d’agglomération de Lens-Liévin", "acronym": "CALL", "amount": 1}

    (bar,) = budget_bars({"members": [row], "grants": []})

    assert (bar.acronym, bar.length, bar.is_grant) == ("CALL", FULL, False)


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_it_goes_on_paper(client):
    chart_alone = chart(client.get(funded(360_000, 90_000, grants=[None]).url))
    head = "<head><title>Budget</title><link rel='stylesheet' href='/static/css/letter-print.css'></head>"

    made = pdf.render(f"<html lang='fr'>{head}<body><h1>Budget</h1>{chart_alone}</body></html>", "http://testserver")

    assert [failure.message for failure in validate_pdf_bytes(made.content, profile="ua1").failures] == []
    with pypdfium2.PdfDocument(made.content) as document:
        words = document[0].get_textpage().get_text_bounded()
        paper = document[0].render(scale=2).to_pil().convert("RGB")
    assert "Financeur 0" in words
    assert "non publié" in words
    runs = [run for line in range(paper.height) for run in green_runs(paper, line)]
    assert max(runs) == pytest.approx(4 * min(runs), rel=0.03)


def green_runs(picture, line):
    """The lengths of what is drawn in the green of bars, on a line of a picture."""
    greens = [
        red < 60 < green and blue < green
        for red, green, blue in (picture.getpixel((x, line)) for x in range(picture.width))
    ]
    return [
        length
        for is_green, length in ((key, len(list(run))) for key, run in groupby(greens))
        if is_green and length > 20
    ]
