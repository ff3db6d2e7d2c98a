"""Asking for the letter and confirming it: the form, the message, the page with one button."""

import re
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pma_site.readers import leaving, links, subscriptions
from pma_site.readers.choices import LeavingWay, ReadingState
from pma_site.readers.models import Consent, Notice, Recipient, Refusal, Subscription
from pma_site.readers.wording import CONSENT
from tests import builders
from tests.reading import elements, text

from .steps import ASKED, FORM, button, delivered, dump, later, receives, shown, submit, subscribe

pytestmark = pytest.mark.django_db

ADDRESS = "camille.durand@ville.example"


def unsubscribed(email):
    reader = builders.subscriber(email)
    leaving.leave(reader.code, LeavingWay.LINK)
    return reader


def forgotten(email):
    reader = unsubscribed(email)
    Recipient.objects.update(email="")
    return reader


# Everything that the site may know of an address when somebody types it.
KNOWN = {
    "nobody": lambda email: None,
    "pending": lambda email: subscriptions.ask(email, None, FORM),
    "subscriber": builders.subscriber,
    "town hall": lambda email: builders.office(email=email),
    "suspended": lambda email: builders.subscriber(email, state=ReadingState.SUSPENDED, suspended_at=timezone.now()),
    "left": unsubscribed,
    "erased": forgotten,
}


@pytest.fixture(params=KNOWN)
def known(request):
    """Let the site know ADDRESS in each of these ways in turn, since yesterday."""
    with later(days=-1):
        KNOWN[request.param](ADDRESS)
    return request.param


class TestTheWay:
    def test_leads_from_the_form_to_the_list(self, client):
        lens = builders.commune("Lens")

        answer = submit(client, "Camille.Durand@Ville.example", commune=lens.insee_code)
        assert (answer.status_code, answer.url) == (302, ASKED)
        assert receives() == set()

        [message] = delivered()
        assert message.to == [ADDRESS]
        page = client.get(button(message))
        assert text(page).count("Confirmer mon abonnement") == 1
        assert len(elements(page, "form")) == 2  # That of the search, and the one.
        assert receives() == set()

        answer = client.post(button(message), follow=True)
        assert "Votre abonnement est confirmé" in text(answer)
        assert receives() == {ADDRESS}
        assert Subscription.objects.get().commune == lens

    def test_keeps_the_proof_of_consent(self, client):
        start = timezone.now()
        assert CONSENT.text in text(client.get(FORM))

        subscribe(client, ADDRESS)

        consent = Consent.objects.get()
        assert (consent.version, consent.wording, consent.page) == (CONSENT.version, CONSENT.text, FORM)
        assert start < consent.asked_at < consent.confirmed_at < timezone.now()

    def test_is_told_on_the_page_after_the_form(self, client):
        page = text(client.get(ASKED))

        for words in ("Un message arrive", "La Lettre aux maires <lettre@pma.example>", "indésirables", "7 jours"):
            assert words in page


