"""Asking for the letter and confirming it: from the form to the list, mistakes on the way."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pma_site.readers.models import Consent, Notice, Recipient, Subscription
from pma_site.readers.wording import CONSENT
from tests import builders
from tests.readers.steps import ASKED, FORM, button, delivered, later, receives, submit, subscribe
from tests.readers.subscribing.addresses import ADDRESS
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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
