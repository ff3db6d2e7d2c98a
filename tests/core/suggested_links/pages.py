"""A page that names something, and what its editor does with the links that are proposed."""

from wagtail.models import Page

from pma_site.core.linking import suggestions
from tests import builders
from tests.contents import raw


def page_saying(*paragraphs, **fields):
    # Those right below the home page stand in the footer of every page.
    page = builders.standard_page(builders.standard_page(), **fields)
    page.body = raw([("paragraph", f"<p>{words}</p>") for words in paragraphs])
    page.save_revision().publish()
    return page


def screen(page):
    return f"/admin/pages/{page.pk}/liens/"


def proposed(page):
    return [suggestion.words for suggestion in suggestions(fresh(page))]


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def draft_of(page):
    """The text of the latest draft, as it is stored."""
    return str(fresh(page).get_latest_revision_as_object().body.get_prep_value())


def press(client, page, button, number=0, **fields):
    """Press a button of one line of the list, as the browser would."""
    found = suggestions(fresh(page))[number]
    data = {
        "action": button,
        "place": found.text.place,
        "mark": found.text.mark,
        "start": found.passage.start,
        "words": found.words,
        "target": found.targets[0].key,
        **fields,
    }
    return client.post(screen(page), data, follow=True)
