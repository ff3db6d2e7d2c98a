"""Links of texts to pages and documents: read together, each leads where it should; what is gone leaves its words."""

import pytest

from pma_site.core.models import SiteDocument
from tests import builders
from tests.contents import raw
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def saying(*texts):
    page = builders.standard_page()
    page.body = raw([("paragraph", f"<p>{words}</p>") for words in texts])
    page.save()
    return page


def link(kind, key, words):
    return f'<a linktype="{kind}" id="{key}">{words}</a>'


def test_each_leads_to_its_own_page_or_document(client):
    first, second = builders.standard_page(), builders.standard_page()
    document = SiteDocument.objects.create(title="Le bilan", file="documents/bilan.pdf")
    page = saying(
        f"{link('page', first.pk, 'Un')} et {link('page', second.pk, 'deux')}",
        link("document", document.pk, "trois"),
        f'<a id="{second.pk}" linktype="page">quatre</a>',
    )

    found = links(client.get(page.url))

    assert [address for address in found if address == document.url] == [document.url]
    assert found.count(first.url) >= 1 and found.count(second.url) >= 2


@pytest.mark.parametrize("key", ["987654321", "9" * 30, "", "x", "٣", "-1"])
@pytest.mark.parametrize("kind", ["page", "document"])
def test_what_is_gone_leaves_its_words(client, kind, key):
    page = saying(link(kind, key, "Un mot"), "et la suite.")

    answer = client.get(page.url)

    assert answer.status_code == 200
    assert "Un mot" in text(answer) and "et la suite." in text(answer)


def test_a_text_beside_a_link_that_is_no_link_is_shown(client):
    page = saying("Écrire « linktype » n’est pas un lien, ni <b>ceci</b>.")

    assert "Écrire «\u00a0linktype\u00a0» n’est pas un lien" in client.get(page.url).content.decode()
