"""A real Chromium in front of the live server: it tolerates no error and no word with anyone else."""

import os
import re
from collections import Counter, deque
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# Chromium's own engine without the windows around it, which nobody sees here and which cost as much as the pages.
SHELL = "/usr/bin/chromium-headless-shell"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but this machine's leads anywhere. (To intercept requests instead would switch the cache off.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# What a page in which a script failed says of itself: whether strings and HTML still become what they should.
WELL = """() => {
  const box = document.createElement('div');
  box.innerHTML = '<input name="__NAME__">'.replace(/__NAME__/g, 'cover-0');
  return [box.innerHTML, box.childNodes.length, document.readyState, document.querySelectorAll('*').length];
}"""


def chromium():
    """The program to start."""
    return SHELL if Path(SHELL).exists() else CHROMIUM


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once a process."""
    # Playwright runs an event loop in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # A shared machine under load answers late: expectations wait as long as actions do.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints():
    """Console errors, script errors and requests to others that `page` met.

    A test that provokes one takes it out of the list.
    """
    return []


@contextmanager
def guarded_tab(browser, address, complaints, **options):
    """An empty tab, where `goto("/agenda/")` asks the site at `address`; it writes down its `complaints`."""
    context = browser.new_context(base_url=address, locale="fr-FR", timezone_id="Europe/Paris", **options)

    def watch(request):
        if not request.url.startswith((f"{address}/", "data:", "blob:")):
            complaints.append(f"request to another site: {request.url}")

    context.on("request", watch)
    context.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser, live_server, complaints):
    """An empty tab before the live server. It must leave no complaint."""
    with guarded_tab(browser, live_server.url, complaints) as tab:
        documents = deque(maxlen=1)
        tab.on("response", lambda answer: _is_page(tab, answer) and documents.append(answer))
        yield tab
        evidence = _evidence(tab, documents) if complaints and not tab.is_closed() else ""
    assert not complaints, "\n".join([evidence, *complaints])


def _is_page(tab, answer):
    return answer.request.is_navigation_request() and answer.request.frame == tab.main_frame


def _evidence(tab, documents):
    """In a line, what a page with complaints was given: a form that was not built is not seen again for months."""
    try:
        given = documents[-1].text()
        widgets = Counter(re.findall(r"wagtail\.widgets\.Widget&quot;, &quot;_args&quot;: \[.{,60}", given))
        return f"{len(given)} {given.count('__NAME__')} {tab.evaluate(WELL)} {widgets.most_common(4)}"
    except (PlaywrightError, IndexError) as error:
        return f"{error}"


@pytest.fixture
def scriptless(browser, live_server):
    """An empty tab before the live server, which runs no script."""
    with guarded_tab(browser, live_server.url, [], java_script_enabled=False) as tab:
        yield tab
