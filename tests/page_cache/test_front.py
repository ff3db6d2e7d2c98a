"""What strangers get from the cache before the site, and what they never get from it."""

import brotli
import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from pma_site.page_cache.stamps import the_stamp
from tests import builders
from tests.page_cache.strangers import Stranger, committed, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.followed]


@pytest.fixture
def stranger(settings, tmp_path):
    switched_on(settings, tmp_path)
    yield Stranger()
    the_stamp.cache_clear()


@pytest.fixture
def page(stranger):
    with committed():
        return builders.standard_page(title="Le canal", slug="canal")


def test_a_page_is_made_once(stranger, page):
    first = stranger.ask(page.url)
    second = stranger.ask(page.url)

    assert (first.status, second.status, stranger.made) == (200, 200, 1)
    assert first.body == second.body
    assert "Le canal" in first.text


def test_it_says_how_long_it_may_be_kept_and_what_it_is(stranger, page):
    got = stranger.ask(page.url)

    assert got.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert got.headers["vary"] == "Accept-Encoding"
    assert got.headers["etag"].startswith('"')
    assert int(got.headers["content-length"]) == len(got.body)
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert len(got.headers) == len(got.many)


def test_who_has_it_gets_nothing_more(stranger, page):
    etag = stranger.ask(page.url, HTTP_ACCEPT_ENCODING="gzip").headers["etag"]

    for known in (etag, f'"other", W/{etag}', "*"):
        again = stranger.ask(page.url, HTTP_IF_NONE_MATCH=known)
        assert (again.status, again.body) == (304, b"")
        assert "content-length" not in again.headers
        assert again.headers["vary"] == "Accept-Encoding"
    assert stranger.ask(page.url, HTTP_IF_NONE_MATCH='"other"').status == 200
    assert stranger.made == 1


def test_the_date_of_a_page_is_told_once_its_second_is_over(stranger, page):
    # A clock that stands at the publication, which the file's own date tells: the visit may come a whole second later.
    with time_machine.travel(the_stamp().changed_at(), tick=False) as clock:
        assert "last-modified" not in stranger.ask(page.url).headers

        clock.shift(120)
        dated = stranger.ask("/communes/").headers["last-modified"]
        assert stranger.ask("/communes/", HTTP_IF_MODIFIED_SINCE=dated).status == 304
        assert stranger.ask("/communes/", HTTP_IF_MODIFIED_SINCE="Sat, 01 Jan 2022 00:00:00 GMT").status == 200


