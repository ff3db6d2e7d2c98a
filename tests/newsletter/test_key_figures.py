"""A key figure: its public page, who refreshes it and when, and an issue that reprints an old value."""

import datetime
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from newsletter.charts import curve
from newsletter.models import Indicator
from pma_site.core.models import SiteDocument
from tests import builders, contents
from tests.back_office import is_refused, signed_in
from tests.clocks import TODAY
from tests.contents import raw
from tests.reading import elements, links, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TO_REFRESH = "/admin/chiffres-cles/a-actualiser/"


def jobs(*years, **fields):
    """An indicator with a value known on 1 June of each of some years."""
    indicator = builders.indicator("Emplois créés sur le Pôle", **fields)
    for year in years:
        number = 100 * (year - 2000)
        builders.indicator_value(indicator, as_of=datetime.date(year, 6, 1), number=number, display=f"+ {number}")
    return indicator


def printing(*values, **fields):
    issue = builders.issue(**fields)
    issue.territory = raw([("key_figures", {"title": "Les chiffres", "figures": [value.pk for value in values]})])
    issue.save()
    return issue


class TestPage:
    def test_it_tells_the_values_their_sources_and_where_they_were_printed(self, client):
        indicator = jobs(2021, 2023)
        old, new = indicator.values.order_by("as_of")
        new.document = SiteDocument.objects.create(title="Le bilan", file="documents/bilan.pdf")
        new.save()
        issue = printing(new, number=9)
        printing(new, number=10, live=False)

        page = client.get(indicator.get_absolute_url())
        shown = text(page)

        assert indicator.get_absolute_url() == "/chiffres-cles/emplois-crees-sur-le-pole/"
        assert shown.index("1er juin 2023") < shown.index("1er juin 2021")
        assert "Urssaf Le bilan (PDF" in shown
        assert issue.url in links(page)
        assert new.document.url in links(page)
        assert "n° 9" in shown and "n° 10" not in shown

    def test_two_values_make_a_drawing_and_one_does_not(self, client):
        indicator = jobs(2021)

        assert not [
            svg for svg in elements(client.get(indicator.get_absolute_url()), "svg") if svg.get("role") == "img"
        ]
        builders.indicator_value(indicator, as_of=datetime.date(2022, 6, 1), number=Decimal("12.5"))
        (drawing,) = [
            svg for svg in elements(client.get(indicator.get_absolute_url()), "svg") if svg.get("role") == "img"
        ]
        assert "Données dans le tableau ci-dessous" in drawing["aria-label"]

    def test_all_of_them_are_listed_with_their_last_value(self, client):
        indicator = jobs(2021, 2023)
        builders.indicator("Un chiffre pas encore connu")

        page = client.get("/chiffres-cles/")

        assert "+ 2300" in text(page) and "+ 2100" not in text(page)
        assert "pas encore connu" not in text(page)
        assert indicator.get_absolute_url() in links(page)
        assert "/chiffres-cles/" in links(client.get("/plan-du-site/"))

    def test_there_are_24_of_them_a_page(self, client):
        for number in range(25):
            builders.indicator_value(builders.indicator(f"Chiffre {number:02}"), display=f"= {number:02} =")

        first, second = text(client.get("/chiffres-cles/")), text(client.get("/chiffres-cles/?page=2"))

        assert "= 23 =" in first and "= 24 =" not in first and "Page 1 sur 2" in first
        assert "= 24 =" in second and "= 23 =" not in second

    @pytest.mark.parametrize("address", ["/chiffres-cles/rien/", "/chiffres-cles/un-chiffre-pas-encore-connu/"])
    def test_what_has_no_value_has_no_page(self, client, address):
        builders.indicator("Un chiffre pas encore connu")

        assert client.get(address).status_code == 404

    def test_its_address_outlives_its_title(self):
        indicator = jobs(2021)

        indicator.title = "Emplois"
        indicator.save()

        assert indicator.get_absolute_url() == "/chiffres-cles/emplois-crees-sur-le-pole/"
        assert builders.indicator("Emplois créés sur le pôle !").slug == "emplois-crees-sur-le-pole-2"

    def test_it_costs_the_same_with_many_values(self, client, django_assert_max_num_queries):
        indicator = jobs(*range(2001, 2021))
        for value in indicator.values.all()[:5]:
            printing(value)

        with django_assert_max_num_queries(10):
            client.get(indicator.get_absolute_url())

    def test_an_issue_leads_to_it(self, client):
        indicator = jobs(2023)

        page = client.get(printing(indicator.values.get()).url)

        assert indicator.get_absolute_url() in links(page)


class TestCurve:
    def test_it_goes_up_with_the_numbers_and_on_with_the_days(self):
        day = datetime.date(2020, 1, 1)
        drawn = curve(
            [(day + relativedelta(years=2), 30, "30"), (day, 10, "10"), (day + relativedelta(years=1), 20, "20")]
        )

        assert [point.label for point in drawn.points] == ["10", "20", "30"]
        assert [point.x for point in drawn.points] == sorted(point.x for point in drawn.points)
        assert [point.y for point in drawn.points] == sorted((point.y for point in drawn.points), reverse=True)

    def test_what_there_is_no_room_for_is_left_to_the_table(self):
        def labels(count, display):
            drawn = curve([(datetime.date(2000 + rank, 6, 1), rank, display) for rank in range(count)])
            return [rank for rank, point in enumerate(drawn.points) if point.label]

        assert labels(5, "+ 10") == [0, 1, 2, 3, 4]
        assert labels(20, "+ 4 100") == [0, 19]
        assert labels(3, "+ 4 200 000 000 €/an") == []

    def test_equal_numbers_are_a_flat_line(self):
        drawn = curve([(datetime.date(2020, 1, 1), 5, "5"), (datetime.date(2021, 1, 1), 5, "5")])

        assert len({point.y for point in drawn.points}) == 1