class TestWhatIsKnown:
    """Nobody learns from the site whether an address is known, and typing one changes nothing for its owner."""

    def test_answers_and_work_are_the_same_for_all(self, client, known):
        hidden = shown(client)
        with CaptureQueriesContext(connection) as work:
            answer = client.post(FORM, {**hidden, "email": ADDRESS})

        assert (answer.status_code, answer.url, answer.content, dict(answer.cookies)) == (302, ASKED, b"", {})
        assert [query["sql"].split()[:3] for query in work.captured_queries if "SAVEPOINT" not in query["sql"]] == [
            ["SELECT", "1", "AS"],
            ["INSERT", *self._insert("readers_recipient")],
            ["UPDATE", '"readers_recipient"', "SET"],
            ["SELECT", '"readers_recipient"."id",', '"readers_recipient"."code",'],
            ["INSERT", *self._insert("readers_subscription")],
            ["UPDATE", '"readers_subscription"', "SET"],
            ["INSERT", "INTO", '"readers_consent"'],
            ["UPDATE", '"readers_notice"', "SET"],
            ["UPDATE", '"readers_notice"', "SET"],
            ["INSERT", *self._insert("readers_notice")],
        ]

    @staticmethod
    def _insert(table):
        return ["OR", "IGNORE"] if connection.vendor == "sqlite" else ["INTO", f'"{table}"']

    def test_typing_an_address_changes_nothing_for_its_owner(self, client, known):
        audience, owner = receives(), Recipient.objects.at(ADDRESS).values("state", "left_at", "code", "moved_to")
        before, refusals = list(owner), list(Refusal.objects.values())

        submit(client, ADDRESS)
        with later(days=8):
            delivered()

        assert receives() == audience
        assert list(owner) == before or known == "nobody"
        assert list(Refusal.objects.values()) == refusals

    def test_its_owner_alone_changes_it(self, client, known):
        submit(client, ADDRESS)
        [message] = delivered()
        if known != "subscriber":
            client.post(button(message))

        assert receives() == {ADDRESS}
        assert not Refusal.objects.exists()
        reader = Recipient.objects.get()
        assert (reader.state, reader.left_at, reader.suspended_at) == (ReadingState.ACTIVE, None, None)

    def test_the_message_fits_what_is_known(self, client, known):
        submit(client, ADDRESS)
        [message] = delivered()

        if known == "subscriber":
            assert message.subject == "Vous recevez déjà La Lettre aux maires"
            assert "Ce que nous avons de vous" in text(client.get(button(message)))
        else:
            assert message.subject == "Confirmez votre abonnement à La Lettre aux maires"
            # Who is known already may have come to change how they get the letter, or for their data.
            assert ("gerer" in message.body) == (known not in ("nobody", "pending"))


class TestOneMessageADay:
    def test_a_mailbox_gets_one_whatever_is_typed_and_asked(self, client):
        reader = subscribe(client, ADDRESS)
        leaving.leave(reader.code, LeavingWay.LINK)
        for address in (ADDRESS, "CAMILLE.DURAND@ville.example", "camille.durand+lettre@ville.example"):
            assert submit(client, address).url == ASKED
        assert not subscriptions.send_manage_link(reader)

        assert delivered() == []
        assert Recipient.objects.count() == 1

    def test_the_next_day_it_may_get_another(self, client):
        submit(client, ADDRESS)
        [first] = delivered()
        with later(days=1):
            submit(client, ADDRESS)
            [second] = delivered()
            # Both links are good, and do the same.
            client.post(button(first))
            assert "Votre abonnement est confirmé" in text(client.get(button(second)))
        assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]

    def test_a_message_that_never_left_does_not_count(self, client):
        reader = builders.subscriber(ADDRESS)
        subscriptions.ask(ADDRESS, None, FORM)
        leaving.leave(reader.code, LeavingWay.LINK)
        assert delivered() == []

        submit(client, ADDRESS)
        assert [message.to for message in delivered()] == [[ADDRESS]]


def test_a_link_to_confirm_of_long_ago_opens_no_data_but_has_the_way_to_them_sent(client):
    submit(client, ADDRESS)
    link = button(delivered()[0])
    client.post(link)
    assert "/gerer/" in client.get(link).content.decode()

    with later(days=8):
        assert "/gerer/" not in client.get(link).content.decode()
        assert client.post(link).url == ASKED
        [message] = delivered()
    assert "/gerer/" in button(message)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_for_a_mailbox_have_one_message_sent():
    gate, problems = threading.Barrier(6), []

    def ask(number):
        try:
            gate.wait()
            subscriptions.ask(f"camille+{number % 3}@ville.example", None, FORM)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert Notice.objects.count() == 1


