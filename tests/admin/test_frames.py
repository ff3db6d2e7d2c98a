"""The frame of our own screens: a head that reads well aloud, and a way back that begins at the admin's home."""

import pytest
from django.urls import reverse

from newsletter.models import IssueIndexPage
from pma_site.core.admin_frame import heading
from tests import builders
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return signed_in(builders.administrator())


def way_back(response):
    """The steps that the head of a screen shows, the screen itself last."""
    inside = response.content.decode().partition("data-w-breadcrumbs")[2].partition("<ol")[2].partition("</ol>")[0]
    return [text(f"<li{step}") for step in inside.split("<li")[1:]]


def head(response):
    return text(response.content.decode().partition("<h1")[2].partition("</h1>")[0].partition(">")[2])


@pytest.mark.parametrize(
    ("view", "above"),
    [
        ("newsletter_readiness", "of the issue"),
        ("newsletter_proofs", "of the issue"),
        ("newsletter_dispatch", "of the issue"),
        ("newsletter_send", ["Envois"]),
        ("newsletter_sendings", []),
        ("readers_personal_data", []),
    ],
)
def test_the_way_back_begins_at_the_home_of_the_admin(administrator, view, above):
    issue = builders.issue(number=9, title="Innov in Artois")
    if above == "of the issue":
        above = [IssueIndexPage.objects.get().title, issue.get_admin_display_title()]
    asked = [] if view in ("newsletter_sendings", "readers_personal_data") else [issue.pk]

    steps = way_back(administrator.get(reverse(view, args=asked)))

    assert steps[:-1] == ["Accueil", *above]
    assert len(steps) == len(above) + 2


def test_no_colon_follows_a_question_mark(administrator):
    issue = builders.issue(number=9, title="Innov in Artois")

    asked = head(administrator.get(reverse("newsletter_readiness", args=[issue.pk])))
    told = head(administrator.get(reverse("newsletter_proofs", args=[issue.pk])))

    assert asked == "Prêt à partir ? N° 9 – Innov in Artois"
    assert told == f"Relecture : {issue.get_admin_display_title()}"


def test_a_draft_without_a_title_is_not_named_twice(administrator):
    issue = builders.issue(number=10, title="Lettre n°\u00a010")

    assert head(administrator.get(reverse("newsletter_readiness", args=[issue.pk]))) == "Prêt à partir ? N° 10"


def test_a_head_without_a_subject_is_its_title():
    assert heading("Prêt à partir\u00a0?") == "Prêt à partir\u00a0?"
    assert heading("Envoi", "") == "Envoi"
