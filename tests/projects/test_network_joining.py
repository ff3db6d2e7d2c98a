"""« Rejoindre la communauté »: sent, followed, corrected; recognised, accepted without retyping, told once online."""

import re
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter import delivery
from pma_site.directory.models import Organisation
from projects.models import MemberPage, MembershipRequest
from tests import builders
from tests.agenda import hostile_queries
from tests.back_office import is_refused, messages, signed_in
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

START = "/innov-in-artois/rejoindre/"
SAID = {
    "sender_organisation": "Atelier Lin",
    "kind": "startup",
    "activity": "fils de lin",
    "sector": "textile",
    "outside_place": "Arras",
    "website": "lin.example",
    "presentation": "Nous filons le lin.\n\nDepuis 2020.",
    "object_name": "une bobine",
    "sender_name": "Lou Petit",
    "sender_email": "lou@lin.example",
    "consent": "on",
}


def hidden(page):
    return {
        field["name"]: field.get("value", "")
        for field in elements(page, "input")
        if field.get("type") in ("hidden",) or field.get("name") == "website_confirm"
    }


def send(client, **typed):
    """Fill the form in, read it over, send it; return the answer to the last post."""
    data = {**hidden(client.get(START)), **SAID, **typed}
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        review = client.post(START, {**data, "etape": "relire"})
        if review.status_code != 200:
            return review
        return client.post(START, {**hidden(review), "etape": "envoyer"})


