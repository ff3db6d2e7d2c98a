"""The state that is declared, computed from the audits: the same on its page and at home."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pma_site.core.memory import forget
from pma_site.home.models import AccessibilityAudit, InaccessibleContent
from tests import builders
from tests.home.accessibility.statement import STATEMENT, at, declared, mention
from tests.reading import links, text

pytestmark = pytest.mark.django_db
OFFICIAL_PARTS = [
    "État de conformité",
    "Résultats des tests",
    "Contenus non accessibles",
    "Établissement de cette déclaration d’accessibilité",
    "Retour d’information et contact",
    "Voies de recours",
]
# Met, not met, not applicable; the state; the rate as it is shown.
COUNTS = [
    ((0, 106, 0), "non conforme", "0 %"),
    ((52, 53, 1), "non conforme", "49,5 %"),
    ((53, 53, 0), "partiellement conforme", "50 %"),
    ((1, 1, 104), "partiellement conforme", "50 %"),
    ((105, 1, 0), "partiellement conforme", "99,1 %"),
    ((106, 0, 0), "totalement conforme", "100 %"),
    ((1, 0, 105), "totalement conforme", "100 %"),
]


def test_without_an_audit_the_site_is_not_conformant(client):
    assert declared(client) == "non conforme"
    assert "il n’existe aucun résultat d’audit en cours de validité" in text(client.get(STATEMENT))


@pytest.mark.parametrize("audited", [False, True])
def test_the_statement_follows_the_official_model(client, audited):
    if audited:
        builders.accessibility_audit()
    shown = text(client.get(STATEMENT).content.decode().partition("<main")[2])

    places = [shown.index(title) for title in OFFICIAL_PARTS]
    assert places == sorted(places)
    assert "https://formulaire.defenseurdesdroits.fr/" in links(client.get(STATEMENT))


@pytest.mark.parametrize(("counts", "state", "rate"), COUNTS)
def test_the_state_follows_from_the_count_of_criteria(client, counts, state, rate):
    passed, failed, not_applicable = counts
    builders.accessibility_audit(passed=passed, failed=failed, not_applicable=not_applicable)

    assert declared(client) == state
    assert f"{rate} des critères du RGAA" in text(client.get(STATEMENT))


def test_an_audit_holds_three_years_and_not_a_day_more(client):
    with at(2023, 6, 1):
        builders.accessibility_audit()
        assert declared(client) == "partiellement conforme"
    with at(2026, 6, 1):
        assert declared(client) == "partiellement conforme"
    with at(2026, 6, 2):
        assert declared(client) == "non conforme"
        assert "Atelier Accès" not in text(client.get(STATEMENT))


@pytest.mark.parametrize(
    ("audited_on", "last_day"),
    [
        ((2024, 2, 28), (2027, 2, 28)),
        ((2024, 2, 29), (2027, 2, 28)),
        ((2024, 3, 1), (2027, 3, 1)),
        ((2025, 2, 28), (2028, 2, 28)),
        ((2025, 3, 1), (2028, 3, 1)),
    ],
)
def test_three_years_are_reckoned_across_leap_days(audited_on, last_day):
    audited_on, last_day = datetime.date(*audited_on), datetime.date(*last_day)
    audit = builders.accessibility_audit(audited_on=audited_on)
    around = [audited_on - datetime.timedelta(1), audited_on, last_day, last_day + datetime.timedelta(1)]

    assert [AccessibilityAudit.objects.in_force(day).exists() for day in around] == [False, True, True, False]
    assert audit.last_day == last_day


def test_the_latest_audit_counts_even_if_it_is_worse(client):
    today = timezone.localdate()
    builders.accessibility_audit(passed=80, failed=0)
    builders.accessibility_audit(passed=60, failed=20, audited_on=today - datetime.timedelta(days=30))
    assert declared(client) == "totalement conforme"

    builders.accessibility_audit(passed=20, failed=60)
    assert declared(client) == "non conforme"


def test_the_statement_says_what_the_audit_found_and_how(client):
    with at(2026, 5, 4):
        audit = builders.accessibility_audit(
            average_rate="81.50", environments="Firefox et NVDA\r\nSafari et VoiceOver"
        )
        audit.contents.add(
            InaccessibleContent(
                obstacle="derogation",
                description="Les numéros parus avant 2021",
                justification="Leur reprise coûterait plus que la lettre.",
                alternative="sur demande",
            )
        )
        audit.save()
        page = client.get(STATEMENT)

    shown = text(page)
    for words in (
        "réalisé par Atelier Accès, achevé le 4 mai 2026",
        "75 % des critères du RGAA qui concernent le site sont respectés, soit 60 sur 80",
        "s’élève à 81,5 %",
        "26 des 106 critères ne concernent aucune des pages vérifiées",
        "Non-conformités Le plan de l’ancien numéro n’a pas de titres.",
        "Dérogations pour charge disproportionnée Les numéros parus avant 2021 "
        "Justification : Leur reprise coûterait plus que la lettre. Solution de remplacement : sur demande",
        "Contenus non soumis à l’obligation d’accessibilité Aucun contenu n’est dans ce cas.",
        "établie le 4 mai 2026",
        "Firefox et NVDA",
        "Safari et VoiceOver",
    ):
        assert words in shown, words
    assert "mise à jour le" not in shown


def test_a_later_change_is_dated(client):
    with at(2026, 5, 4):
        audit = builders.accessibility_audit()
    with at(2026, 5, 5):
        audit.save()
        assert "établie le 4 mai 2026. Elle a été mise à jour le 5 mai 2026." in text(client.get(STATEMENT))


def test_only_the_two_pages_that_say_it_ask_for_the_state(client):
    builders.accessibility_audit()
    page = builders.standard_page()
    addresses = {"/": 1, STATEMENT: 1, page.url: 0, "/agenda/": 0, "/recherche/": 0, "/accessibilite/rien/": 0}
    counted = {}
    for address in addresses:
        # What one page has read, another need not ask.
        forget(connection)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        counted[address] = sum("home_accessibilityaudit" in query["sql"] for query in captured.captured_queries)
        assert bool(mention(response)) == bool(addresses[address]), address

    assert counted == addresses
