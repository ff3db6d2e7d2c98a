"""The blocks that editors write with: what they refuse, what they show."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pma_site.core.blocks.links import LinkBlock, OptionalLinkBlock
from pma_site.core.blocks.prices import PriceLineBlock
from pma_site.core.blocks.records import loaded_once
from tests import builders
from tests.contents import raw
from tests.reading import elements, links, text

NBSP = "\u00a0"


def cleaned(block, **value):
    return block.clean(block.to_python({**block.get_default(), **value}))


@pytest.mark.django_db
class TestLink:
    def test_it_leads_to_a_page(self):
        page = builders.standard_page(slug="methode")
        assert cleaned(LinkBlock(), label="La méthode", page=page.pk).href == "/methode/"

    def test_it_leads_to_an_address(self):
        link = cleaned(LinkBlock(), label="Le site", url="https://www.example.org/")
        assert link.href == "https://www.example.org/"

    def test_it_leads_to_one_place(self):
        page = builders.standard_page()
        with pytest.raises(ValidationError):
            cleaned(LinkBlock(), label="Les deux", page=page.pk, url="https://www.example.org/")

    def test_it_leads_somewhere(self):
        with pytest.raises(ValidationError):
            cleaned(LinkBlock(), label="Nulle part")

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "pas une adresse"])
    def test_it_leads_to_the_web(self, url):
        with pytest.raises(ValidationError):
            cleaned(LinkBlock(), label="Ailleurs", url=url)

    def test_it_has_a_text(self):
        with pytest.raises(ValidationError):
            cleaned(LinkBlock(), label="", url="https://www.example.org/")

    def test_an_optional_one_may_stay_empty(self):
        assert cleaned(OptionalLinkBlock(), label="").href == ""

    @pytest.mark.parametrize("label", ["", "  "])
    def test_an_optional_one_says_more_than_an_address(self, label):
        with pytest.raises(ValidationError):
            cleaned(OptionalLinkBlock(), label=label, url="https://www.example.org/")

    def test_it_disappears_with_its_page(self, client):
        target = builders.standard_page(title="La méthode")
        page = builders.standard_page()
        page.body = raw([("link", {"label": "Lire la méthode", "page": target.pk, "url": ""})])
        page.save()
        assert target.url in links(client.get(page.url))

        target.unpublish()

        response = client.get(page.url)
        assert target.url not in links(response)
        assert "Lire la méthode" not in text(response)


@pytest.mark.django_db
class TestDescribedImage:
    def submit(self, client, **picture):
        """Post a page whose only block is a picture, through the admin; return the page form's answer."""
        page = builders.standard_page()
        client.force_login(builders.administrator())
        fields = {
            "title": page.title,
            "slug": page.slug,
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "figure",
            "body-0-id": "",
            "body-0-value-caption": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
            **{f"body-0-value-image-{name}": value for name, value in picture.items()},
        }
        response = client.post(f"/admin/pages/{page.pk}/edit/", fields)
        return page, response

    def test_a_description_is_asked_for(self, client):
        _, response = self.submit(client, image=builders.image().pk, alt_text="")
        assert response.status_code == 200
        assert response.context["form"].errors["body"]

    def test_a_description_is_shown(self, client):
        page, response = self.submit(client, image=builders.image().pk, alt_text="Le terril au soleil")
        assert response.status_code == 302
        assert [picture["alt"] for picture in elements(client.get(page.url), "img")][:1] == ["Le terril au soleil"]

    def test_a_decorative_picture_has_none(self, client):
        page, response = self.submit(client, image=builders.image().pk, alt_text="", decorative="on")
        assert response.status_code == 302
        assert elements(client.get(page.url), "img")[0]["alt"] == ""

    def test_a_picture_is_asked_for(self, client):
        _, response = self.submit(client, image="", alt_text="Rien")
        assert response.context["form"].errors["body"]

    def test_two_uses_of_one_picture_keep_their_own_descriptions(self, client):
        image = builders.image()
        page = builders.standard_page()
        page.body = raw(
            ("figure", {"image": {"image": image.pk, "alt_text": alt, "decorative": False}, "caption": ""})
            for alt in ("Vue de face", "Vue de dos")
        )
        page.save()

        pictures = elements(client.get(page.url), "img")

        assert [picture["alt"] for picture in pictures] == ["Vue de face", "Vue de dos"]


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "Gratuit"),
        ("0.00", "Gratuit"),
        ("35", f"35{NBSP}€"),
        ("35.00", f"35{NBSP}€"),
        ("7.5", f"7,50{NBSP}€"),
        ("0.50", f"0,50{NBSP}€"),
        ("10.10", f"10,10{NBSP}€"),
        ("1250", f"1{NBSP}250{NBSP}€"),
    ],
)
def test_a_price_reads_as_in_a_shop(amount, shown):
    block = PriceLineBlock()
    assert block.to_python({"label": "La journée", "amount": Decimal(amount)}).display == shown


@pytest.mark.parametrize("amount", [None, Decimal(-1), Decimal("1.001"), Decimal(100_000)])
def test_an_odd_price_is_refused(amount):
    block = PriceLineBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"label": "La journée", "amount": amount}))


@pytest.mark.django_db
class TestLoadedOnce:
    def issue(self, events, people):
        issue = builders.issue()
        issue.territory = raw(
            [
                ("agenda", {"title": "Agenda", "events": [event.pk for event in events], "start": None, "end": None}),
                *[
                    (
                        "initiative",
                        {"title": event.title, "text": "", "event": event.pk, "prices": [], "contacts": []},
                    )
                    for event in events
                ],
            ]
        )
        issue.cover = raw(("contact_line", {"contacts": [person.pk]}) for person in people)
        issue.save()
        issue.refresh_from_db()
        return issue

    def test_each_model_is_read_once_however_many_blocks_name_it(self):
        issue = self.issue([builders.event() for _ in range(4)], [builders.person() for _ in range(4)])

        with CaptureQueriesContext(connection) as captured, loaded_once(issue.parts):
            shown = [block.value["event"].title for block in issue.territory if block.block_type == "initiative"]
            names = [person.full_name for block in issue.cover for person in block.value["contacts"]]

        assert (len(shown), len(names)) == (4, 4)
        assert len(captured) == 2, [query["sql"] for query in captured.captured_queries]

    def test_pages_that_are_no_longer_online_are_dropped(self):
        kept, gone = builders.event(), builders.event()
        issue = self.issue([kept, gone], [])
        gone.unpublish()

        with loaded_once(issue.parts):
            agenda, *initiatives = [block.value for block in issue.territory]

        assert [event.pk for event in agenda["events"] if event] == [kept.pk]
        assert [bool(initiative["event"]) for initiative in initiatives] == [True, False]

    def test_records_that_were_deleted_are_dropped(self):
        kept, gone = builders.person(), builders.person()
        issue = self.issue([], [kept, gone])
        gone.delete()

        with loaded_once(issue.parts):
            names = [[bool(person) for person in block.value["contacts"]] for block in issue.cover]

        assert names == [[True], [False]]