def delivered():
    """The messages that leave, a little after the form was sent."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        delivery.send_due()
    return list(mail.outbox)


def own_link(message):
    return re.search(r"/innov-in-artois/demande/[^/\s]+/", message.body)[0]


@pytest.fixture
def keeper():
    return signed_in(builders.account("Réseau"))


@pytest.fixture
def demand(client):
    assert send(client).status_code == 302
    return MembershipRequest.objects.get()


def accept(keeper, demand, organisation=""):
    data = {"seen": demand.fingerprint, "organisation": organisation}
    return keeper.post(reverse("network_request_accept", args=[demand.pk]), data, follow=True)


def test_it_is_acknowledged_followed_corrected_and_withdrawn(client, demand):
    message = delivered()[0]
    link = own_link(message)

    assert demand.reference in message.body
    assert "Atelier Lin" not in message.body
    assert "fils de lin" in text(client.get(link))
    form = client.get(f"{link}corriger/")
    data = {field.name: field.value() or "" for field in form.context["form"]}
    client.post(f"{link}corriger/", {**data, "activity": "fils de chanvre", "consent": "on"})
    demand.refresh_from_db()
    assert (demand.activity, demand.website) == ("fils de chanvre", "https://lin.example")
    client.post(f"{link}retirer/")
    demand.refresh_from_db()
    assert demand.state == "retiree"
    assert client.get(f"{link}corriger/").status_code == 302


def test_mistakes_are_shown_and_nothing_typed_is_lost(client):
    page = send(client, sender_organisation="", outside_place="", consent="", sender_email="x", activity="pas perdu")

    assert page.status_code == 400
    for words in ("Indiquez le nom de votre organisation.", "Sans cet accord"):
        assert words in text(page)
    assert "pas perdu" in page.content.decode()
    assert not MembershipRequest.objects.exists()
    nowhere = send(client, outside_place="")
    assert "Choisissez la commune du siège" in text(nowhere)


def test_the_same_form_sent_twice_is_kept_once_and_a_program_is_not_kept(client):
    data = {**hidden(client.get(START)), **SAID}
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        client.post(START, {**data, "etape": "envoyer"})
        client.post(START, {**data, "etape": "envoyer"})
        changed = client.post(START, {**data, "activity": "autre", "etape": "envoyer"})
        client.post(START, {**data, "website_confirm": "x", "etape": "envoyer"})

    assert MembershipRequest.objects.count() == 1
    assert changed.status_code == 409


def test_it_becomes_a_draft_without_retyping_and_its_sender_hears_of_it_once_online(client, keeper, demand):
    delivered()

    screen = accept(keeper, demand)

    page = MemberPage.objects.get()
    assert "est en brouillon dans l’annuaire" in " ".join(messages(screen))
    assert (page.live, page.title, page.slug, page.activity, page.sector, page.object_name) == (
        False,
        "Atelier Lin",
        "atelier-lin",
        "fils de lin",
        "textile",
        "une bobine",
    )
    assert (page.organisation.name, page.organisation.outside_place) == ("Atelier Lin", "Arras")
    assert (page.private_contact.name, page.private_contact.email) == ("Lou Petit", "lou@lin.example")
    welcome = delivered()
    assert "acceptée" in welcome[0].subject
    page.get_latest_revision().publish()
    page.get_latest_revision().publish()
    told = delivered()
    assert len(told) == 1
    assert page.url in told[0].body
    assert page.url in links(client.get(own_link(welcome[0])))


def test_an_organisation_that_is_known_is_recognised_and_taken(keeper, client):
    builders.commune("Lens")
    known = builders.organisation("ATELIER-LIN SAS", kind="entreprise")
    send(client)
    demand = MembershipRequest.objects.get()

    screen = keeper.get(reverse("network_request", args=[demand.pk]))
    assert "ATELIER-LIN SAS, déjà dans l’annuaire" in text(screen)
    accept(keeper, demand, known.pk)

    assert MemberPage.objects.get().organisation == known
    assert Organisation.objects.filter(name__icontains="lin").count() == 1


def test_one_that_is_a_member_already_is_tied_to_its_page(keeper, client):
    member = builders.member(title="Atelier Lin", organisation=builders.organisation("Atelier Lin"))
    send(client)
    demand = MembershipRequest.objects.get()

    screen = keeper.get(reverse("network_request", args=[demand.pk]))
    refused = accept(keeper, demand, member.organisation.pk)
    new = accept(keeper, demand)
    keeper.post(reverse("network_request_merge", args=[demand.pk, member.pk]), {"seen": demand.fingerprint})

    assert "Rattacher à Atelier Lin" in text(screen)
    assert "déjà membre" in " ".join(messages(refused))
    assert "porte déjà ce nom" in " ".join(messages(new))
    demand.refresh_from_db()
    member.refresh_from_db()
    assert (demand.state, demand.page) == ("fusionnee", member)
    assert member.private_contact.email == "lou@lin.example"
    assert MemberPage.objects.count() == 1


def test_the_team_asks_and_declines_in_words(client, keeper, demand):
    def words(name, prefix, said):
        demand.refresh_from_db()
        data = {f"{prefix}-words": said, f"{prefix}-seen": demand.fingerprint}
        return keeper.post(reverse(f"network_request_{name}", args=[demand.pk]), data)

    delivered()
    words("ask", "question", "Où êtes-vous ?")
    assert "Où êtes-vous" in delivered()[0].body
    assert words("decline", "refus", "").status_code == 400
    words("decline", "refus", "Hors sujet.")
    assert "Hors sujet." in delivered()[0].body
    assert "déclinée" in text(client.get(own_link_of(demand))).lower()


def own_link_of(demand):
    from pma_site.contributions.links import follow_path

    return follow_path(demand.follow_route, demand.reference)


def test_hostile_forms_are_answered():
    names, good = [*SAID, "commune", "stage", "shown_at", "etape"], {**SAID, "etape": "relire", "stage": "incubation"}
    visitor, answers = Client(raise_request_exception=False), set()
    for number in range(60):
        draw = Random(number)  # noqa: S311
        data = {name: good.get(name, "") for name in names}
        for name in draw.sample(names, draw.randint(0, 3)):
            data[name] = draw.choice([*hostile_queries.BAD, [draw.choice(hostile_queries.BAD)] * 5])
        data["etape"] = draw.choice(["relire", "envoyer", "corriger", "", "\0"])
        status = visitor.post(START, data).status_code
        assert status in (200, 302, 400, 409, 429), (number, data)
        answers.add(status)

    assert answers >= {200, 400}
    assert not MembershipRequest.objects.exists()


class TestTheTeamAddsAMember:
    """« Ajouter un membre »: a name and an activity, and the draft opens."""

    ADD = "/admin/reseau/membres/ajouter/"
    NEW = {"name": "Terril Énergies", "activity": "chaleur des terrils", "kind": "startup"}

    def test_a_name_and_an_activity_make_the_organisation_and_the_draft(self, client):
        desk = signed_in(builders.account("Réseau"))
        assert self.ADD in links(desk.get("/admin/")) and self.ADD in links(desk.get("/admin/reseau/membres/"))

        answer = desk.post(self.ADD, {**self.NEW, "contact_name": "Lou", "contact_email": "lou@terril.example"})

        page = MemberPage.objects.get(title="Terril Énergies")
        assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert (page.live, page.organisation.name, page.activity) == (False, "Terril Énergies", "chaleur des terrils")
        assert page.private_contact.email == "lou@terril.example"
        assert client.get(page.url or "/innov-in-artois/terril-energies/").status_code == 404

    def test_an_organisation_that_is_known_is_taken_and_a_member_refused(self):
        known = builders.organisation("Terril Énergies")
        desk = signed_in(builders.account("Réseau"))

        desk.post(self.ADD, self.NEW)
        again = desk.post(self.ADD, {**self.NEW, "name": "terril énergies", "activity": "autre chose"})

        assert MemberPage.objects.get(title="Terril Énergies").organisation == known
        assert again.status_code == 400 and "est déjà membre du réseau" in text(again)
        assert "autre chose" in again.content.decode()

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 500}, {"kind": "rien"}, {"contact_email": "lou"}])
    def test_what_is_wrong_is_told(self, wrong):
        answer = signed_in(builders.account("Réseau")).post(self.ADD, {**self.NEW, **wrong})

        assert answer.status_code == 400
        assert not MemberPage.objects.filter(activity="chaleur des terrils").exists()

    def test_its_help_is_not_that_of_the_public(self):
        shown = text(signed_in(builders.account("Réseau")).get(self.ADD))

        assert "Si le siège n’est pas dans l’une des 150 communes." in shown
        assert "votre siège" not in shown

    def test_others_are_refused(self):
        assert is_refused(signed_in(builders.account("Agenda")), self.ADD)
