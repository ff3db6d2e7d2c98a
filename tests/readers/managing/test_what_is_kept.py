"""The page behind a reader's own link: what is kept, changed, and sent to town halls by post or by e-mail."""

import pytest
from django.test import Client

from pma_site.core.refusals import Refused
from pma_site.readers import links, subscriptions
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Office, Recipient, Subscription
from tests import builders
from tests.readers.managing.own_page import ADDRESS, do
from tests.readers.steps import dump
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


def test_it_shows_what_is_kept(client, desk):
    page = text(client.get(desk))

    for words in (ADDRESS, "La lettre y est envoyée.", "Confirmé le", "commune : Lens"):
        assert words in page


def test_the_commune_is_changed_or_taken_away(client, desk):
    avion = builders.commune("Avion")

    assert "Votre commune est enregistrée." in text(do(client, desk, "commune", commune=avion.insee_code))
    assert Subscription.objects.get().commune == avion
    do(client, desk, "commune", commune="")
    assert Subscription.objects.get().commune is None
    assert do(client, desk, "commune", commune="99999").status_code == 400


@pytest.mark.parametrize("what", ["", "rien", "envoi", "__init__", "\0"])
def test_what_is_not_offered_changes_nothing(client, desk, what):
    before = dump()

    assert do(client, desk, what, mairie="1").status_code in (400, 409)
    assert dump() == before


class TestTownHalls:
    def test_choose_for_each_between_post_and_e_mail(self, client):
        shared = builders.recipient("mairie@lens.example")
        lens, deputy = (builders.office(name, recipient=shared) for name in ("Mairie de Lens", "Mairie déléguée"))
        desk = links.manage_address(shared)
        assert len(elements(client.get(desk), "fieldset")) == 2

        do(client, desk, "envoi", mairie=lens.pk, **{f"mairie-{lens.pk}-by_email": "on"})

        lens.refresh_from_db()
        deputy.refresh_from_db()
        assert (lens.takes_post, lens.by_email) == (False, True)
        assert (deputy.takes_post, deputy.by_email) == (True, True)
        # The team sees it, no file undoes it (Office.post_stopped_on), and the town hall may come back to it.
        assert not Office.objects.by_post().filter(pk=lens.pk).exists()
        do(client, desk, "envoi", mairie=lens.pk, **{f"mairie-{lens.pk}-by_post": "on"})
        lens.refresh_from_db()
        assert (lens.takes_post, lens.by_email) == (True, False)

    def test_that_left_by_e_mail_keep_their_page_for_the_post(self, client):
        hall = builders.office("Mairie de Lens", email="mairie@lens.example")
        desk = links.manage_address(hall.recipient)
        do(client, desk, "quitter")

        do(client, desk, "envoi", mairie=hall.pk, **{f"mairie-{hall.pk}-by_email": "on"})

        hall.refresh_from_db()
        assert (hall.takes_post, hall.by_email) == (False, True)
        assert hall.recipient.state == ReadingState.LEFT

    def test_never_change_one_of_another_address(self, client, desk):
        other = builders.office("Mairie de Lens", email="mairie@lens.example")

        answer = do(client, desk, "envoi", mairie=other.pk)

        assert answer.status_code == 409
        other.refresh_from_db()
        assert other.takes_post
        with pytest.raises(Refused):
            subscriptions.choose_channels(Recipient.objects.at(ADDRESS).get(), other, by_post=False)


def test_it_costs_the_same_however_many_offices_share_an_address(client, django_assert_max_num_queries):
    shared = builders.recipient("mairie@lens.example")
    for _ in range(12):
        builders.office(recipient=shared)

    with django_assert_max_num_queries(10):
        Client().get(links.manage_address(shared))
