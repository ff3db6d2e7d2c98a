"""What is a draft is named, in the windows and screens of Wagtail's, to who works with it and to nobody else."""

import pytest
from django.urls import reverse

from tests import builders
from tests.back_office import is_refused, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

STRANGERS = ["Comités du label", "Diffusion", "Agenda", "Label"]
WRITING = "Rédaction"
SECRET = "Numéro secret"
CALLS = "/admin/snippets/choose/contributions/call"


@pytest.fixture
def draft():
    issue = builders.issue(title=SECRET, live=False)
    issue.save_revision()
    return issue


@pytest.fixture
def call():
    return builders.call(title="Appel secret", is_online=False)


def someone(role):
    return signed_in(builders.account(role))


def chosen(client, *pages):
    """What a form shows of pages that are chosen together."""
    query = "&".join(f"id={page.pk}" for page in pages)
    answer = client.get(f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?{query}").json()
    return {page["adminTitle"] for page in answer["result"]}


def window(client, *args, **query):
    """The window in which a page is chosen, below a page if one is named."""
    return client.get(reverse("wagtailadmin_choose_page" + ("_child" if args else ""), args=args), query)


@pytest.mark.parametrize("role", STRANGERS)
def test_pages_chosen_together_are_those_that_one_may_see(role, draft):
    online = builders.standard_page(title="Le canal")

    assert chosen(someone(role), draft, online) == {"Le canal"}


def test_drafts_of_ones_own_are_chosen_as_before(draft):
    mine, online = builders.event(title="Ma soirée", live=False), builders.standard_page(title="Le canal")

    assert chosen(someone("Agenda"), draft, mine, online) == {"Ma soirée", "Le canal"}
    assert chosen(someone(WRITING), draft, online) == {SECRET, "Le canal"}
    assert chosen(signed_in(builders.administrator()), draft, mine) == {SECRET, "Ma soirée"}


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_looks_below_a_draft_of_another_branch(role, draft):
    stranger = someone(role)

    assert window(stranger, draft.pk).status_code == 404
    assert window(stranger, draft.pk, page_type="newsletter.issuepage").status_code == 404
    assert window(stranger, draft.get_parent().pk).status_code == 200


def test_who_works_with_a_draft_looks_below_it(draft):
    assert SECRET in window(someone(WRITING), draft.pk).json()["html"]


def test_the_window_for_one_type_begins_where_one_may_look():
    roadmap = builders.roadmap(title="Feuille secrète", live=False)
    builders.axis(roadmap, title="Écotransition"), builders.axis(roadmap, title="Mobilité")

    seen = window(someone("Agenda"), page_type="projects.axispage")
    keeper = window(someone("Feuille de route"), page_type="projects.axispage")

    assert seen.status_code == 200
    assert "Feuille secrète" not in seen.json()["html"]
    assert "Feuille secrète" in keeper.json()["html"]


def test_the_report_of_types_names_no_draft_of_another_branch(draft):
    report = reverse("wagtailadmin_reports:page_types_usage")

    assert "issuepage" in someone("Agenda").get(report).content.decode()
    assert SECRET not in someone("Agenda").get(report).content.decode()
    assert SECRET not in someone("Agenda").get(f"{report}results/").content.decode()
    assert SECRET in someone(WRITING).get(report).content.decode()


@pytest.fixture
def steps(draft):
    """The screens of an approval, asked of a page that awaits none; another one does."""
    other = builders.issue(live=False)
    other.save_revision()
    state = other.get_workflow().start(other, builders.account(WRITING)).current_task_state
    return [
        reverse("wagtailadmin_pages:workflow_preview", args=[draft.pk, state.task_id]),
        reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]),
        reverse("wagtailadmin_pages:collect_workflow_action_data", args=[draft.pk, "approve", state.pk]),
    ]


@pytest.mark.parametrize("role", STRANGERS)
def test_a_page_that_awaits_no_approval_is_not_named_to_strangers(role, steps):
    stranger = someone(role)

    for step in steps:
        assert is_refused(stranger, step)
        assert SECRET not in stranger.get(step, follow=True).content.decode()


def test_who_works_with_it_is_told_that_it_awaits_none(steps):
    writer = someone(WRITING)

    for step in steps:
        assert f"« {SECRET} » n’attend" in text(writer.get(step, follow=True)).replace("\xa0", " ")


@pytest.mark.parametrize("role", STRANGERS)
def test_a_call_that_is_a_draft_is_offered_to_who_writes_calls(role, call):
    builders.call(title="Appel ouvert")
    stranger, writer = someone(role), someone(WRITING)

    for shown in (f"{CALLS}/", f"{CALLS}/results/"):
        assert "Appel ouvert" in stranger.get(shown).content.decode()
        assert "Appel secret" not in stranger.get(shown).content.decode()
        assert "Appel secret" in writer.get(shown).content.decode()
    assert stranger.get(f"{CALLS}/chosen/{call.pk}/").status_code == 404
    assert stranger.get(f"{CALLS}/chosen-multiple/?id={call.pk}").json()["result"] == []
    assert writer.get(f"{CALLS}/chosen/{call.pk}/").json()["result"]["string"] == "Appel secret"
    assert len(writer.get(f"{CALLS}/chosen-multiple/?id={call.pk}").json()["result"]) == 1


def test_who_reads_answers_knows_the_calls_that_have_some(call):
    reader = someone("Agenda")
    answers, tally = "/admin/snippets/contributions/callanswer/", f"/admin/appels/{call.pk}/bilan/"

    assert "Appel secret" not in reader.get(answers).content.decode()
    assert reader.get(tally).status_code == 404
    builders.answer_to(call)

    assert "Appel secret" in reader.get(answers).content.decode()
    assert reader.get(tally).status_code == 200