class TestMistakes:
    """A person reads what to do, and finds again what they typed."""

    @pytest.mark.parametrize(
        ("email", "words"),
        [
            ("", "Saisissez votre adresse électronique."),
            ("camille", "Cette adresse n’est pas complète"),
            ("camille@ville", "Cette adresse n’est pas complète"),
            ("camille@localhost", "Cette adresse n’est pas complète"),
            ("camille@[127.0.0.1]", "Cette adresse n’est pas complète"),
            ("camille durand@ville.example", "Cette adresse n’est pas complète"),
            ("camille@ville.example, bea@ville.example", "Cette adresse n’est pas complète"),
            (f"{'x' * 300}@ville.example", "254 caractères au plus"),
        ],
    )
    def test_a_wrong_address_is_told_in_words(self, client, email, words):
        answer = submit(client, email)

        assert answer.status_code == 400
        assert text(answer).count(words) == 2  # First thing on the page, and beside the field.
        [field] = [field for field in elements(answer, "input") if field.get("name") == "email"]
        assert (field.get("value", ""), field["aria-invalid"]) == (email, "true")
        assert not Recipient.objects.exists()

    def test_another_commune_is_told_in_words(self, client):
        for commune in ("99999", "\0", "x" * 3000):
            answer = submit(client, ADDRESS, commune=commune)
            assert answer.status_code == 400
            assert ADDRESS in answer.content.decode()
        assert not Recipient.objects.exists()

    @pytest.mark.parametrize("wait", [0, 1, 25 * 3600])
    def test_who_is_too_fast_or_too_slow_is_asked_to_press_again(self, client, wait):
        lens = builders.commune("Lens")

        answer = submit(client, ADDRESS, wait, commune=lens.insee_code)

        assert answer.status_code == 400
        assert "appuyez de nouveau" in text(answer)
        typed = {field["name"]: field.get("value", "") for field in elements(answer, "input") if "name" in field}
        assert typed["email"] == ADDRESS
        assert [option["value"] for option in elements(answer, "option") if "selected" in option] == [lens.insee_code]
        with later(seconds=5):
            assert client.post(FORM, {**typed, "commune": lens.insee_code}).url == ASKED
        assert Notice.objects.count() == 1

    @pytest.mark.parametrize("token", [None, "", "x", "abonnement:1xXCu2:forged", "\0"])
    def test_a_form_that_was_never_shown_is_shown_now(self, client, token):
        answer = client.post(FORM, {"email": ADDRESS} if token is None else {"email": ADDRESS, "shown_at": token})

        assert answer.status_code == 400
        assert ADDRESS in answer.content.decode()
        assert not Recipient.objects.exists()

    def test_a_network_that_asks_for_much_waits_and_the_others_do_not(self, client, settings):
        for number in range(20):
            assert submit(client, f"a{number}@ville.example", wait=10).url == ASKED
        answer = submit(client, ADDRESS)
        assert answer.status_code == 429
        assert "Réessayez dans une heure" in text(answer)
        assert ADDRESS in answer.content.decode()

        assert submit(Client(REMOTE_ADDR="2001:db8:0:100::1"), ADDRESS).url == ASKED
        # Behind a proxy, the visitor is whom it saw, whatever they say themselves.
        settings.PROXIES = 1
        forged = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7, 127.0.0.9")
        assert submit(forged, "b@ville.example").status_code == 429
        assert submit(Client(HTTP_X_FORWARDED_FOR="127.0.0.9, 192.0.2.7"), "b@ville.example").url == ASKED


