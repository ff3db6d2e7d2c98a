"""What is listed is online, as it is now, and leads on."""

import pytest
from wagtail.models import PageViewRestriction

from agenda.models import EventPage, EventSlot
from tests import builders
from tests.agenda.listing.looking import EVENING, listed
from tests.builders import local
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


class TestWhatIsOnline:
    """The agenda shows at once what was published, and nothing of what is no longer."""

    def test_an_unpublished_event_is_nowhere(self, client, events):
        assert "lens" in listed(client)
        events["lens"].unpublish()

        assert "lens" not in listed(client)
        assert client.get(events["lens"].url).status_code == 404
        assert events["lens"].url not in links(client.get(events["lens"].venue.commune.get_absolute_url()))

    def test_whatever_changes_is_seen_by_the_next_visitor(self, client, events):
        lens = events["lens"].venue.commune
        assert "lens" in listed(client, commune=lens.insee_code)

        events["lens"].slots = [EventSlot(start=local(2023, 5, 1, 9))]
        events["lens"].save()
        assert listed(client, theme="sport") == []
        assert listed(client, theme="sport", periode="passes") == ["gone", "lens"]
        events["gone"].delete()
        assert listed(client, periode="passes") == ["lens"]
        events["both"].venue.commune = builders.commune("Avion")
        events["both"].venue.save()
        events["both"].communes = []
        events["both"].save()
        assert listed(client, commune=lens.insee_code) == []
        # A commune that nobody knew.
        assert "Avion (1)" in text(client.get("/agenda/"))
        assert listed(client, q="lens-sur-deule") == []
        lens.name = "Lens-sur-Deûle"
        lens.save()
        assert listed(client, q="lens-sur-deule", periode="passes") == ["lens"]
        assert "Lens-sur-Deûle (0)" in text(client.get("/agenda/", {"commune": lens.insee_code}))
        new = builders.event(EVENING, title="nouveau")
        assert "nouveau" in listed(client)
        PageViewRestriction.objects.create(page=new, restriction_type="login")
        assert "nouveau" not in listed(client)

    def test_a_draft_of_an_event_online_changes_nothing(self, client, events):
        draft = EventPage.objects.get(pk=events["lens"].pk)
        draft.theme = "culture"
        draft.save_revision()

        assert listed(client, theme="sport") == ["lens"]

    def test_the_querysets_give_what_the_page_lists(self, client, events):
        code = events["lievin"].venue.commune.insee_code
        for filters in ({"commune": code}, {"theme": "sport", "periode": "passes"}, {"q": "both"}, {"mois": "2023-06"}):
            page = client.get("/agenda/", filters)
            form = page.context["listing"].form
            found = EventPage.objects.online().matching(form.cleaned_data)
            assert sorted(event.title for event in found) == sorted(listed(client, **filters))
        commune = {"commune": code}
        assert {event.title for event in EventPage.objects.filtered(commune)} == {"lievin", "both"}


class TestWhereItLeads:
    def test_to_its_feeds_of_the_same_filters_and_to_proposals(self, client, events):
        page = client.get("/agenda/", {"theme": "sport", "periode": "ce-mois"})

        assert {"/agenda/abonnement/?theme=sport", "/proposer-un-evenement/"} <= set(links(page))
        feeds = {link["type"]: link["href"] for link in elements(page, "link") if link["rel"] == "alternate"}
        assert feeds == {
            "text/calendar": "/agenda/agenda.ics?theme=sport",
            "application/atom+xml": "/agenda/agenda.atom?theme=sport",
        }
        for address in feeds.values():
            assert client.get(address).status_code == 200

    def test_nothing_where_a_page_above_asks_for_a_login(self, client, events):
        """The agenda is moved below such a page: not even what is counted may tell of it."""
        closed = builders.standard_page()
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        assert "Sport et nature (2)" in text(client.get("/agenda/abonnement/"))

        EventPage.objects.first().get_parent().move(closed, pos="last-child")

        assert "Sport et nature (" not in text(client.get("/agenda/abonnement/"))
