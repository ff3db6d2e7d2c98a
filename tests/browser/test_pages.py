"""The tour of the site that the browser tests make is complete."""

import pytest
from wagtail.models import Page, get_page_models

from tests.browser import pages

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def test_no_type_of_page_is_forgotten():
    on_tour = {address.split("?")[0] for address in [*pages.SECTIONS, *pages.demo()]}

    shown = {page.specific_class for page in Page.objects.live() if page.url in on_tour}

    assert shown == set(get_page_models()) - {Page}
