"""The life of an issue told in French: submitted, approved, planned, proof-read, sent, rectified."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletter import dispatching, proofreading
from newsletter.models import IssuePage
from newsletter.passages import passages
from tests import builders
from tests.admin.french import english_in
from tests.back_office import save, signed_in

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]


@pytest.fixture
def administrator():
    return signed_in(builders.administrator(first_name="Dominique", last_name="Martin"))


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication"))


@pytest.fixture
def writer():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def issue():
    issue = builders.issue(title="Rencontre du forum", number=9)
    issue.save_revision().publish()
    return IssuePage.objects.get(pk=issue.pk)


def about(issue, *names):
    return [reverse(f"wagtailadmin_pages:{name}", args=[issue.pk]) for name in names]


def check(client, *addresses):
    for address in addresses:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        assert english_in(response) == [], address


def test_what_waits_for_approval(issue, writer, director):
    save(writer, issue, action="submit", streams=STREAMS, title="Rencontre du grand forum")
    state = IssuePage.objects.get().current_workflow_task_state
    window = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk])
    refusal = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "reject", state.pk])
    history = reverse("wagtailadmin_pages:workflow_history_detail", args=[issue.pk, state.workflow_state_id])

    for client in (writer, director):
        check(client, "/admin/", *about(issue, "edit", "history", "workflow_history"), history)
        check(client, "/admin/reports/workflow/", "/admin/reports/workflow_tasks/", "/admin/reports/site-history/")
    check(director, window, refusal, reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[issue.pk]))
    director.post(refusal, {"comment": "Le titre est trop long."})
    for client in (writer, director):
        check(client, "/admin/", *about(issue, "edit", "history", "workflow_history"), history)


def test_what_is_planned(issue, writer, director):
    moment = f"{timezone.localtime() + datetime.timedelta(days=2):%d/%m/%Y %H:%M}"
    save(writer, issue, action="submit", streams=STREAMS, title="Rencontre du grand forum")
    save(director, issue, streams=STREAMS, go_live_at=moment)
    state = IssuePage.objects.get().current_workflow_task_state
    approved = director.post(
        reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk]),
        {"comment": ""},
        follow=True,
    )

    planned = IssuePage.objects.get().scheduled_revision
    assert planned
    assert english_in(approved) == []
    check(director, "/admin/", *about(issue, "edit", "history"))
    check(director, reverse("wagtailadmin_pages:revisions_unschedule", args=[issue.pk, planned.pk]))


def test_two_revisions_compared(issue, writer):
    save(writer, issue, streams=STREAMS, title="Rencontre du grand forum", standfirst="Un chapeau.")

    check(writer, reverse("wagtailadmin_pages:revisions_compare", args=[issue.pk, "live", "latest"]))
    check(writer, reverse("wagtailadmin_pages:revisions_compare", args=[issue.pk, "earliest", "latest"]))
    first = issue.revisions.order_by("pk").first()
    check(writer, reverse("wagtailadmin_pages:revisions_revert", args=[issue.pk, first.pk]))


def test_a_proof_and_what_came_of_it(issue, administrator):
    page = reverse("newsletter_proofs", args=[issue.pk])
    account = builders.account("Rédaction")
    check(administrator, page)
    day = timezone.localdate()
    for reader in ("Zoé Petit", "Léo Blanc"):
        proof, _ = proofreading.lend(issue, reader=reader, email="zoe@example.org", ends_on=day, user=account)
        remark = proofreading.comment(proof, passage=passages(issue)[-1], name=reader, text="Une coquille.")
    proofreading.settle(remark, account, handled=True)
    proofreading.revoke(proof, account)

    check(administrator, page, *about(issue, "history"))
    assert english_in(administrator.post(page, {"reader": "", "email": "faux", "ends_on": "hier"})) == []


def test_what_was_sent_and_corrected(issue, administrator):
    account = builders.account("Direction de publication", first_name="Ana", last_name="Roy")
    sending, correcting = (reverse(name, args=[issue.pk]) for name in ("newsletter_dispatch", "newsletter_rectify"))
    check(administrator, sending, correcting)
    dispatching.declare_sent(issue, day=timezone.localdate(), channel="poste", user=account)
    save(administrator, issue, streams=STREAMS, title="Rencontre du grand forum")

    check(administrator, sending, correcting, *about(issue, "edit", "history"))
    for address in (sending, correcting):
        assert english_in(administrator.post(address, {"day": "hier"})) == []
    refused = save(administrator, issue, action="publish", streams=STREAMS, follow=True)
    assert english_in(refused) == []


def test_the_tasks_one_may_add(administrator):
    check(administrator, "/admin/workflows/tasks/select_type/", "/admin/workflows/tasks/add/core/secondreadertask/")