class TestRefreshing:
    def test_it_is_due_after_its_interval_or_on_its_day_until_a_new_value(self):
        indicator = jobs(2023, refresh_every=12)
        assert Indicator.objects.get().due_on == datetime.date(2024, 6, 1)

        indicator.refresh_on = datetime.date(2024, 1, 15)
        assert indicator.due_on == datetime.date(2024, 1, 15)
        builders.indicator_value(indicator, as_of=datetime.date(2024, 2, 1))
        assert indicator.due_on == datetime.date(2025, 2, 1)

    def test_the_team_sees_what_waits_for_whom(self):
        keeper = builders.account("Rédaction", first_name="Zoé", last_name="Petit")
        jobs(2020, refresh_every=12, refresher=keeper)
        later = builders.indicator("Fret fluvial", refresh_on=TODAY + datetime.timedelta(days=30))
        builders.indicator_value(later, as_of=TODAY)
        builders.indicator("Sans date")
        editor = signed_in(builders.account("Rédaction"))

        shown = text(editor.get(TO_REFRESH))
        mine = text(editor.get(TO_REFRESH, {"par": keeper.pk}))

        assert shown.index("À actualiser maintenant (1)") < shown.index("Emplois") < shown.index("Plus tard (1)")
        assert "1er juin 2021 Zoé Petit" in shown
        assert "Fret fluvial" in shown and "Fret fluvial" not in mine
        assert editor.get(TO_REFRESH, {"par": "x"}).status_code == 400
        index = editor.get("/admin/snippets/newsletter/indicator/")
        assert TO_REFRESH in links(index)
        assert "1er juin 2021 (passé)" in text(index)

    @pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau", "Feuille de route", "Diffusion"])
    def test_others_are_refused(self, role):
        assert is_refused(signed_in(builders.account(role)), TO_REFRESH)


class TestReprinting:
    def read(self, issue):
        editor = signed_in(builders.account("Rédaction"))
        return text(editor.get(reverse("newsletter_readiness", args=[issue.pk])))

    def with_figure(self, value):
        figures = ("key_figures", {"title": "Les chiffres", "figures": [value.pk]})
        issue = contents.sound_issue()
        issue.territory = raw(
            [*((block.block_type, block.get_prep_value()["value"]) for block in issue.territory), figures]
        )
        issue.save()
        return issue

    def test_an_old_value_is_told_with_the_newer_one(self):
        indicator = jobs(2021, 2023)
        old, new = indicator.values.order_by("as_of")

        words = self.read(self.with_figure(old))

        assert "Le chiffre « + 2100 » (Emplois créés sur le Pôle, juin 2021) est ancien" in words
        assert "une valeur plus récente est connue, « + 2300 » (juin 2023)" in words
        assert "est ancien" not in self.read(self.with_figure(new))

    def test_a_value_that_should_have_been_refreshed_is_told(self):
        indicator = jobs(2021, refresh_every=12)

        assert "il est à actualiser depuis le 1er juin 2022" in self.read(self.with_figure(indicator.values.get()))


class TestNextValue:
    """« Nouvelle valeur »: its number and its day; the rest is there already."""

    SAID = {"number": "2 700,5", "display": "+ 2 700", "as_of": "01/06/2027", "caption": "Légende", "source": "INSEE"}

    def address(self, indicator):
        return reverse("figure_next_value", args=[indicator.pk])

    def test_it_takes_over_what_was_said_of_the_last_one_and_is_online_at_once(self, client):
        indicator = jobs(2025, 2026)
        last = indicator.latest
        desk = signed_in(builders.account("Rédaction"))

        held = {field.get("name"): field.get("value") for field in elements(desk.get(self.address(indicator)), "input")}
        assert (held["caption"], held["source"]) == (last.caption, last.source)
        assert self.address(indicator) in links(desk.get(reverse(Indicator.snippet_viewset.get_url_name("list"))))

        answer = desk.post(self.address(indicator), self.SAID)

        assert answer.status_code == 302
        assert indicator.values.get(as_of=datetime.date(2027, 6, 1)).number == Decimal("2700.5")
        assert indicator.values.count() == 3
        assert "+ 2 700" in text(client.get(indicator.get_absolute_url())).replace("\u00a0", " ")

    @pytest.mark.parametrize(
        "wrong", [{"as_of": "01/06/2026"}, {"number": "beaucoup"}, {"source": ""}, {"as_of": "\0"}, {"number": "1e99"}]
    )
    def test_what_is_wrong_is_told_and_loses_nothing(self, wrong):
        indicator = jobs(2026)

        answer = signed_in(builders.account("Rédaction")).post(self.address(indicator), {**self.SAID, **wrong})

        assert answer.status_code == 400
        assert "Légende" in answer.content.decode()
        assert indicator.values.count() == 1

    def test_who_keeps_no_figures_is_refused(self):
        assert is_refused(signed_in(builders.account("Label")), self.address(jobs(2026)))
