"""Links are made in the draft by one button, or dismissed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from newsletter.models import IssuePage
from pma_site.core.linking import suggestions
from projects.models import Action
from tests import back_office, builders
from tests.contents import raw
from tests.core.suggested_links.pages import draft_of, fresh, page_saying, press, proposed, screen
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def test_a_button_links_the_passage_in_the_draft_only(client, lens):
    page = page_saying("Une visite à Lens &amp; ailleurs.")

    answer = press(client, page, "lier")

    assert "Le texte mène à « Lens ». Le brouillon est enregistré" in back_office.messages(answer)[0]
    assert '<a linktype="commune" insee="62498">Lens</a> &amp; ailleurs.' in draft_of(page)
    assert lens.get_absolute_url() not in links(client.get(page.url))
    assert proposed(page) == []


def test_what_is_to_be_known_of_an_action_leads_to_a_commune_too(client, lens):
    axis = builders.axis()
    axis.actions = [Action(title="Lens", detail="<p>Un verger à Lens.</p>"), Action(title="Un bois")]
    axis.save()

    assert "Action « Lens » › précisions" in text(client.get(screen(axis)))
    press(client, axis, "lier")

    assert proposed(axis) == []
    assert lens.get_absolute_url() not in links(client.get(axis.url))
    fresh(axis).get_latest_revision().publish()
    assert lens.get_absolute_url() in links(client.get(axis.url))
    assert axis.url in links(client.get(lens.get_absolute_url()))


def test_links_of_many_actions_are_read_in_one_go(client, lens):
    said = '<p>À <a linktype="commune" insee="62498">Lens</a>.</p>'

    def cost(count):
        axis = builders.axis(actions=[Action(title=f"Action {number}", detail=said) for number in range(count)])
        client.get(axis.url)
        with CaptureQueriesContext(connection) as queries:
            assert links(client.get(axis.url)).count(lens.get_absolute_url()) == count
        return len(queries)

    assert cost(2) == cost(9)


def test_a_block_leads_once_to_a_record(lens):
    page = page_saying("Lens, puis Lens.", 'Ici <a linktype="commune" insee="62498">Lens</a>, là Lens.', "Et Lens.")

    assert [found.text.place for found in suggestions(fresh(page))] == ["body.0", "body.2"]


def test_all_that_is_sure_is_linked_at_once(client, lens):
    builders.commune("Avion", insee_code="62065")
    builders.event(title="La fête")
    builders.event(title="La fête")
    page = page_saying("De Lens à Avion.", "La Fête de Lens.")

    answer = client.post(screen(page), {"action": "tout"}, follow=True)

    assert "3 liens écrits" in back_office.messages(answer)[0]
    assert proposed(page) == ["La Fête"]
    assert draft_of(page).count("linktype") == 3
    assert page.revisions.count() == 2


def test_between_namesakes_the_editor_chooses(client):
    first, second = builders.event(title="La fête"), builders.event(title="La fête")
    page = page_saying("Venez à La fête.")

    assert "2 fiches portent ce nom" in text(client.get(screen(page)))
    press(client, page, "lier", target=f"page:{second.pk}")

    assert f'linktype="page" id="{second.pk}"' in draft_of(page)
    assert f'id="{first.pk}"' not in draft_of(page)


def test_what_is_dismissed_stays_so_until_it_is_asked_for_again(client, lens):
    page, other = page_saying("À Lens.", "À LENS."), page_saying("À Lens.")

    press(client, page, "ignorer")

    assert proposed(page) == []
    assert proposed(other) == ["Lens"]
    assert "Passages ignorés" in text(client.get(screen(page)))
    key = re.search(r'name="dismissed" value="(\d+)"', client.get(screen(page)).content.decode())[1]
    client.post(screen(page), {"action": "reproposer", "dismissed": key})
    assert len(proposed(page)) == 2


def test_a_text_that_changed_meanwhile_is_not_written_over(client, lens):
    page = page_saying("À Lens.")
    stale = suggestions(fresh(page))[0]
    page.body = raw([("paragraph", "<p>Demain, à Lens.</p>")])
    page.save_revision()

    answer = press(client, page, "lier", mark=stale.text.mark, start=stale.passage.start)

    assert "Ce texte a changé depuis" in back_office.messages(answer)[0]
    assert "linktype" not in draft_of(page)


@pytest.mark.parametrize("data", [{}, {"action": "voler"}, {"action": "lier", "start": "x"}, {"action": "lier"}])
def test_a_request_that_makes_no_sense_changes_nothing(client, lens, data):
    page = page_saying("À Lens.")

    assert client.post(screen(page), data).status_code in (302, 400)
    assert "linktype" not in draft_of(page)


def test_it_is_refused_to_who_may_not_write_the_page(lens):
    page = page_saying("À Lens.")
    stranger = back_office.signed_in(builders.account("Label"))

    assert back_office.is_refused(stranger, screen(page))
    assert back_office.is_refused(stranger, screen(page), {"action": "tout"})
    assert "Liens proposés" not in stranger.get("/admin/").content.decode()


def test_an_alias_has_no_text_of_its_own(client, lens):
    alias = page_saying("À Lens.").create_alias(update_slug="alias")

    assert back_office.is_refused(client, screen(alias))
    assert screen(alias) not in client.get(back_office.edit_address(alias)).content.decode()


def test_a_locked_page_is_not_written(client, lens):
    page = page_saying("À Lens.")
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=builders.administrator())

    answer = client.post(screen(page), {"action": "tout"}, follow=True)

    assert "verrouillée" in back_office.messages(answer)[0]
    assert "linktype" not in draft_of(page)


def test_the_form_of_a_page_leads_to_its_links(client, lens):
    page = page_saying("À Lens.")

    assert screen(page) in client.get(back_office.edit_address(page)).content.decode()


def test_blocks_of_a_letter_are_read_however_deep(client, lens):
    issue = builders.issue()
    inner = [{"type": "numbered_list", "value": {"title": "Lens", "items": ["<p>À Lens</p>"]}}]
    issue.cover = raw([("reserved", {"outputs": ["pdf"], "content": inner})])
    issue.territory = raw([("initiative", {"title": "Lens", "text": "<p>À Lens</p>", "prices": []})])
    issue.save_revision()

    client.post(screen(issue), {"action": "tout"})

    draft = fresh(issue).get_latest_revision_as_object()
    assert str(draft.cover.get_prep_value()).count('insee="62498"') == 1
    assert str(draft.territory.get_prep_value()).count('insee="62498"') == 1
    assert "linktype" not in str(IssuePage.objects.get().territory.get_prep_value())
