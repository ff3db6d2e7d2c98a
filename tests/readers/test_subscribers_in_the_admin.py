"""« Abonnés » in the admin: seen, found by the whole address, unsubscribed; written by nobody, shown to no other."""

import pytest
from django.urls import reverse

from pma_site.readers.choices import LeavingWay, NoticeKind, ReadingState
from pma_site.readers.models import Notice, Recipient, Refusal
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.reading import links, text

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/readers/subscription/"


@pytest.fixture
def keeper():
    return signed_in(builders.account("Diffusion"))


def act(client, name, reader):
    return client.post(
        reverse(f"wagtailsnippets_readers_subscription:{name}", args=[reader.subscription.pk]), follow=True
    )


def test_subscribers_are_listed_filtered_and_found_by_their_whole_address(keeper):
    builders.subscriber("ana@lecteurs.example")
    builders.subscriber("bea@lecteurs.example", state=ReadingState.SUSPENDED)

    def shown(**query):
        page = text(keeper.get(f"{LIST}results/", query))
        return [name for name in ("ana", "bea") if f"{name}@" in page]

    assert "Abonnés" in menu(keeper)
    assert shown() == ["ana", "bea"]
    assert shown(state="suspendu") == ["bea"]
    assert shown(q=" ANA@lecteurs.example") == ["ana"]
    assert shown(q="ana") == []


def test_somebody_is_unsubscribed_by_one_button(keeper):
    ana = builders.subscriber("ana@lecteurs.example")
    [address] = [link for link in links(keeper.get(f"{LIST}results/")) if link and "/inspect/" in link]
    assert "Désabonner" in text(keeper.get(address))

    answer = act(keeper, "unsubscribe", ana)

    assert messages(answer) == ["« ana@lecteurs.example » ne recevra plus la lettre."]
    assert "Désabonner" not in text(answer)
    assert Recipient.objects.get().state == ReadingState.LEFT
    assert Refusal.objects.get().way == LeavingWay.OBJECTION


def test_a_subscriber_is_sent_their_own_link_once_a_day(keeper):
    ana = builders.subscriber("ana@lecteurs.example")

    assert messages(act(keeper, "send_link", ana)) == ["Le message est prêt : il part dans la minute."]
    assert messages(act(keeper, "send_link", ana)) == ["Nous lui avons déjà écrit aujourd’hui. Recommencez demain."]
    assert [notice.kind for notice in Notice.objects.all()] == [NoticeKind.MANAGE]


def test_nobody_writes_a_subscription_in_the_admin(keeper):
    key = builders.subscriber().subscription.pk

    for address in ("add/", f"edit/{key}/", f"delete/{key}/", f"history/{key}/", f"usage/{key}/"):
        assert keeper.get(f"{LIST}{address}").status_code == 404


def test_others_see_no_address(keeper):
    ana = builders.subscriber("ana@lecteurs.example")
    editor = signed_in(builders.account("Rédaction", "Agenda", "Label", "Réseau", "Direction de publication"))

    assert "Abonnés" not in menu(editor)
    for address in (LIST, f"{LIST}results/", f"{LIST}inspect/{ana.subscription.pk}/"):
        assert is_refused(editor, address)
    assert is_refused(editor, f"{LIST}desabonner/{ana.subscription.pk}/", {})
    assert editor.get("/admin/snippets/choose/readers/subscription/").status_code == 404
