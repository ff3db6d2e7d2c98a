"""Sentences of Wagtail and Django that were French, and said something else or nobody would say."""

import re

import pytest
from django.urls import reverse

from pma_site.directory.models import Organisation
from tests import builders
from tests.back_office import save, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]
ORGANISATIONS = "/admin/snippets/directory/organisation/add/"


@pytest.fixture
def administrator():
    return signed_in(builders.administrator())


def test_it_is_the_other_window_that_is_overwritten(administrator):
    page = builders.standard_page()
    opened = page.save_revision()
    save(administrator, page, streams=["body"], title="Une page")
    address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 999])

    told = administrator.post(address, {"revision_id": opened.pk}).json()["html"]

    assert "Poursuivre écrasera les modifications effectuées dans l’autre fenêtre." in text(told)


def test_who_may_change_what_waits_for_approval_is_a_sentence():
    issue = builders.issue()
    issue.save_revision().publish()
    writer = signed_in(builders.account("Rédaction"))
    save(writer, issue, action="submit", streams=STREAMS, title="Rencontre du forum")

    told = text(writer.get(f"/admin/pages/{issue.pk}/edit/"))

    assert (
        "Une approbation est en attente. D’ici là, seules les personnes qui approuvent cette étape peuvent faire"
        " des modifications." in told
    )


def test_a_page_is_deleted_in_its_gender(administrator):
    asked = administrator.get(f"/admin/pages/{builders.standard_page().pk}/delete/").content.decode()

    assert 'value="Oui, la supprimer"' in asked
    assert "Non, ne pas la supprimer" in asked


def test_a_history_counts_actions(administrator):
    page = builders.standard_page()
    save(administrator, page, streams=["body"], title="Une page")

    for address in ("/admin/reports/site-history/", f"/admin/pages/{page.pk}/history/"):
        assert "journal de page" not in text(administrator.get(address)), address


def test_the_orders_of_pictures_are_of_pictures(administrator):
    builders.image()

    orders = text(administrator.get("/admin/images/"))

    assert "Récentes d’abord Anciennes d’abord Titre, de A à Z Titre, de Z à A Légères d’abord" in orders


@pytest.mark.parametrize("register", ["person", "organisation"])
def test_people_and_organisations_are_chosen_by_their_name(administrator, register):
    builders.person(organisation=builders.organisation())

    window = administrator.get(f"/admin/snippets/choose/directory/{register}/").json()["html"]

    heads = [head.strip() for head in re.findall(r"<th\b[^>]*>(.*?)</th>", window, re.DOTALL)]
    assert heads[0] == "Nom"


def test_two_organisations_of_one_name_are_told_so(administrator):
    there = builders.organisation("Artois Mobilités")

    answer = administrator.post(ORGANISATIONS, {"name": there.name, "kind": there.kind})

    assert "Une organisation porte déjà ce nom." in text(answer)
    assert Organisation.objects.count() == 1


def test_copying_is_offered_of_what_may_be_copied_only(administrator):
    issue, page = builders.issue(), builders.standard_page()

    for one, offered in ((issue, False), (page, True)):
        copying = reverse("wagtailadmin_pages:copy", args=[one.pk])
        for screen in (f"/admin/pages/{one.pk}/edit/", f"/admin/pages/{one.get_parent().pk}/"):
            assert (copying in administrator.get(screen).content.decode()) is offered, screen
