"""What an answer gets on its way out. « ~ » is a space that does not break."""

import re

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from pma_site.core.middleware import FrenchTypographyMiddleware
from pma_site.core.typography import french_html
from tests import builders
from tests.back_office import edit_address, filled_in, signed_in
from tests.contents import raw
from tests.reading import elements, links

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.example.org/l'ete-13h30?a=1&b=2e;c"
OUTSIDE = "pma_site.core.middleware.FrenchTypographyMiddleware"
# The key of a paragraph in the editor of texts, and the token of a form.
DRAWN = re.compile(r'"(?:key|CSRF_TOKEN)": ?"\w+"')


def shown(response):
    return response.content.decode().replace("\u00a0", "~")


@pytest.fixture
def page():
    text = '<p>Le 1er juin à 13h30 : l\'entrée est à 5€ ("tarif réduit").</p>'
    page = builders.standard_page(title="Qui: le 1er ?", slug="qui-13h30")
    page.body = raw([("paragraph", text), ("link", {"label": "Lire la suite !", "page": None, "url": ADDRESS})])
    page.save()
    return page


def test_a_page_is_set_whatever_wrote_its_words(client, page):
    response = client.get(page.url)

    assert "Le 1<sup>er</sup>~juin à 13~h~30~: l’entrée est à 5~€ («~tarif réduit~»)." in shown(response)
    assert "Lire la suite~!" in shown(response)
    (title,) = [line.strip() for line in shown(response).splitlines() if "– La Lettre aux maires" in line]
    assert title == "Qui~: le 1er~? – La Lettre aux maires"


def test_its_addresses_stay(client, page, settings):
    after = client.get(page.url)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OUTSIDE]
    before = Client().get(page.url)

    assert ADDRESS in links(after)
    assert page.url == "/qui-13h30/"
    assert before.content != after.content
    for tag in ("a", "link", "meta", "img", "form", "input"):
        assert elements(after, tag) == elements(before, tag)


@pytest.mark.parametrize("address", ["/", "/agenda/", "/communes/", "/recherche/?q=a", "/rien-ici/"])
def test_its_length_is_that_of_what_leaves(client, address):
    response = client.get(address)

    assert int(response["Content-Length"]) == len(response.content)
    assert client.head(address)["Content-Length"] == response["Content-Length"]
    assert "\u202f" not in response.content.decode()


def test_a_page_that_has_not_changed_is_not_sent_again(client, page, settings):
    settings.MIDDLEWARE = ["django.middleware.http.ConditionalGetMiddleware", *settings.MIDDLEWARE]
    first = client.get(page.url)

    again = client.get(page.url, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_error_pages_and_forms_are_set(client):
    not_found = shown(client.get("/l'adresse-13h30/"))
    search = shown(client.get("/recherche/", {"q": "l'eau à 13h30 ?"}))

    assert "Page introuvable" in not_found
    assert 'value="l&#x27;eau à 13h30 ?"' in search
    assert "l’eau à 13~h~30~?" in search


def test_a_preview_shows_what_readers_will_see(page):
    client = signed_in(builders.administrator())
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = filled_in(client, edit_address(page), ["body"], title="Qui: à 14h30 ?")

    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    assert "Qui~: à 14~h~30~?" in shown(client.get(address))


def test_the_admin_shows_what_was_typed_between_spaces_that_do_not_break():
    event = builders.event(title="L'« Envol »: le 1er, 13h30 ; où ?")
    client = signed_in(builders.administrator())

    form = shown(client.get(edit_address(event)))

    assert "Seulement s’il n’est pas celui de l’événement~: une tournée, plusieurs communes." in form
    title = "L&#x27;«~Envol~»: le 1er, 13h30~; où~?"
    assert title in shown(client.get(reverse("wagtailadmin_explore", args=[event.get_parent().pk])))
    assert 'value="L&#x27;« Envol »: le 1er, 13h30 ; où ?"' in form


def test_forms_and_scripts_of_the_admin_stay(settings):
    event = builders.event(title="L'« Envol » : où ?", body="<p>Qui ? « Eux » !</p>", status_note="Pourquoi ?")
    account = builders.administrator()
    spaced = sent_and_run(event, account)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OUTSIDE]

    fields, scripts = sent_and_run(event, account)

    assert spaced == (fields, scripts)
    assert (fields["title"], fields["status_note"]) == ("L'« Envol » : où ?", "Pourquoi ?")
    assert "Qui ? \\u00ab Eux \\u00bb !" in fields["body"]


