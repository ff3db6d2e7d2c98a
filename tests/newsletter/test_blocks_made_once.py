"""A block of a letter is made once for as long as it says the same: what it says never lags behind, nor mixes."""

import pytest

from tests import builders
from tests.contents import raw
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


def letter(*blocks, **fields):
    issue = builders.issue(**fields)
    issue.territory = raw(list(blocks))
    issue.save()
    return issue


def callout(title, words):
    return ("callout", {"title": title, "text": words, "tone": "canal", "contacts": []})


def test_a_record_that_changes_is_shown_at_once(client):
    value = builders.indicator_value(builders.indicator("Emplois"), caption="emplois créés")
    issue = letter(("key_figures", {"title": "Les chiffres", "figures": [value.pk]}))
    assert "emplois créés" in text(client.get(issue.url))

    value.caption = "emplois maintenus"
    value.save()

    assert "emplois maintenus" in text(client.get(issue.url))
    assert "emplois créés" not in text(client.get(issue.url))


def test_a_title_that_was_shown_as_words_is_never_taken_for_a_tag(client):
    issue = letter(callout("Du <b>bois</b> & du chanvre", "<p>Du <b>bois</b>.</p>"))

    for _ in range(2):
        page = client.get(issue.url)
        assert "Du <b>bois</b> & du chanvre" in text(page)
        assert len(elements(page, "b")) == 1


def test_the_same_words_stand_at_their_own_level_in_each_part(client):
    issue = letter(callout("Le bois", "<p>Un mot.</p>"))
    issue.cover = raw([callout("Le bois", "<p>Un mot.</p>")])
    issue.save()

    for _ in range(2):
        page = client.get(issue.url).content.decode()
        assert page.count(">Le bois</h2>") == page.count(">Le bois</h3>") == 1
