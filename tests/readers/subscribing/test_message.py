"""The message that asks to confirm, one a day, and its link."""

import threading

import pytest
from django.db import connections

from pma_site.readers import leaving, links, subscriptions
from pma_site.readers.choices import LeavingWay
from pma_site.readers.models import Notice, Recipient
from tests import builders
from tests.readers.steps import ASKED, FORM, button, delivered, dump, later, receives, submit, subscribe
from tests.readers.subscribing.addresses import ADDRESS
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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
