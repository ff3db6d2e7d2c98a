"""Innov in Artois: its members, wherever they are, and what they showed."""

import pytest
from django.db.models import ProtectedError

from projects.models import Award, CandidateHolder
from tests import builders
from tests.back_office import filled_in, signed_in
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


def test_a_member_of_the_territory_leads_to_its_commune(client):
    lens = builders.commune("Lens")
    member = builders.member(organisation=builders.organisation(commune=lens))

    assert lens.get_absolute_url() in links(client.get(member.url))


def test_a_member_outside_the_territory_says_so(client):
    member = builders.member(organisation=builders.organisation(outside_place="Villeneuve-d’Ascq"))

    assert "Villeneuve-d’Ascq (hors territoire)" in text(client.get(member.url))
    assert "Villeneuve-d’Ascq" in text(client.get("/innov-in-artois/"))


def test_a_member_whose_place_is_unknown_never_says_none(client):
    member = builders.member()

    assert "Implantation Non précisée" in text(client.get(member.url))
    for address in (member.url, "/innov-in-artois/", "/"):
        assert "None" not in client.get(address).content.decode()


def test_a_member_shows_what_it_does_and_won(client):
    member = builders.member(
        title="Black Star",
        activity="pneus reconditionnés",
        stage="incubation",
        cohort=2023,
        hub="metaphone",
        object_name="Un pneu",
        image=builders.image(credit="PMA / Zoé Petit"),
        image_alt="Un pneu noir",
    )
    member.awards = [Award(title="Prix de l’innovation", year=2022), Award(title="Coup de cœur")]
    member.save()

    page = client.get(member.url)

    for words in (
        "Pneus reconditionnés",
        "Incubation, promotion 2023",
        "Les Terrasses du Métaphone (Oignies)",
        "Un pneu",
        "Crédit : PMA / Zoé Petit",
        "Prix de l’innovation (2022)",
        "Coup de cœur",
    ):
        assert words in text(page)
    assert elements(page, "img")[0]["alt"] == "Un pneu noir"


def test_a_member_that_holds_a_candidate_shows_it(client):
    organisation = builders.organisation("Les Cousalis")
    member = builders.member(organisation=organisation, title="Les Cousalis")
    candidate, draft = builders.candidate(title="Un jardin"), builders.candidate(title="Un brouillon")
    for page in (candidate, draft):
        page.holders = [CandidateHolder(organisation=organisation)]
        page.save()
    draft.unpublish()

    page = client.get(member.url)

    assert "Au Label Euralens Un jardin" in text(page)
    assert "Un brouillon" not in text(page)
    assert member.url in links(client.get(candidate.url))


def test_a_member_that_holds_none_has_no_empty_heading(client):
    assert "Au Label Euralens" not in text(client.get(builders.member().url))


def test_members_are_listed_by_name(client):
    for title in ("Zest", "Atelier", "Mécano"):
        builders.member(title=title)
    builders.member(title="Un brouillon").unpublish()

    shown = text(client.get("/innov-in-artois/"))

    assert shown.index("Atelier") < shown.index("Mécano") < shown.index("Zest")
    assert "Un brouillon" not in shown


def test_an_empty_network_says_so(client):
    assert "Aucun membre n’est encore publié." in text(client.get("/innov-in-artois/"))


def test_an_organisation_is_a_member_once():
    member = builders.member()
    client = signed_in(builders.account("Réseau"))
    address = f"/admin/pages/add/projects/memberpage/{member.get_parent().pk}/"

    data = filled_in(
        client, address, ["body"], title="Encore", slug="encore", activity="x", organisation=member.organisation_id
    )
    response = client.post(address, {**data, "action-publish": "1"})

    assert response.context["form"].errors["organisation"]


def test_an_organisation_in_use_is_kept():
    member = builders.member()

    with pytest.raises(ProtectedError):
        member.organisation.delete()


def test_a_copy_of_a_member_is_refused_in_words():
    member = builders.member(title="Black Star")
    client = signed_in(builders.administrator())

    response = client.post(f"/admin/pages/{member.pk}/copy/", follow=True)

    assert "n’existe qu’une fois" in text(response)