class TestTheLink:
    @pytest.fixture
    def link(self, client):
        submit(client, ADDRESS)
        return button(delivered()[0])

    def test_is_told_to_be_used_already(self, client, link):
        client.post(link)
        before = dump()

        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 200
            assert "Votre abonnement est confirmé" in text(answer)
        assert dump() == before

    def test_opens_seven_days_and_then_offers_another(self, client, link):
        with later(days=6, hours=23):
            assert client.get(link).status_code == 200
        with later(days=7, hours=1):
            answer = client.get(link)
            assert answer.status_code == 410
            assert "M’envoyer un nouveau message" in text(answer)
            assert client.post(link).url == ASKED
            assert receives() == set()
            client.post(button(delivered()[0]))
        assert receives() == {ADDRESS}

    def test_says_when_no_other_message_leaves_today(self, client, link):
        with later(days=7, hours=1):
            client.post(link)
            answer = client.post(link)
        assert answer.status_code == 410
        assert "déjà écrit aujourd’hui" in text(answer)

    def test_leads_to_the_form_once_everything_was_erased(self, client, link):
        Recipient.objects.all().delete()

        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 410
            assert FORM in answer.content.decode()

    def test_brings_nobody_back_who_left_since(self, client, link):
        client.post(link)
        leaving.leave(Recipient.objects.get().code, LeavingWay.LINK)

        assert client.get(link).status_code == 410
        client.post(link)
        assert receives() == set()

    @pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "x" * 2000, "\N{SNOWMAN}"])
    def test_that_was_never_given_is_a_calm_page(self, client, token):
        for kind in ("confirmer", "quitter", "gerer", "nouvelle-adresse"):
            for answer in (client.get(f"{FORM}{kind}/{token}/"), client.post(f"{FORM}{kind}/{token}/")):
                assert answer.status_code == 404
                assert "Ce lien ne mène à rien" in text(answer)

    def test_is_good_for_what_it_was_given_for_only(self, client):
        reader = builders.subscriber()
        tokens = {
            "confirmer": links.confirm_address(reader.subscription),
            "quitter": links.leave_address(reader),
            "gerer": links.manage_address(reader),
            "nouvelle-adresse": links.move_address(reader, reader.code),
        }
        for given, address in tokens.items():
            for asked in tokens:
                answer = client.get(address.replace(f"/{given}/", f"/{asked}/"))
                assert (answer.status_code == 404) == (given != asked), (given, asked)

    def test_is_kept_out_of_caches_indexes_and_other_sites(self, client, link):
        reader = Recipient.objects.get()
        for address in (link, links.leave_address(reader), links.manage_address(reader), f"{FORM}quitter/x/"):
            answer = client.get(address)
            assert answer["Cache-Control"] == "no-store, private"
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert not answer.cookies
            assert reader.code not in "".join(meta.get("content", "") for meta in elements(answer, "meta"))


class TestThePageOfEditors:
    """What they write stays theirs; the form stands with or without it."""

    def test_introduces_the_form_and_goes_on_after_it(self, client):
        page = Page.objects.get(slug="abonnement").specific
        page.title = "S’abonner à la lettre"
        page.body = [
            ("paragraph", "<p>Bienvenue.</p>"),
            ("heading", "Et ensuite ?"),
            ("paragraph", "<p>À bientôt.</p>"),
        ]
        page.save_revision().publish()

        answer = client.get(FORM)

        words = text(answer)
        order = ["S’abonner à la lettre", "Bienvenue.", "Votre adresse électronique", "Et ensuite ?", "À bientôt."]
        assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)
        assert re.search(r"<title>\s*S’abonner à la lettre", answer.content.decode())
        assert answer["Cache-Control"] == "no-store, private"
        assert not answer.cookies

    def test_may_be_gone_or_closed(self, client):
        page = Page.objects.get(slug="abonnement")
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
        assert "Votre adresse électronique" in text(client.get(FORM))

        page.specific.unpublish()
        assert "Votre adresse électronique" in text(client.get(FORM))
        assert submit(client, ADDRESS).url == ASKED


def test_a_sign_up_that_a_subscriber_never_confirms_is_forgotten_at_night():
    with later(days=-8):
        reader = builders.subscriber(ADDRESS)
        subscriptions.ask(ADDRESS, None, FORM)

    call_command("apply_retention", stdout=StringIO())

    assert not Consent.objects.exists()
    assert receives() == {reader.email}


def test_a_sign_up_that_nobody_confirms_keeps_no_clear_address_of_who_left():
    reader = forgotten(ADDRESS)
    Recipient.objects.update(left_at=timezone.now() - timezone.timedelta(days=60))

    subscriptions.ask(ADDRESS, None, FORM)
    assert not Recipient.objects.to_forget().exists()
    with later(days=8):
        assert Recipient.objects.to_forget().get() == reader
