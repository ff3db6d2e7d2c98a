"""The candidates of all years, narrowed down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import CandidateCommune, CandidateHolder
from tests import builders
from tests.reading import links, text

pytestmark = pytest.mark.django_db
LIST = "/label-euralens/candidats/"


class TestArchive:
    @pytest.fixture
    def jardin(self):
        old = builders.edition(
            year=2022, slug="2022", title="Édition 2022", results_at=timezone.now() - timedelta(days=90)
        )
        jardin = builders.candidate(
            old, title="Jardin", subject="Des potagers partagés", result=builders.label_result(old)
        )
        jardin.holders = [CandidateHolder(organisation=builders.organisation("Les Cousalis"))]
        jardin.communes = [CandidateCommune(commune=builders.commune("Avion", insee_code="62065"))]
        jardin.save_revision().publish()
        builders.candidate(
            builders.edition(year=2023, slug="2023", title="Édition 2023"), title="Lavoir", subject="Une chaufferie"
        )
        return jardin

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("", ["Lavoir", "Jardin"]),
            ("?edition=2022", ["Jardin"]),
            ("?resultat=Lauréat", ["Jardin"]),
            ("?commune=62065", ["Jardin"]),
            ("?objet=potager", ["Jardin"]),
            ("?objet=CHAUFFERIES", ["Lavoir"]),
            ("?objet=cousalis+avion", ["Jardin"]),
            ("?objet=otager", []),
            ("?edition=2023&resultat=Lauréat", []),
        ],
    )
    def test_candidates_of_all_years_are_narrowed_down(self, client, jardin, query, titles):
        page = client.get(LIST + query)

        cards = [link for link in links(page) if link and link.startswith("/label-euralens/20")]
        assert page.status_code == 200
        assert sorted({"Jardin": jardin.url}.get(title, title) for title in titles) == sorted(
            link if link == jardin.url else "Lavoir" for link in cards
        )

    @pytest.mark.parametrize(
        "query", ["?edition=1999", "?commune=%00", "?resultat=x", "?edition=²", f"?objet={'a' * 200}"]
    )
    def test_what_is_no_choice_is_told(self, client, jardin, query):
        page = client.get(LIST + query)

        assert page.status_code == 400
        assert "Ce choix n’existe pas" in text(page) or "trop longue" in text(page)

    def test_editions_tell_how_many_laureates_they_had_once_it_is_known(self, client, jardin):
        later = builders.edition(year=2024, title="Édition 2024", results_at=timezone.now() + timedelta(days=1))
        builders.candidate(later, result=builders.label_result(later))

        shown = text(client.get("/label-euralens/"))

        assert "Édition 2022 1 candidat, 1 lauréat" in shown
        assert "Édition 2024 1 candidat 2023" in shown

    def test_it_costs_the_same_whatever_its_size(self, client, jardin, django_assert_max_num_queries):
        edition = builders.edition(year=2021, results_at=timezone.now() - timedelta(days=900))
        result = builders.label_result(edition)
        for _ in range(30):
            builders.candidate(edition, result=result)

        with django_assert_max_num_queries(10) as asked:
            client.get(LIST)
        assert len({query["sql"] for query in asked}) == len(asked)
        with django_assert_max_num_queries(10):
            client.get(edition.url)
