"""`manage.py load_demo` on a site where editors worked before it: it takes what it finds as it is."""

from collections import defaultdict
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from newsletter.models import IssueIndexPage
from pma_site.core.models import SiteImage, SiteSettings
from pma_site.directory.models import Organisation
from pma_site.home.demo import artwork, loading
from pma_site.home.demo.ledger import Ledger
from pma_site.home.models import HomePage, LoadedContent, StandardPage
from projects.models import AxisPage, RoadmapPage
from tests import builders
from tests.reading import text

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


# What a site that was installed before anybody could subscribe says of it.
FORMERLY = [
    ("heading", "S’abonner"),
    (
        "paragraph",
        "<p>La lettre est envoyée aux maires et aux mairies des 150 communes de l’Artois. Toute autre personne peut la "
        'demander : écrivez à <a href="mailto:contact@pm-artois.fr">contact@pm-artois.fr</a>, en précisant votre nom, '
        "votre commune et l’adresse où vous souhaitez la recevoir.</p><p>Il n’y a pas encore d’inscription en ligne. "
        "Tous les numéros se lisent librement dans la rubrique <a>La Lettre</a>.</p>",
    ),
    ("heading", "Se désabonner"),
    ("paragraph", "<p>Un message à la même adresse suffit. Vous n’avez pas à donner de raison.</p>"),
]


@pytest.mark.parametrize("touched", [False, True])
def test_a_new_edition_of_a_text_replaces_the_former_one_where_nobody_touched_it(touched, client):
    page = StandardPage.objects.get(slug="abonnement")
    page.search_description = (
        "Comment recevoir La Lettre aux maires du Pôle Métropolitain de l’Artois, et comment ne plus la recevoir."
    )
    page.body = FORMERLY + [("paragraph", "<p>Notre ajout.</p>")] * touched
    page.save_revision().publish()
    ledger = Ledger({})
    ledger.record("text/abonnement", page)
    [row] = [row for row in loading._read_rows()["text"] if row["key"] == "abonnement"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_read_rows", lambda: defaultdict(list, text=[row]))
        patch.setattr(loading, "_check_ground", lambda: None)
        list(loading.load_demo())
        list(loading.load_demo())

    words = text(client.get("/abonnement/"))
    assert ("Il n’y a pas encore d’inscription en ligne" in words) == touched
    assert ("Notre ajout." in words) == touched
    assert ("Un seul geste suffit ensuite" in words) == (not touched)
