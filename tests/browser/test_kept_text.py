"""Nothing typed in the form of an issue is lost: not at once, not by a closed session, not by a cut of the network."""

import datetime

import pytest
from playwright.sync_api import expect

from newsletter.composition import start_issue
from newsletter.models import IssuePage
from tests import builders
from tests.browser.admin import fill_in_credentials, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def write_issue(page):
    """Open the form of a new issue; return who writes it."""
    account = sign_in(page, "Rédaction")
    issue = start_issue(account, 10, datetime.date(2026, 12, 1), carried=())
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    return account


def draft():
    return IssuePage.objects.get(number=10).get_latest_revision_as_object()


def saved(page):
    expect(page.locator("#w-autosave-indicator").get_by_text("Enregistré", exact=True)).to_be_visible()


def slow_answers(page, milliseconds, method="POST"):
    """Let each answer to what the form sends by itself take its time; with "HEAD", to whether one is signed in."""
    page.evaluate(
        """([delay, method]) => {
            const send = window.fetch;
            window.fetch = async (...request) => {
                const answer = await send(...request);
                if (request[1]?.method?.toUpperCase() === method) {
                    await new Promise((resolve) => { setTimeout(resolve, delay); });
                }
                return answer;
            };
        }""",
        [milliseconds, method],
    )


def saving(answer):
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


def test_what_is_typed_at_once_and_while_saving_is_saved_by_itself(page):
    write_issue(page)
    standfirst = page.locator("#id_standfirst")
    slow_answers(page, 400)

    with page.expect_response(saving):
        standfirst.fill("Un début")
    with page.expect_response(saving):
        standfirst.fill("Un début et une fin")
    page.goto("/admin/")

    assert draft().standfirst == "Un début et une fin"


def test_after_a_request_that_was_refused_all_is_saved_by_itself_as_before(page):
    write_issue(page)
    issue = draft()
    # A draft may lack what a reader needs.
    issue.cover = [("quotation", {"text": "", "author": ""})]
    issue.save_revision()
    page.reload()
    page.get_by_role("button", name="Plus d’actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Demander : Bon à tirer").click()
    expect(page.get_by_text("Champ requis").first).to_be_attached()
    # The request, not the draft: that is saved by itself a moment later.
    expect(page.get_by_text("Votre demande n’a pas abouti")).to_be_visible()
    saved(page)

    standfirst = page.locator("#id_standfirst")
    for words in ("Un début", "Un début et une fin"):
        with page.expect_response(saving):
            standfirst.fill(words)
    saved(page)

    assert draft().standfirst == "Un début et une fin"


def test_a_form_is_not_overtaken_by_what_is_being_saved_by_itself(page):
    write_issue(page)
    slow_answers(page, 1500)
    page.evaluate("""() => {
        const note = (what) => { sessionStorage.order = `${sessionStorage.order ?? ""}${what} `; };
        document.addEventListener("w-autosave:success", () => note("kept"));
        document.addEventListener("submit", () => note("sent"));
    }""")

    with page.expect_response(saving):
        page.locator("#id_standfirst").fill("Un début")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()

    assert page.evaluate("sessionStorage.order") == "kept sent "


def test_a_session_that_ends_takes_no_text_with_it(page, complaints):
    account = write_issue(page)
    standfirst = page.locator("#id_standfirst")
    standfirst.fill("Un début.")
    saved(page)

    page.context.clear_cookies(name="sessionid")
    standfirst.fill("Un début, et une suite écrite trop tard.")
    expect(page.get_by_role("heading", name="Votre session a pris fin")).to_be_visible()
    page.get_by_role("button", name="Revenir à mon texte").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Se reconnecter").click()
    elsewhere = opened.value
    fill_in_credentials(elsewhere, account)
    expect(elsewhere.get_by_text("Vous pouvez fermer cet onglet")).to_be_visible()
    elsewhere.close()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    expect(standfirst).to_have_value("Un début, et une suite écrite trop tard.")
    # The saving that was refused, and the questions of the page to a server that no longer knew its editor.
    complaints.clear()


def test_a_cut_of_the_network_takes_no_text_with_it(page, complaints):
    write_issue(page)
    standfirst = page.locator("#id_standfirst")
    standfirst.fill("Un début.")
    saved(page)

    page.context.set_offline(True)
    standfirst.fill("Un début, et une suite écrite dans le train.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", name="Le site ne répond pas")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Revenir à mon texte").click()
    page.get_by_role("button", name="Enregistrer le brouillon").click()

    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    expect(standfirst).to_have_value("Un début, et une suite écrite dans le train.")
    complaints.clear()


@pytest.mark.parametrize("slow", [False, True], ids=["at once", "by a slow network"])
def test_who_comes_second_sees_what_the_other_changed(page, complaints, slow):
    write_issue(page)
    issue = draft()
    page.locator("#id_standfirst").fill("Ce que j’écris.")
    saved(page)
    if slow:
        # What is typed has begun to be saved by itself, and is not yet refused, when the button is heard.
        slow_answers(page, 1500)
        slow_answers(page, 900, "HEAD")
    issue.standfirst = "Ce qu’une autre écrit."
    issue.save_revision(user=builders.account("Rédaction"))

    page.locator("#id_standfirst").fill("Ce que j’écris, et une suite.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", name="a enregistré une nouvelle version")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Voir la différence").click()

    compared = opened.value
    expect(compared.get_by_text("qu’une autre")).to_be_visible()
    assert draft().standfirst == "Ce qu’une autre écrit."

    page.get_by_role("button", name="Enregistrer le brouillon").last.click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    assert draft().standfirst == "Ce que j’écris, et une suite."
    # The saving that was refused.
    complaints.clear()
