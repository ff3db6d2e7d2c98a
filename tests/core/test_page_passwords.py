"""The password of a closed page may be tried a few times: no machine finds it, and who knows it reads the page."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from pma_site.core.page_passwords import QUARTER, TRIES
from tests import builders
from tests.reading import text

pytestmark = pytest.mark.django_db

PASSWORD = "sésame"
TOLD = "essayé trop souvent depuis votre réseau"


@pytest.fixture
def page():
    page = builders.standard_page(title="Réservé")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
    return page


def door_of(page, beside=None):
    restriction = PageViewRestriction.objects.get(page=page)
    return reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, (beside or page).pk])


def attempt(door, typed="faux", network="192.0.2.1", page=None):
    """What somebody new gets for a password."""
    fields = {"password": typed, "return_url": page.url if page else "/"}
    return Client(REMOTE_ADDR=network).post(door, fields)


def test_a_password_is_tried_a_few_times_and_the_right_one_does_not_open_then(page):
    door = door_of(page)

    tried = [attempt(door).status_code for _ in range(TRIES)]
    late = attempt(door, PASSWORD)

    assert tried == [200] * TRIES
    assert (late.status_code, late["Retry-After"], TOLD in text(late)) == (429, str(QUARTER), True)
    assert "sessionid" not in late.cookies
    # Another address of the same network, another page beside the restriction, its number otherwise written.
    other = builders.standard_page()
    assert attempt(door, PASSWORD, network="192.0.2.200").status_code == 429
    assert attempt(door_of(page, beside=other), PASSWORD).status_code == 429
    assert attempt(door.replace("password/", f"password/{'0' * 20}"), PASSWORD).status_code == 429


def test_others_and_later_it_opens(page):
    door = door_of(page)
    for _ in range(TRIES + 1):
        attempt(door)

    assert attempt(door, PASSWORD, network="198.51.100.1", page=page).url == page.url
    with time_machine.travel(timezone.now() + timedelta(seconds=QUARTER + 1)):
        assert attempt(door, PASSWORD, page=page).url == page.url


def test_the_other_restrictions_are_counted_apart(page):
    other = builders.standard_page()
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="autre")
    for _ in range(TRIES + 1):
        attempt(door_of(page))

    assert attempt(door_of(other), "autre", page=other).url == other.url


def test_the_password_of_documents_as_well():
    collection = Collection.get_first_root_node().add_child(name="Réservé")
    closed = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password=PASSWORD
    )
    door = reverse("wagtaildocs_authenticate_with_password", args=[closed.pk])

    tried = [attempt(door).status_code for _ in range(TRIES)]

    assert tried == [200] * TRIES
    assert attempt(door, PASSWORD).status_code == 429


def test_what_was_typed_is_in_no_log(page, caplog):
    caplog.set_level(logging.DEBUG)

    for _ in range(TRIES + 1):
        attempt(door_of(page), "Praseodyme-59")

    assert "429" in caplog.text or "Too Many" in caplog.text
    assert "Praseodyme" not in caplog.text
