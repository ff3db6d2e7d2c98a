"""Issues of the letter: their number, their neighbours, what they name, who names them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from newsletter.models import IndicatorValue, IssueIndexPage, IssuePage
from pma_site.core.models import SiteSettings
from tests import builders
from tests.back_office import filled_in, signed_in
from tests.contents import described, raw
from tests.newsletter.citations import initiative, issue_with
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]


@pytest.fixture
def editor():
    """Who writes and publishes in one go, which only an administrator does."""
    return signed_in(builders.administrator())


def errors(response):
    return response.context["form"].errors


class TestNumber:
    def enter(self, editor, **fields):
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", IssueIndexPage.objects.get().pk])
        data = filled_in(editor, address, STREAMS, **{"title": "Le réseau s’élance", "month": "2023-06-01", **fields})
        return editor.post(address, {**data, "action-publish": "1"}, follow=True)

    def test_it_makes_the_address(self, editor, client):
        self.enter(editor, number="9")

        assert client.get("/lettres/9/").status_code == 200

    def test_another_address_may_be_chosen(self, editor, client):
        self.enter(editor, number="9", slug="hors-serie")

        assert client.get("/lettres/hors-serie/").status_code == 200

    def test_it_is_taken_once(self, editor):
        builders.issue(number=9)

        assert "number" in errors(self.enter(editor, number="9"))
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuePage.objects.filter(pk=builders.issue(number=8).pk).update(number=9)

    @pytest.mark.parametrize("number", ["0", "-1", "abc", ""])
    def test_it_counts_from_one(self, editor, number):
        assert "number" in errors(self.enter(editor, number=number))

    def test_the_database_counts_from_one_too(self):
        issue = builders.issue()
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuePage.objects.filter(pk=issue.pk).update(number=0)

    def test_a_month_is_its_first_day(self, editor):
        assert errors(self.enter(editor, number="9", month="2023-06-21"))["month"] == [
            "Indiquez le premier jour du mois de parution."
        ]

    def test_it_is_written_as_the_letter_does(self, client):
        issue = builders.issue(number=9, month=date(2023, 6, 1))

        for address in (issue.url, "/lettres/", "/"):
            assert "La Lettre aux maires n° 9 – juin 2023" in text(client.get(address))

    def test_a_copy_is_refused_in_words(self, editor):
        issue = builders.issue()

        response = editor.post(reverse("wagtailadmin_pages:copy", args=[issue.pk]), follow=True)

        assert "n’existe qu’une fois" in text(response)


class TestNeighbours:
    def test_they_follow_the_numbers_not_the_tree(self, client):
        late, first, middle = (builders.issue(number=number) for number in (12, 1, 7))

        def neighbours(issue):
            return {link["rel"]: link["href"] for link in elements(client.get(issue.url), "a") if "rel" in link}

        assert neighbours(first) == {"next": middle.url}
        assert neighbours(middle) == {"prev": first.url, "next": late.url}
        assert neighbours(late) == {"prev": middle.url}

    def test_drafts_are_passed_over(self, client):
        issues = [builders.issue(number=number) for number in (1, 2, 3)]
        issues[1].unpublish()

        assert issues[2].url in links(client.get(issues[0].url))
        assert issues[1].url not in links(client.get(issues[0].url))

    def test_the_latest_comes_first(self, client):
        for number in (2, 10, 9):
            builders.issue(number=number, title=f"La une {number}")

        shown = text(client.get("/lettres/"))

        assert shown.index("La une 10") < shown.index("La une 9") < shown.index("La une 2")
        assert "La une 10" in text(client.get("/"))
        assert "La une 9" not in text(client.get("/"))


def test_a_period_holds_the_days_it_touches_in_their_order(client):
    inside = [builders.event([(builders.local(2023, 8, day, 9), None)], title=f"Le {day} août") for day in (26, 1, 15)]
    builders.event([(builders.local(2023, 8, 27, 0, 30), None)], title="Trop tard")
    builders.event([(builders.local(2023, 7, 31, 23, 30), None)], title="Trop tôt")
    astride = builders.event(
        [(builders.local(2023, 7, 31, 9), builders.local(2023, 8, 2, 9))], title="Trois jours de fête"
    )
    period = {"title": "Agenda", "events": [inside[0].pk] * 2, "start": "2023-08-01", "end": "2023-08-26"}
    issue = issue_with("territory", ("agenda", period))

    shown = text(client.get(issue.url))

    order = [shown.index(title) for title in ("Trois jours de fête", "Le 1 août", "Le 15 août", "Le 26 août")]
    assert order == sorted(order)
    assert "Trop" not in shown
    assert links(client.get(issue.url)).count(inside[0].url) == 1
    assert astride.url in links(client.get(issue.url))


def test_an_initiative_tells_all_one_needs(client):
    image = builders.image(credit="PMA / Zoé Petit")
    link = {"label": "La programmation", "page": None, "url": "https://www.example.org/"}
    prices = [{"label": "Pass trois jours", "amount": "65"}]
    issue = issue_with(
        "territory",
        initiative(image=described(image), practical="Trois jours\nÀ Olhain", prices=prices, link=link),
    )

    page = client.get(issue.url)

    for words in (
        "Une initiative",
        "Un texte.",
        "Trois jours",
        "À Olhain",
        "Pass trois jours : 65 €",
        "PMA / Zoé Petit",
    ):
        assert words in text(page)
    assert "https://www.example.org/" in links(page)
    assert elements(page, "img")[0]["alt"] == "Ce que montre l’image"


def test_the_masthead_names_who_makes_the_letter(client):
    settings = SiteSettings.objects.get_or_create(site=IssueIndexPage.objects.get().get_site())[0]
    settings.unsubscribe_notice, settings.contact_email = "Pour ne plus recevoir la lettre :", "lettre@example.org"
    settings.street, settings.city = "30 rue Casimir-Beugnet", "Lens"
    settings.save()
    people = [builders.person(name) for name in ("Alain Bavay", "Zoé Petit", "Léo Blanc", "Ana Roy")]
    issue = builders.issue(director=people[0], editor=people[1])
    issue.committee = raw(("person", person.pk) for person in people[2:])
    issue.save()

    for address in (issue.url, f"{issue.url}courriel/"):
        shown = text(client.get(address))
        assert "Directeur de publication : Alain Bavay" in shown
        assert "Directrice de la rédaction : Zoé Petit" in shown
        assert "Comité de rédaction : Léo Blanc, Ana Roy" in shown
        assert "30 rue Casimir-Beugnet" in shown
        assert "Pour ne plus recevoir la lettre : lettre@example.org" in shown


class TestFigures:
    def test_a_figure_shows_its_source_and_its_date(self, client):
        value = builders.indicator_value(display="+ 4 100", period="depuis un an", source="Urssaf")
        issue = issue_with("territory", ("key_figures", {"title": "Chiffres-clés", "figures": [value.pk]}))

        for address in (issue.url, "/"):
            shown = text(client.get(address))
            for words in ("+ 4 100", "emplois créés sur le Pôle", "depuis un an", "Source : Urssaf, juin 2023"):
                assert words in shown

    @pytest.mark.parametrize("field", ["source", "display"])
    def test_none_is_without_its_source(self, field):
        value = builders.indicator_value()
        setattr(value, field, "")
        with pytest.raises(ValidationError):
            value.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            value.save()

    def test_none_is_without_its_date(self):
        value = builders.indicator_value()
        value.as_of = None
        with pytest.raises(ValidationError):
            value.full_clean()

    def test_a_date_has_one_value(self):
        value = builders.indicator_value()
        with pytest.raises(IntegrityError), transaction.atomic():
            builders.indicator_value(value.indicator)

    def test_the_home_page_shows_the_last_known_of_each(self, client):
        indicator = builders.indicator()
        builders.indicator_value(indicator, display="ancienne", as_of=date(2020, 1, 1))
        builders.indicator_value(indicator, display="nouvelle", as_of=date(2023, 1, 1))

        shown = text(client.get("/"))

        assert "nouvelle" in shown
        assert "ancienne" not in shown
        assert IndicatorValue.objects.latest_of_each().count() == 1
