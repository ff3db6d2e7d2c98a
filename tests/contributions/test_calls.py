"""A call on its page: its dates to the second, its form, what is kept of an answer, and what is refused."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter import delivery
from pma_site.contributions import links
from pma_site.contributions.models import Call, CallAnswer, Message
from tests import builders
from tests.reading import elements, text
from tests.reading import links as links_in

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
ADDRESS = "camille@mairie.example"


def at(moment, **options):
    return time_machine.travel(moment, **{"tick": False, **options})


def later(**span):
    return at(timezone.now() + timedelta(**span), tick=True)


def fields_of(page):
    """What a browser would post of the one form of a page: its hidden fields, and what is filled in."""
    return {
        field["name"]: field.get("value", "")
        for field in elements(page, "input")
        if field.get("type") not in ("radio", "checkbox", "submit") and "name" in field
    }


def asked(call, label):
    """The name of the field of a question."""
    return next(f"q-{block.id}" for block in call.questions if block.value["label"] == label)


def filled_in(client, call, commune, address="", **typed):
    """Open the page of a call and fill its form in, an hour passing meanwhile."""
    page = client.get(address or call.url)
    return {
        **fields_of(page),
        "commune": commune.insee_code,
        "sender_name": "Camille Durand",
        "sender_email": ADDRESS,
        asked(call, call.questions[0].value["label"]): "Le maire",
        **typed,
    }


def send(client, call, commune, address="", **typed):
    """Fill in the form, read it over, send it; return the answer to each of the two posts."""
    data = filled_in(client, call, commune, address, **typed)
    with later(minutes=1):
        review = client.post(address or call.url, {**data, "etape": "relire"})
        if review.status_code != 200:
            return review, None
        return review, client.post(address or call.url, {**fields_of(review), "etape": "envoyer"})


def delivered():
    """The messages that leave now."""
    mail.outbox.clear()
    delivery.send_due()
    return list(mail.outbox)


def own_link(message):
    return re.search(r"http\S+/appels/reponse/\S+", message.body)[0]


@pytest.fixture
def lens():
    return builders.commune("Lens")


class TestWhen:
    @pytest.fixture
    def opening(self):
        return builders.local(2026, 6, 1, 9)

    @pytest.fixture
    def closing(self):
        return builders.local(2026, 7, 1)

    @pytest.fixture
    def call(self, opening, closing):
        return builders.call(title="Club des élus", slug="club", opens_at=opening, closes_at=closing)

    def test_it_opens_and_closes_at_the_very_second(self, client, call, opening, closing):
        moments = {
            opening - SECOND: (0, "S’ouvre le 1er juin 2026 à 9 h"),
            opening: (1, "Ouvert jusqu’au 30 juin 2026"),
            closing - SECOND: (1, "Ouvert jusqu’au 30 juin 2026"),
            closing: (0, "Clos depuis le 1er juillet 2026"),
        }
        for moment, (forms, words) in moments.items():
            with at(moment):
                page = client.get(call.url)
                listed = [Call.objects.announced(), Call.objects.open(), Call.objects.closed()]
                assert sum(calls.filter(pk=call.pk).count() for calls in listed) == 1
                assert bool(Call.objects.open()) == bool(forms)
            assert page.status_code == 200
            assert len([form for form in elements(page, "form") if form.get("method") == "post"]) == forms
            assert words in text(page)

    @pytest.mark.parametrize(
        ("closing", "words"),
        [
            ((2026, 6, 30, 23, 59), "jusqu’au 30 juin 2026"),
            ((2026, 7, 1), "jusqu’au 30 juin 2026"),
            ((2026, 6, 30, 18), "jusqu’au 30 juin 2026 à 18 h"),
            ((2026, 6, 30, 18, 5), "jusqu’au 30 juin 2026 à 18 h 05"),
        ],
    )
    def test_until_when_is_said_as_one_says_it(self, opening, closing, words):
        call = builders.call(opens_at=opening, closes_at=builders.local(*closing))
        assert call.until.replace("\u00a0", " ") == words

    def test_without_a_closing_it_stays_open(self, client):
        call = builders.call(closes_at=None)
        with later(days=3000):
            assert "Ouvert sans date de fin" in text(client.get(call.url))

    def test_what_arrives_too_late_is_not_kept_and_stays_readable(self, client, call, opening, closing, lens):
        with at(closing - timedelta(minutes=5), tick=True):
            data = filled_in(client, call, lens)
        with at(closing):
            for step in ("relire", "envoyer"):
                answer = client.post(call.url, {**data, "etape": step})
                assert answer.status_code == 410
                assert "la vôtre n’est pas enregistrée" in text(answer)
                assert "Le maire" in text(answer)
        assert not CallAnswer.objects.exists()

    def test_a_draft_and_an_unknown_one_do_not_exist(self, client):
        draft = builders.call(is_online=False)
        for address in (draft.url, "/appels/rien/"):
            assert client.get(address).status_code == client.post(address).status_code == 404
        assert draft.title not in text(client.get("/appels/"))

    def test_the_list_shows_the_open_ones_and_those_of_the_last_year(self, client):
        now = timezone.now()
        builders.call(slug="a")
        builders.call(slug="b", opens_at=now + timedelta(days=2))
        builders.call(slug="c", opens_at=now - timedelta(days=400), closes_at=now - timedelta(days=300))
        builders.call(slug="d", opens_at=now - timedelta(days=800), closes_at=now - timedelta(days=400))

        page = client.get("/appels/")

        assert [f"/appels/{slug}/" in links_in(page) for slug in ("a", "b", "c", "d")] == [True, True, True, False]
        assert "/appels/" in links_in(client.get("/plan-du-site/"))


class TestAnswering:
    @pytest.fixture
    def call(self):
        return builders.call(title="Club des élus", thanks="À très vite.")

    def test_is_read_over_sent_acknowledged_and_followed(self, client, call, lens):
        review, sent = send(client, call, lens)
        assert "Ce qui sera envoyé" in text(review)
        assert "Le maire" in text(review)
        assert sent.status_code == 302
        answer = CallAnswer.objects.get()
        thanks = client.get(sent.url)
        assert answer.reference in text(thanks)
        assert "À très vite." in text(thanks)
        assert ADDRESS not in text(thanks)

        with later(minutes=2):
            [message] = delivered()
        assert message.to == [ADDRESS]
        assert answer.reference in message.subject
        # Nothing that was typed leaves to an address that anybody may have typed.
        assert "Le maire" not in message.body
        assert "Durand" not in message.body
        page = client.get(own_link(message))
        assert "Le maire" in text(page)
        assert "à examiner" in text(page)
        for each in (client.get(call.url), review, sent, thanks, page):
            assert not each.cookies

    def test_the_team_is_told_of_it_without_its_words(self, client, call, lens):
        Call.objects.update(notified_email="equipe@pma.example")
        send(client, call, lens)
        with later(minutes=2):
            [message] = [one for one in delivered() if one.to == ["equipe@pma.example"]]
        answer = CallAnswer.objects.get()
        assert f"/admin/snippets/contributions/callanswer/inspect/{answer.pk}/" in message.body
        assert not any(words in message.body for words in ("Durand", "Le maire", ADDRESS, "appels/reponse"))

    def test_nothing_is_lost_between_the_form_and_the_review(self, client, call, lens):
        data = filled_in(client, call, lens)
        review = client.post(call.url, {**data, "etape": "relire"})
        form = client.post(call.url, {**fields_of(review), "etape": "corriger"})

        assert form.status_code == 200
        assert "error-summary" not in form.content.decode()
        assert fields_of(form) == {name: value for name, value in data.items() if name != "commune"}
        assert [option["value"] for option in elements(form, "option") if "selected" in option] == [lens.insee_code]

    def test_mistakes_are_told_on_top_and_beside_and_nothing_is_lost(self, client, call, lens):
        name = asked(call, "Qui viendra ?")
        answer = client.post(call.url, {**filled_in(client, call, lens), name: "", "sender_email": "camille"})

        assert answer.status_code == 400
        assert text(answer).count("Répondez à cette question.") == 2
        assert f"#id_{name}" in links_in(answer)
        fields = fields_of(answer)
        assert (fields["sender_name"], fields["sender_email"]) == ("Camille Durand", "camille")

    def test_the_same_form_sent_twice_is_one_answer(self, client, call, lens):
        data = filled_in(client, call, lens)
        with later(minutes=1):
            first, second = (client.post(call.url, {**data, "etape": "envoyer"}) for _ in range(2))
        assert first.url == second.url
        assert CallAnswer.objects.count() == Message.objects.count() == 1

    def test_a_program_is_thanked_and_not_kept(self, client, call, lens):
        data = filled_in(client, call, lens, website_confirm="https://spam.example")
        answer = client.post(call.url, {**data, "etape": "envoyer"})
        assert client.get(answer.url).status_code == 200
        assert not CallAnswer.objects.exists()
        assert not Message.objects.exists()

    def test_who_is_too_fast_reads_it_over_again(self, client, call, lens):
        answer = client.post(call.url, {**filled_in(client, call, lens), "etape": "envoyer"})
        assert answer.status_code == 400
        assert "Le maire" in text(answer)
        assert not CallAnswer.objects.exists()

    def test_a_network_that_sends_much_waits(self, client, call, lens, monkeypatch):
        monkeypatch.setattr("pma_site.contributions.views.SENT_A_DAY", 2)
        statuses = [send(client, call, lens)[1].status_code for _ in range(3)]
        assert statuses == [302, 302, 429]
        assert CallAnswer.objects.count() == 2

    @pytest.mark.parametrize("method", ["get", "head", "options"])
    def test_looking_changes_nothing(self, client, call, method):
        answer = builders.answer_to(call)
        own = links.follow_path(CallAnswer.follow_route, answer.reference)
        for address in (call.url, "/appels/", own, f"{own}corriger/", f"{own}retirer/"):
            with CaptureQueriesContext(connection) as work:
                getattr(client, method)(address)
            assert [query["sql"] for query in work.captured_queries if not query["sql"].startswith("SELECT")] == []

    def test_pages_cost_few_queries_whatever_is_asked(self, client, lens):
        many = builders.call(questions=builders.questions(*[("commune", f"Commune {n} ?", {}) for n in range(6)]))
        for address in (many.url, "/appels/"):
            client.get(address)
            with CaptureQueriesContext(connection) as work:
                client.get(address)
            assert len(work.captured_queries) <= 10


class TestTheLinkOfATownHall:
    def test_fills_in_its_commune_and_shows_no_more_of_it(self, client, lens):
        call = builders.call()
        office = builders.office("Mairie secrète", "secret@lens.example", commune=lens, phone="03 21 00 00 00")
        builders.mayor(office, "Marie Cachée")
        address = f"{call.url}?{links.invitation_query(office)}"

        page = client.get(address)

        assert [option["value"] for option in elements(page, "option") if "selected" in option] == [lens.insee_code]
        assert "Lens" in text(page)
        for hidden in ("secrète", "secret@", "03 21 00", "Cachée"):
            assert hidden not in page.content.decode()
        _, sent = send(client, call, lens, address)
        assert sent.status_code == 302
        assert CallAnswer.objects.get().office == office

    def test_leaves_the_choice_of_another_commune(self, client, lens):
        call, office = builders.call(), builders.office(commune=lens)
        other = builders.commune("Liévin")
        send(client, call, other, f"{call.url}?{links.invitation_query(office)}")
        answer = CallAnswer.objects.get()
        assert (answer.commune, answer.office) == (other, None)

    @pytest.mark.parametrize("query", ["mairie=", "mairie=1.x", "mairie=%00", "mairie=1&mairie=2", "mairie[]=é"])
    def test_made_up_is_an_ordinary_page(self, client, query):
        page = client.get(f"{builders.call().url}?{query}")
        assert page.status_code == 200
        assert not [option for option in elements(page, "option") if "selected" in option and option["value"]]
