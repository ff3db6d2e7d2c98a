"""/.well-known/security.txt says whom to tell, and never that it has expired."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from wagtail.models import Site

from pma_site.core.models import SiteSettings

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@pytest.mark.parametrize("day", ["2026-02-28", "2031-12-31"])
def test_it_names_the_contact_and_expires_within_a_year(client, day):
    SiteSettings.objects.create(site=Site.objects.get(), contact_email="securite@example.org")

    with time_machine.travel(f"{day}T23:59:00Z"):
        answer = client.get(ADDRESS)
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.fromisoformat(fields["Expires"])

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:securite@example.org"
    assert timedelta() < expires - datetime.fromisoformat(day).replace(tzinfo=UTC) < timedelta(days=365)


def test_without_a_contact_there_is_none(client):
    assert client.get(ADDRESS).status_code == 404
