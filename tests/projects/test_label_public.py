"""What readers find of the label: its calendar, its method, its news, its certificates."""

from datetime import UTC, timedelta

import pypdfium2
import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from page import validate_pdf_bytes

from pma_site.core import pdf
from projects import certificates
from projects.models import CandidateHolder, CandidateNews, LabelIndexPage, LabelStep
from tests import builders
from tests.back_office import edit_address, filled_in, save, signed_in
from tests.builders import local
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


def seen(client, address, *moment):
    with time_machine.travel(local(*moment).astimezone(UTC), tick=False):
        return client.get(address)


class TestCalendar:
    @pytest.fixture
    def edition(self):
        edition = builders.edition(results_at=local(2026, 12, 10, 18, 30))
        edition.steps = [
            LabelStep(kind="ceremonie", name="Cérémonie", start="2026-12-17", end="2026-12-17"),
            LabelStep(kind="appel", name="Appel", start="2026-03-01", end="2026-05-31"),
            LabelStep(kind="comite", name="Comité technique", start="2026-10-06", end="2026-10-06"),
        ]
        edition.save()
        return edition

    def test_it_follows_the_dates_and_says_the_hour_of_the_announcement(self, client, edition):
        shown = text(seen(client, edition.url, 2026, 4, 1, 12))

        assert [shown.index(word) for word in ("Appel", "Comité technique", "Annonce des", "Cérémonie")] == sorted(
            shown.index(word) for word in ("Appel", "Comité technique", "Annonce des", "Cérémonie")
        )
        assert "Le 10 décembre 2026 à 18 h 30" in shown

    def test_today_is_in_a_step_or_between_two(self, client, edition):
        within = seen(client, edition.url, 2026, 4, 1, 12)
        between = text(seen(client, edition.url, 2026, 7, 1, 12))

        assert "En cours aujourd’hui, 1er avril 2026" in text(within)
        assert [
            step.get("aria-current") for step in elements(within, "li") if "step-bar__step" in step.get("class", "")
        ][0] == "step"
        assert "Aujourd’hui, 1er juillet 2026 Comité technique" in between

    @pytest.mark.parametrize(
        ("steps", "message"),
        [
            (
                [("appel", "2026-03-01", "2026-05-31"), ("comite", "2026-05-15", "2026-05-15")],
                "ces dates se contredisent",
            ),
            ([("ceremonie", "2026-11-01", "2026-11-01"), ("annonce", "2026-12-10", "2026-12-10")], "contredisent"),
            ([("instruction", "2026-02-01", ""), ("appel", "2026-03-01", "2026-05-31")], "contredisent"),
            ([("comite", "2026-12-11", "2026-12-11")], "Annonce des résultats"),
            ([("annonce", "2026-12-01", "2026-12-02")], "accordez les deux dates"),
            ([("annonce", "2026-12-10", ""), ("annonce", "2026-12-10", "")], "n’a qu’une annonce"),
            ([("comite", "2026-10-10", "2026-10-01")], "La fin de l’étape précède son début."),
        ],
    )
    def test_dates_that_contradict_each_other_are_refused(self, steps, message):
        client = signed_in(builders.account("Label"))
        address = reverse(
            "wagtailadmin_pages:add", args=["projects", "labeleditionpage", LabelIndexPage.objects.get().pk]
        )
        data = {"title": "2026", "slug": "2026", "year": "2026", "results_at": "2026-12-10 18:30"}
        data |= {"steps-TOTAL_FORMS": str(len(steps))}
        for place, (kind, start, end) in enumerate(steps):
            row = {"kind": kind, "name": kind.capitalize(), "start": start, "end": end, "id": "", "ORDER": place + 1}
            data |= {f"steps-{place}-{name}": value for name, value in {**row, "note": "", "DELETE": ""}.items()}

        with time_machine.travel(local(2026, 1, 5, 9).astimezone(UTC), tick=True):
            response = client.post(address, {**filled_in(client, address, **data), "action-publish": "1"})

        assert response.status_code == 200
        assert message in text(response)

    def test_the_call_that_is_online_gives_its_dates_and_contradicts_no_step(self, client, edition):
        call = builders.label_call(edition, opens_at=local(2026, 4, 1, 9), closes_at=local(2026, 6, 16))

        shown = text(seen(client, edition.url, 2026, 4, 1, 12))
        call.closes_at = local(2026, 10, 20)
        with pytest.raises(ValidationError) as refused:
            call.clean()
        manager = signed_in(builders.account("Label"))
        with time_machine.travel(local(2026, 1, 5, 9).astimezone(UTC), tick=True):
            response = save(manager, edition)

        assert "Appel Du 1er avril 2026 au 15 juin 2026" in shown
        assert "« Comité technique » (le 6 octobre 2026) vient après" in str(refused.value).replace(
            "\u00a0", " "
        ).replace("\\xa0", " ")
        assert "laissez ces dates vides" in text(response)

    def test_a_calendar_in_order_is_accepted(self, edition):
        client = signed_in(builders.account("Label"))

        with time_machine.travel(local(2026, 1, 5, 9).astimezone(UTC), tick=True):
            response = save(client, edition, action="publish", title="Édition en ordre")

        assert response.status_code == 302