def sent_and_run(page, account):
    """What the form of a page would send as it is, and its scripts, without what is drawn at random."""
    client = signed_in(account)
    fields = filled_in(client, edit_address(page))
    fields["body"] = DRAWN.sub("", fields["body"])
    html = client.get(edit_address(page)).content.decode()
    return fields, [DRAWN.sub("", script) for script in re.findall(r"<script.*?</script>", html, re.DOTALL)]


def test_data_are_left_as_they_are(client):
    builders.commune("L'Île: 13h30", postal_codes="62300 ; 4 200")

    assert "L'Île: 13h30" in client.get("/communes/communes.csv").getvalue().decode()
    assert "62300 ; 4 200" in client.get("/communes/communes.csv").getvalue().decode()


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("BEGIN:VCALENDAR\r\nSUMMARY:L'été : 13h30", content_type="text/calendar; charset=utf-8"),
        HttpResponse("nom,heure\nl'eau : x,13h30", content_type="text/csv"),
        HttpResponse('{"heure": "13h30 : x"}', content_type="application/json"),
        HttpResponse("<title>13h30 : x</title>", content_type="application/atom+xml"),
        HttpResponse("<p>été : 13h30</p>".encode("latin-1"), content_type="text/html; charset=latin-1"),
        HttpResponse(b"\x1f\x8b 13h30", headers={"Content-Encoding": "gzip"}),
        HttpResponse(b"13h30", content_type=""),
        StreamingHttpResponse([b"<p>13h30 : x</p>"]),
    ],
    ids=lambda response: response.headers.get("Content-Type") or "none",
)
def test_only_whole_pages_are_set(rf, response):
    before = response if response.streaming else response.content

    after = FrenchTypographyMiddleware(lambda request: response)(rf.get("/"))

    assert (after if after.streaming else after.content) == before


def test_a_length_given_by_a_view_is_put_right(rf):
    response = HttpResponse("<p>5€</p>", headers={"Content-Length": "12"})

    after = FrenchTypographyMiddleware(lambda request: response)(rf.get("/"))

    assert after.content.decode() == "<p>5\u00a0€</p>"
    assert after["Content-Length"] == str(len(after.content))


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "unicode_escape", "utf-7", "iso-8859-1", ""])
@pytest.mark.parametrize("address", ["/abonnement/", "/admin/acces/"])
def test_what_is_not_written_in_utf_8_is_refused(address, charset):
    visitor = Client(raise_request_exception=False)

    answer = visitor.generic(
        "POST", address, b"email=a", content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )

    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()


def test_utf_8_may_be_named():
    written = "application/x-www-form-urlencoded; charset="
    answers = [
        Client().post("/abonnement/", b"email=a", content_type=f"{written}{name}") for name in ("UTF-8", '"utf-8"')
    ]

    assert all("<title>" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("\n\n<ul>\n    <li>\n      un\n    </li>\n</ul>\n", "<ul>\n<li>\nun\n</li>\n</ul>"),
        (
            '<a class="lien"\n   href="/a/"\n   >un</a>\n   <b>deux</b>',
            '<a class="lien" href="/a/">un</a>\n<b>deux</b>',
        ),
        (
            '<input\n  value="un\n   deux > trois"\n  title=\'a\n  "b\'>',
            '<input value="un\n   deux > trois" title=\'a\n  "b\'>',
        ),
        ("<textarea\n id=t>\n  un\n\n  deux</textarea>\n  <p>", "<textarea\n id=t>\n  un\n\n  deux</textarea>\n<p>"),
        ("<pre>un\n  <b>\n  deux</b></pre>", "<pre>un\n  <b>\n  deux</b></pre>"),
        ("<p>un\n  \u00a0: deux", "<p>un\u00a0: deux"),
        ("<p>un\n  <!-- a\n  b -->\n  <code>c\n  d</code>", "<p>un\n<!-- a\n  b -->\n<code>c\n  d</code>"),
    ],
)
def test_indentation_goes_and_nothing_that_is_read(written, sent):
    assert french_html(written, indented=False) == sent
