"""`manage.py load_demo` on a site where editors worked before it: it takes what it finds as it is."""

from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from newsletter.models import IssueIndexPage
from pma_site.core.models import SiteImage, SiteSettings
from pma_site.directory.models import Organisation
from pma_site.home.demo import artwork
from pma_site.home.models import HomePage, LoadedContent, StandardPage
from projects.models import AxisPage, RoadmapPage
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick_drawing(monkeypatch):
    """One small picture for all."""
    content = BytesIO()
    Image.new("RGB", (64, 48), "#1f5f3f").save(content, "JPEG")
    monkeypatch.setattr(artwork, "draw", lambda key: content.getvalue())


def test_without_the_territory_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_territory"):
        call_command("load_demo")

    assert not LoadedContent.objects.exists()


def test_what_is_there_already_is_adopted_and_not_altered(quick_drawing):
    call_command("load_territory", verbosity=0)
    builders.organisation("Les Cousalis", kind="association", description="Notre atelier.")
    builders.person("Alain Bavay", position="Maire")
    builders.image("Showroom de l’innovation", credit="PMA / Camille Durand")
    roadmap = builders.roadmap(year=2023, title="Notre programme", slug="programme-2023")
    letters = IssueIndexPage.objects.get()
    letters.introduction = "<p>Notre introduction.</p>"
    letters.save_revision().publish()
    legal = StandardPage.objects.get(slug="mentions-legales")
    legal.title = "Mentions en cours"
    legal.save_revision()
    SiteSettings.objects.create(
        site=HomePage.objects.get().get_site(), building="L’annexe", contact_email="ici@example.org"
    )

    output = StringIO()
    call_command("load_demo", stdout=output)

    assert "Organisations : 37 créations, 1 élément déjà là." in output.getvalue()
    cousalis = Organisation.objects.get(name="Les Cousalis")
    assert (cousalis.kind, cousalis.description) == ("association", "Notre atelier.")
    assert cousalis.membership.title == "Cousalis Vestali"
    assert SiteImage.objects.get(title="Showroom de l’innovation").credit == "PMA / Camille Durand"
    assert RoadmapPage.objects.get().title == "Notre programme"
    assert AxisPage.objects.child_of(roadmap).count() == 3
    letters.refresh_from_db()
    assert letters.introduction == "<p>Notre introduction.</p>"
    assert letters.search_description
    legal.refresh_from_db()
    assert legal.has_unpublished_changes
    assert not legal.body
    settings = SiteSettings.objects.get()
    assert (settings.building, settings.contact_email) == ("L’annexe", "ici@example.org")
    assert (settings.street, len(settings.follow_links)) == ("30/32 rue Casimir Beugnet", 2)