class TestMethod:
    def test_it_says_how_and_by_whom_and_no_name(self, client):
        edition = builders.edition(year=2023, method="<p>Trois critères.</p>")
        step = LabelStep.objects.create(edition=edition, kind="comite", name="C", start="2023-10-12", end="2023-10-12")
        member = builders.reviewer(first_name="Nadia", last_name="Secrète")
        builders.committee(
            edition, [member], name="Comité des jeunesses", composition="Des lycéens", mission="L’avenir", step=step
        )

        shown = text(client.get("/label-euralens/2023/methode/"))

        for words in ("Trois critères.", "Comité des jeunesses Le 12 octobre 2023 L’avenir Y siègent : Des lycéens"):
            assert words in shown
        assert "Secrète" not in shown
        assert "/label-euralens/2023/methode/" in links(client.get(edition.url))

    def test_there_is_none_without_a_word_of_it(self, client):
        edition = builders.edition(year=2023)

        assert client.get("/label-euralens/2023/methode/").status_code == 404
        assert "/label-euralens/2023/methode/" not in links(client.get(edition.url))
        edition.method = "<p>Oui</p>"
        edition.live = False
        edition.save()
        assert client.get("/label-euralens/2023/methode/").status_code == 404
        assert client.get("/label-euralens/999999999999999999/methode/").status_code == 404


class TestNews:
    def test_it_is_told_in_three_clicks(self, client):
        laureate = builders.laureate(title="La serre")
        manager = signed_in(builders.account("Label"))

        address = reverse("label_news", args=[laureate.pk])
        on_the_page = address in manager.get(edit_address(laureate)).content.decode()
        told = {"date": "2026-01-05", "sentence": "La serre a ouvert.", "link": "https://serre.example/ouverture"}
        answer = manager.post(address, told)

        assert on_the_page
        assert answer.status_code == 302
        for page in (laureate.url, "/label-euralens/"):
            shown = client.get(page)
            assert "La serre a ouvert." in text(shown)
            assert "https://serre.example/ouverture" in links(shown)
        manager.post(reverse("label_news_remove", args=[CandidateNews.objects.get().pk]))
        assert "a ouvert" not in text(client.get(laureate.url))

    def test_it_is_put_right(self, client):
        news = builders.candidate_news(sentence="La sere a ouvert.")
        manager = signed_in(builders.account("Label"))

        manager.post(
            reverse("label_news_change", args=[news.pk]), {"date": "2026-01-05", "sentence": "La serre a ouvert."}
        )

        assert CandidateNews.objects.get().sentence == "La serre a ouvert."

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"date": "2999-01-01"}, "choisissez une date passée"),
            ({"date": "hier"}, "Écrivez une date."),
            ({"sentence": ""}, "Écrivez la nouvelle"),
            ({"link": "javascript:alert(1)"}, "Collez une adresse entière"),
        ],
    )
    def test_what_is_wrong_is_told(self, said, message):
        laureate = builders.laureate()
        data = {"date": "2026-01-05", "sentence": "La serre a ouvert.", **said}

        answer = signed_in(builders.account("Label")).post(reverse("label_news", args=[laureate.pk]), data)

        assert answer.status_code == 400
        assert message in text(answer)
        assert not CandidateNews.objects.exists()

    def test_only_laureates_who_are_known_have_news(self, client):
        edition = builders.edition(results_at=timezone.now() + timedelta(days=1))
        candidate = builders.candidate(edition, result=builders.label_result(edition))
        manager, address = signed_in(builders.account("Label")), reverse("label_news", args=[candidate.pk])

        answer = manager.post(address, {"date": "2026-01-05", "sentence": "La serre a ouvert."})

        assert answer.status_code == 400
        assert address not in manager.get(edit_address(candidate)).content.decode()
        builders.candidate_news(candidate)
        assert "a ouvert" not in text(client.get(candidate.url)) + text(client.get("/label-euralens/"))


