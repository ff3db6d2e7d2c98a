"""The headers of every kind of address, as Mozilla's Observatory scores them, and what they must say besides."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client, TestCase, override_settings

from pma_site.core.models import SiteDocument
from pma_site.home import views
from tests import builders, contents
from tests.keeping import kept
from tests.observatory import judged

PUBLIC, ADMIN = 130, 80
PRODUCTION = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}
VIEWS = [
    *("/", "/lettres/", "/agenda/", "/communes/", "/recherche/?q=eau", "/plan-du-site/", "/appels/", "/chiffres-cles/"),
    *("/feuille-de-route/", "/label-euralens/", "/innov-in-artois/", "/abonnement/", "/proposer-un-evenement/"),
    *("/label-euralens/candidater/", "/agenda/agenda.ics", "/agenda/agenda.atom", "/agenda/agenda.json"),
    *("/agenda/agenda.csv", "/donnees/", "/donnees/label/", "/donnees/label.csv", "/donnees/communes.geojson"),
    *("/donnees/catalogue.jsonld", "/api/v2/pages/", "/flux/lettres.atom", "/sitemap.xml", "/robots.txt"),
    *("/favicon.ico", "/n-existe-pas/", "/media/n-existe-pas.jpg", "/%ED%A0%80/", "/static/images/favicon.png"),
    *("/static/css/index.css", "/static/js/components/count.js"),
]
ADMIN_VIEWS = ["/admin/", "/admin/acces/", "/admin/pages/", "/admin/images/", "/admin/reports/acces/", "/admin/rien/"]


def least_for(address: str) -> int:
    """The score that an address must have."""
    return ADMIN if address.startswith("/admin/") else PUBLIC


def _read(response):
    """Read a file to its end: one that is left open is told of in whichever test comes next."""
    if response.streaming:
        response.getvalue()
    # Closing the answer itself would close the database under the data that is kept.
    for close in response._resource_closers:
        close()
    return response


def answers() -> dict:
    """Ask for one address of every kind as on a host with HTTPS; return the answers by address."""
    with override_settings(**PRODUCTION), TestCase.captureOnCommitCallbacks(execute=True):
        pages = [contents.full_issue(1), contents.full_event(1), contents.full_member(1), builders.standard_page()]
        edition = contents.full_edition(1)
        pages += [edition, edition.get_children().first()]
        picture = builders.image()
        document = SiteDocument.objects.create(title="Note", file=ContentFile(b"%PDF-1.4", "note.pdf"))
    with override_settings(**PRODUCTION):
        visitor = Client(raise_request_exception=False, headers={"x-forwarded-proto": "https"})
        addresses = [*VIEWS, *(page.url for page in pages), f"{pages[0].url}courriel/", f"{pages[0].url}pdf/"]
        addresses += [builders.commune("Lens").get_absolute_url(), picture.file.url]
        found = {address: _read(visitor.get(address, secure=True)) for address in addresses}
        chief = Client(raise_request_exception=False)
        chief.force_login(builders.administrator())
        return found | {address: _read(chief.get(address, secure=True)) for address in [*ADMIN_VIEWS, document.url]}


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    with kept(answers, django_db_blocker) as asked:
        yield asked


def test_every_kind_of_public_address_scores_a_plus(found):
    scores = {address: judged(answer).score for address, answer in found.items() if not address.startswith("/admin/")}

    assert len(scores) >= 25
    assert {address: score for address, score in scores.items() if score < least_for(address)} == {}


def test_the_admin_scores_as_high_as_its_scripts_allow(found):
    scores = {address: judged(found[address]).score for address in ADMIN_VIEWS}

    assert {address: score for address, score in scores.items() if score < ADMIN} == {}


def test_the_page_that_tells_of_a_fault_has_them_too(monkeypatch, db):
    def fail(request):
        raise RuntimeError

    monkeypatch.setattr(views, "navigation_for", fail)
    with override_settings(**PRODUCTION):
        answer = Client(raise_request_exception=False).get("/plan-du-site/", secure=True)

    assert answer.status_code == 500
    assert judged(answer).score >= PUBLIC


def test_no_policy_lets_anything_run_that_is_not_a_file_of_ours(found):
    for address, answer in found.items():
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-eval" not in policy, address
        if not address.startswith("/admin/"):
            assert "unsafe" not in policy, address
            assert "default-src 'none'" in policy, address


def test_what_was_uploaded_is_saved_or_shown_without_an_origin(found):
    uploaded = {address: answer for address, answer in found.items() if address.startswith(("/media/", "/documents/"))}

    for address, answer in uploaded.items():
        assert answer.headers["Content-Security-Policy"].endswith("; sandbox"), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    documents = [answer for address, answer in uploaded.items() if address.startswith("/documents/")]
    assert [answer.headers["Content-Disposition"].split(";")[0] for answer in documents] == ["attachment"]


def test_the_rest_of_the_modern_headers(found):
    for address, answer in found.items():
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=()" in answer.headers["Permissions-Policy"], address
        assert answer.headers["Origin-Agent-Cluster"] == "?1", address


def test_pictures_of_the_letter_show_in_webmails_and_no_other_does(client, db):
    addressed = client.get(f"{settings.MEDIA_URL}images/x.jpg?courriel").headers["Cross-Origin-Resource-Policy"]
    other = client.get(f"{settings.MEDIA_URL}images/x.jpg").headers["Cross-Origin-Resource-Policy"]

    assert (addressed, other) == ("cross-origin", "same-origin")


@pytest.mark.django_db
def test_what_has_not_changed_keeps_the_headers_that_came_with_it(client):
    """A 304 takes the place of the headers that a browser holds (RFC 9111, § 4.3.4): it says no policy of its own."""
    builders.standard_page(title="Mentions", slug="mentions")
    tag = client.get("/mentions/")["ETag"]

    again = client.get("/mentions/", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert "Content-Security-Policy" not in again
