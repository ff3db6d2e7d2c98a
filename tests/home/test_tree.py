"""What the migrations leave before anybody writes anything."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site, Workflow

from pma_site.home.models import HomePage
from projects.models import LabelResult
from tests import builders
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "/": "La Lettre aux maires",
    "/lettres/": "La Lettre",
    "/feuille-de-route/": "Feuille de route",
    "/label-euralens/": "Label Euralens",
    "/innov-in-artois/": "Innov in Artois",
    "/agenda/": "Agenda",
    "/mentions-legales/": "Mentions légales",
    "/accessibilite/": "Accessibilité",
    "/donnees-personnelles/": "Données personnelles",
    "/abonnement/": "Recevoir la lettre",
    "/proposer-un-evenement/": "Proposer un événement",
}
ROLES = {
    "Rédaction",
    "Direction de publication",
    "Agenda",
    "Label",
    "Réseau",
    "Diffusion",
    "Feuille de route",
    "Comités du label",
}


@pytest.mark.parametrize(("address", "title"), ADDRESSES.items())
def test_every_address_of_the_tree_is_online(client, address, title):
    response = client.get(address)

    assert response.status_code == 200
    assert title in response.content.decode()


def test_the_tree_is_sound():
    assert not any(Page.find_problems())
    assert list(HomePage.objects.get().get_children().in_menu().values_list("slug", flat=True)) == [
        "lettres",
        "feuille-de-route",
        "label-euralens",
        "innov-in-artois",
        "agenda",
    ]


def test_there_is_one_site_named_after_the_letter():
    site = Site.objects.get()

    assert (site.hostname, site.port, site.is_default_site) == ("localhost", 80, True)
    assert site.site_name == "La Lettre aux maires"
    assert site.root_page == HomePage.objects.get().page_ptr


def test_nothing_is_left_of_the_pages_and_groups_wagtail_starts_with():
    assert not Page.objects.filter(slug="home").exists()
    assert set(Group.objects.values_list("name", flat=True)) == ROLES
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Bon à tirer"]


def test_the_workflow_holds_for_every_page_of_the_site():
    page = builders.issue()

    workflow = page.get_workflow()

    assert [task.specific.name for task in workflow.tasks] == ["Bon à tirer"]
    assert [group.name for group in workflow.tasks[0].specific.groups.all()] == ["Direction de publication"]


def test_an_administrator_may_add_below_the_tree():
    client = signed_in(builders.administrator())
    parent = Page.objects.get(slug="lettres")

    response = client.get(f"/admin/pages/add/newsletter/issuepage/{parent.pk}/")

    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_tree_and_the_roles_can_be_undone_with_everything_written_since():
    edition = builders.edition()
    result = LabelResult.objects.create(edition=edition, name="Lauréat")
    candidate = builders.candidate(edition, result=result, result_announced_at=timezone.now())
    candidate.save_revision()

    call_command("migrate", "home", "0001", verbosity=0)
    before = list(Page.objects.values_list("slug", flat=True)), not any(Page.find_problems())
    call_command("migrate", verbosity=0)

    assert before == (["root", "home"], True)
    assert set(Group.objects.values_list("name", flat=True)) == ROLES
    assert HomePage.objects.get().get_children().live().count() == 10


@pytest.mark.parametrize("what", ["site", "home page"])
def test_the_site_that_the_public_reads_is_not_deleted(client, what):
    site, administrator = Site.objects.get(), signed_in(builders.administrator())
    address = {
        "site": reverse("wagtailsites:delete", args=[site.pk]),
        "home page": reverse("wagtailadmin_pages:delete", args=[site.root_page_id]),
    }[what]

    answer = administrator.post(address, {"confirm_site_name": site.site_name or "La Lettre aux maires"}, follow=True)

    assert "peut être modifié, mais pas supprimé" in text(answer)
    assert client.get("/").status_code == 200