class TestCertificate:
    @pytest.fixture
    def laureate(self):
        edition = builders.edition(year=2023, results_at=local(2024, 1, 18, 19))
        laureate = builders.candidate(edition, title="La serre", result=builders.label_result(edition), slug="serre")
        laureate.holders = [CandidateHolder(organisation=builders.organisation("Les Cousalis"))]
        laureate.save_revision().publish()
        return laureate

    def address(self, laureate):
        return certificates.address(laureate).removeprefix(settings.WAGTAILADMIN_BASE_URL)

    def test_holders_find_it_behind_their_link(self, client, laureate):
        address = self.address(laureate)
        page = client.get(address)
        if pdf.missing_library():
            pytest.skip("Pango is not there")

        made = client.get(f"{address}attestation.pdf")

        assert "La serre a reçu le Label Euralens 2023 : Lauréat" in text(page)
        assert page.headers["Cache-Control"] == made.headers["Cache-Control"] == "no-store, private"
        assert made.headers["Content-Disposition"] == 'attachment; filename="attestation-label-euralens-2023-serre.pdf"'
        assert [failure.message for failure in validate_pdf_bytes(made.content, profile="ua1").failures] == []
        with pypdfium2.PdfDocument(made.content) as document:
            [said] = [page.get_textpage().get_text_bounded() for page in document]
        for words in ("Label Euralens 2023", "La serre", "Les Cousalis", "Lauréat", "18 janvier 2024"):
            assert words in said

    def test_nobody_has_one_before_the_announcement(self, client, laureate):
        address = self.address(laureate)

        for page in (address, f"{address}attestation.pdf"):
            assert seen(client, page, 2024, 1, 18, 18, 59).status_code == 404

    def test_a_link_of_another_is_not_guessed(self, client, laureate):
        other = builders.laureate()
        forged = self.address(laureate).replace(str(laureate.pk), str(other.pk), 1)

        assert client.get(forged).status_code == 404
        assert client.get("/label-euralens/attestation/1/attestation.pdf").status_code == 404

    def test_who_did_not_obtain_the_label_has_none(self, client, laureate):
        address = self.address(laureate)
        laureate.result.is_award = False
        laureate.result.save()

        assert client.get(address).status_code == 404

    def test_who_runs_the_label_copies_the_link(self, laureate):
        manager = signed_in(builders.account("Label"))

        page = manager.get(reverse("label_certificate", args=[laureate.pk])).content.decode()

        assert certificates.address(laureate) in page


class TestHome:
    """The label on the home page, whose latest edition may have nobody to show yet."""

    def test_a_call_that_opens_is_told_of_before_there_are_candidates(self, client):
        edition = builders.edition(title="Label Euralens 2026", year=2026)
        builders.label_call(edition)

        home = client.get("/")

        assert "Label Euralens 2026 Toute l’édition L’appel à candidatures 2026 est ouvert jusqu’au" in text(home)
        assert reverse("applying:begin") in links(home)

    def test_an_edition_without_call_nor_candidates_says_so(self, client):
        edition = builders.edition()

        assert "Les projets candidats ne sont pas encore publiés." in text(client.get("/"))
        builders.candidate(edition, title="Les Cousalis")
        assert "Les projets candidats ne sont pas encore publiés." not in text(client.get("/"))
