"""The accessibility statement: computed from the audits kept in the admin, the same on its page and at home."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from pma_site.core.memory import forget
from pma_site.core.models import SiteSettings
from pma_site.home.models import AccessibilityAudit, HomePage, InaccessibleContent, StandardPage
from tests import builders
from tests.back_office import is_refused, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import links, text

pytestmark = pytest.mark.django_db

STATEMENT = "/accessibilite/"
ADD = "/admin/snippets/home/accessibilityaudit/add/"
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


def at(*day):
    """The clock in Lens at noon of a day."""
    return time_machine.travel(local(*day, 12).astimezone(datetime.UTC), tick=False)


def mention(page):
    """What a page says next to « Accessibilité : »; "" where it says nothing."""
    shown = text(page)
    return (
        shown.partition("Accessibilité : ")[2].partition("conforme")[0] + "conforme"
        if "Accessibilité : " in shown
        else ""
    )


def declared(client):
    """The state that the statement and the home page give, the same."""
    statement, home = client.get(STATEMENT), client.get("/")
    state = text(statement).partition("Le site de La Lettre aux maires est ")[2].partition(" avec le référentiel")[0]
    assert mention(home) == mention(statement) == state
    assert STATEMENT in links(home)
    return state


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


def filled_in(**fields):
    """What the browser posts of a new audit of 60 criteria met and 20 not, with one fault and one page."""
    lists = {
        "contents": {"obstacle": "non_conformite", "description": "Une carte.", "justification": "", "alternative": ""},
        "pages": {"title": "Accueil", "address": "/"},
    }
    data = {
        "audited_on": timezone.localdate().strftime("%d/%m/%Y"),
        "declared_on": timezone.localdate().strftime("%d/%m/%Y"),
        "auditor": "Atelier Accès",
        "standard": "4.1.2",
        "passed": 60,
        "failed": 20,
        "not_applicable": 26,
        "average_rate": "",
        "technologies": "HTML",
        "environments": "Firefox et NVDA",
        "tools": "Inspecteur de code",
    }
    for name, row in lists.items():
        data |= {
            f"{name}-TOTAL_FORMS": 1,
            f"{name}-INITIAL_FORMS": 0,
            f"{name}-MIN_NUM_FORMS": 0,
            f"{name}-MAX_NUM_FORMS": 1000,
            **{f"{name}-0-{field}": value for field, value in row.items()},
            f"{name}-0-id": "",
            f"{name}-0-ORDER": 1,
            f"{name}-0-DELETE": "",
        }
    return {**data, **fields}


@pytest.mark.parametrize("role", ["Rédaction", "Direction de publication"])
def test_who_keeps_the_audits_changes_what_the_site_declares(client, role):
    signed_in(builders.account(role)).post(ADD, filled_in())

    assert declared(client) == "partiellement conforme"


@pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau"])
def test_nobody_else_enters_one(client, role):
    assert is_refused(signed_in(builders.account(role)), ADD, filled_in())
    assert declared(client) == "non conforme"


def tomorrow():
    return (timezone.localdate() + datetime.timedelta(days=1)).strftime("%d/%m/%Y")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (lambda: {"audited_on": tomorrow()}, "Cette date est dans le futur"),
        (lambda: {"declared_on": tomorrow()}, "Cette date est dans le futur"),
        (lambda: {"declared_on": "01/01/2020"}, "La déclaration ne peut pas précéder l’audit"),
        (lambda: {"not_applicable": 25}, "font 105 : le RGAA 4.1.2 compte 106 critères"),
        (lambda: {"passed": 0, "failed": 0, "not_applicable": 106}, "Un critère au moins s’applique"),
        (lambda: {"passed": -1, "failed": 81}, "supérieure ou égale à 0"),
        (lambda: {"average_rate": "100.5"}, "inférieure ou égale à 100"),
        (lambda: {"contents-0-DELETE": "on"}, "Décrivez plus bas au moins une non-conformité"),
        (lambda: {"passed": 80, "failed": 0}, "un critère au moins n’est pas respecté"),
        (lambda: {"contents-0-obstacle": "derogation"}, "Une dérogation doit être expliquée et motivée"),
        (lambda: {"pages-0-address": "javascript:alert(1)"}, "Une adresse commence par « / »"),
        (lambda: {"pages-0-DELETE": "on"}, "au moins 1"),
        (lambda: {"tools": ""}, "Champ requis"),
    ],
)
def test_what_does_not_hold_is_refused_in_french(fields, message):
    response = signed_in(builders.account("Rédaction")).post(ADD, filled_in(**fields()))

    assert message in text(response)
    assert not AccessibilityAudit.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"passed": 61},
        {"passed": 0, "failed": 0, "not_applicable": 106},
        {"average_rate": "100.01"},
        {"declared_on": datetime.date(2000, 1, 1)},
    ],
)
def test_the_database_holds_the_count_by_itself(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.accessibility_audit(**fields)


def test_the_list_of_audits_shows_what_each_allows():
    with at(2026, 5, 4):
        builders.accessibility_audit()
        shown = text(signed_in(builders.account("Rédaction")).get("/admin/snippets/home/accessibilityaudit/"))

    assert "75 % Partiellement conforme 4 mai 2029" in shown


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


def test_a_draft_is_read_with_the_statement_as_it_stands():
    builders.accessibility_audit()
    page = StandardPage.objects.get(slug="accessibilite")
    page.save_revision()
    editor = signed_in(builders.account("Rédaction"))

    shown = text(editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))

    assert "partiellement conforme avec le référentiel" in shown


def test_an_editor_writes_around_the_statement(client):
    page = StandardPage.objects.get(slug="accessibilite")
    body = {
        "body-count": "2",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Notre schéma pluriannuel",
        "body-1-deleted": "",
        "body-1-order": "1",
        "body-1-type": "accessibility_statement",
        "body-1-id": "",
    }

    save(signed_in(builders.account("Direction de publication")), page, action="publish", **body)

    shown = text(client.get(STATEMENT))
    assert "Notre schéma pluriannuel" in shown
    assert declared(client) == "non conforme"


def test_the_statement_is_found_by_its_words(client, django_capture_on_commit_callbacks):
    page = StandardPage.objects.get(slug="accessibilite")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert STATEMENT in links(client.get("/recherche/", {"q": "défenseur des droits"}))


@pytest.mark.parametrize("name", ["accessibility_statement", "publisher"])
def test_the_computed_blocks_are_offered_on_standard_pages_only_and_previewed(name):
    block = StandardPage._meta.get_field("body").stream_block.child_blocks[name]
    client = signed_in(builders.account("Rédaction"))

    preview = client.get("/admin/block-preview/", {"id": block.definition_prefix})

    assert preview.status_code == 200
    assert "Pôle Métropolitain de l’Artois" in text(preview)


def test_the_legal_notice_gives_the_host_of_the_settings(client):
    page = builders.standard_page()
    page.body = raw([("publisher", None)])
    page.save()
    assert "sert à la démonstration" in text(client.get(page.url))

    SiteSettings.objects.create(
        site=HomePage.objects.get().get_site(),
        host="Hébergement du Nord\n1 rue du Canal, 59000 Lille",
        contact_phone="03 21 00 00 00",
    )

    shown = text(client.get(page.url))
    assert "Hébergement du Nord" in shown
    assert "1 rue du Canal, 59000 Lille" in shown
    assert "Téléphone : 03 21 00 00 00" in shown
    assert "démonstration" not in shown


@pytest.mark.django_db(transaction=True)
def test_the_migrations_put_the_statement_on_its_page_but_never_over_what_somebody_wrote(client):
    call_command("migrate", "home", "0006", verbosity=0)
    empty = "Voies de recours" not in text(client.get(STATEMENT))
    call_command("migrate", verbosity=0)
    put = declared(client)
    page = Page.objects.get(slug="accessibilite").specific
    page.body = raw([("heading", "Notre déclaration à nous")])
    page.save_revision().publish()
    call_command("migrate", "home", "0006", verbosity=0)
    call_command("migrate", verbosity=0)

    assert empty
    assert put == "non conforme"
    assert [block.value for block in StandardPage.objects.get(slug="accessibilite").body] == [
        "Notre déclaration à nous"
    ]