def test_each_client_gets_the_smallest_writing_that_it_reads(stranger, page):
    plain = stranger.ask(page.url)
    gzipped = stranger.ask(page.url, HTTP_ACCEPT_ENCODING="gzip, br;q=0")
    for _ in range(200):
        pressed = stranger.ask(page.url, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
        if pressed.headers["content-encoding"] == "br":
            break
        with stranger.application._guard:
            pass

    assert "content-encoding" not in plain.headers
    assert gzipped.headers["content-encoding"] == "gzip"
    assert len(gzipped.body) < len(plain.body) / 2
    assert len({plain.headers["etag"], gzipped.headers["etag"]}) == 2
    if pressed.headers["content-encoding"] == "br":
        assert brotli.decompress(pressed.body) == plain.body


def test_the_smallest_writing_of_a_search_is_made_once_it_is_asked_again(stranger, monkeypatch):
    pressed = []
    monkeypatch.setattr(stranger.application._press, "press", lambda body, done: pressed.append(body))
    address = "/recherche/?q=un+mot+rare"

    stranger.ask(address, HTTP_ACCEPT_ENCODING="br")
    assert not pressed
    for _ in range(3):
        stranger.ask(address, HTTP_ACCEPT_ENCODING="br")
    assert len(pressed) == 1


def test_a_head_has_the_headers_and_no_body(stranger, page):
    whole, head = stranger.ask(page.url), stranger.ask(page.url, method="HEAD")

    assert head.body == b""
    assert head.headers == whole.headers
    assert stranger.made == 1


@pytest.mark.parametrize(
    "who",
    [
        {"HTTP_COOKIE": "a=1; sessionid=abc"},
        {"HTTP_COOKIE": "csrftoken=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_who_may_get_a_page_of_their_own_neither_reads_nor_writes(stranger, page, who):
    assert not stranger.is_kept(page.url, **who)
    before = stranger.made
    stranger.ask(page.url)
    assert stranger.made == before + 1


def test_a_cookie_that_the_site_does_not_know_changes_nothing(stranger, page):
    assert stranger.is_kept(page.url, HTTP_COOKIE="_ga=1; other_sessionid=2")


def test_parameters_that_no_page_reads_make_no_other_page(stranger, page):
    stranger.ask(f"{page.url}?utm_source=x&q=Zirconium")
    before = stranger.made
    again = stranger.ask(f"{page.url}?utm_source=y")

    assert "Zirconium" not in again.text
    assert stranger.ask(f"{page.url}?fbclid=2").body == stranger.ask(page.url).body
    assert stranger.made <= before + 1


def test_parameters_that_a_page_reads_are_told_apart(stranger, page):
    stranger.ask("/recherche/?q=canal")
    found = stranger.ask("/recherche/?utm=Zirconium&q=canal")
    other = stranger.ask("/recherche/?q=autre")
    before = stranger.made

    assert "Zirconium" not in found.text
    assert stranger.ask("/recherche/?q=canal").body == found.body != other.body
    assert stranger.ask("/recherche/?page=&q=autre&x=1").status == 200
    assert stranger.made <= before + 1


@pytest.mark.parametrize(
    "address",
    ["/abonnement/", "/proposer-un-evenement/", "/n-existe-pas/", "/admin/login/", "/recherche/?q=%ff", "/communes?x"],
)
def test_forms_and_what_is_not_there_are_not_kept(stranger, address):
    assert not stranger.is_kept(address)


@pytest.mark.parametrize(
    "asked",
    [
        {"CONTENT_TYPE": "text/plain; charset=latin-1"},
        {"CONTENT_TYPE": "text/plain; charset*=bogus''%41"},
        {"CONTENT_TYPE": "multipart/form-data", "CONTENT_LENGTH": "99999999"},
        {"HTTP_ACCEPT": "nothing"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_X_FORWARDED_HOST": "?", "HTTP_ORIGIN": "null", "HTTP_EXPECT": "?"},
    ],
)
def test_no_request_keeps_a_page_out_of_the_cache(stranger, page, asked):
    stranger.ask(page.url, **asked)

    assert stranger.ask(page.url).status == 200
    assert stranger.is_kept(page.url)


def test_the_fault_of_one_request_says_nothing_of_the_next(stranger, page, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.page_cache.strangers.refusing"]
    other = Stranger()
    assert other.ask(page.url, HTTP_X_TOO_MUCH="1").status == 413

    assert other.is_kept(page.url)


def test_a_page_behind_a_password_is_not_kept(stranger, page):
    stranger.ask(page.url)
    with committed():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret")

    got = stranger.ask(page.url)

    assert "Le canal" not in got.text
    assert not stranger.is_kept(page.url)


def test_a_page_for_a_group_is_not_kept(stranger, page):
    stranger.ask(page.url)
    with committed():
        closed = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        closed.groups.add(Group.objects.first())

    assert stranger.ask(page.url).status == 302
    assert not stranger.is_kept(page.url)


def publish(page):
    page.title = "Le canal rouvert"
    page.save_revision().publish()


CHANGES = {
    "publication": publish,
    "withdrawal": lambda page: page.unpublish(),
    "deletion": lambda page: page.delete(),
    "redirection": lambda page: Redirect.objects.create(old_path="/ailleurs", redirect_page=page),
    "a row behind the signals": lambda page: type(page).objects.filter(pk=page.pk).update(title="Autre"),
    "many rows at once": lambda page: type(builders.commune()).objects.bulk_update(
        [builders.commune(name="Bully")], ["name"]
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_request_sees_every_change(stranger, page, change):
    assert stranger.is_kept(page.url)
    before = stranger.made

    with committed():
        CHANGES[change](page)

    stranger.ask(page.url)
    assert stranger.made == before + 1


def test_a_draft_and_what_is_not_public_change_nothing(stranger, page):
    account = builders.administrator()
    assert stranger.is_kept(page.url)
    before = stranger.made

    with committed():
        page.title = "Brouillon"
        page.save_revision(user=account)
        account.last_login = timezone.now()
        account.save()

    stranger.ask(page.url)
    assert stranger.made == before


def test_what_is_published_while_a_page_is_made_leaves_it_outdated(stranger, page, monkeypatch):
    def slow(environ, start_response, site=stranger.application.application):
        answer = site(environ, start_response)
        the_stamp().bump()
        return answer

    monkeypatch.setattr(stranger.application, "application", slow)
    assert not stranger.is_kept(page.url)


def test_a_page_ends_at_the_next_instant_that_changes_something(stranger, page):
    now = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        with committed():
            builders.call(closes_at=now + timezone.timedelta(seconds=20), opens_at=now - timezone.timedelta(days=1))
        stranger.ask(page.url)
        clock.shift(19)
        stranger.ask(page.url)
        assert stranger.made == 1
        clock.shift(1)
        stranger.ask(page.url)
        assert stranger.made == 2


def test_without_its_mark_nothing_is_kept(stranger, page):
    stranger.ask(page.url)
    the_stamp().path.unlink()

    assert not stranger.is_kept(page.url)


def test_so_many_bytes_are_kept_and_no_more(stranger, page):
    shelf = stranger.application.shelves[True]
    shelf.most = 200_000
    stranger.ask("/recherche/?q=a")
    for number in range(30):
        stranger.ask(f"/recherche/?q=mot{number}")

    assert 0 < shelf.size <= 200_000
    # Those who try words do not put out the pages.
    stranger.ask(page.url)
    assert stranger.is_kept(page.url)
