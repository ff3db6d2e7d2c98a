"""A real Chromium in front of the live server: it tolerates no error and no word with anyone else."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
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

# A stream of the admin's forms that its script could not build, and the beginning of what it should have built.
UNBUILT = "[data-controller~='w-block']"
WHAT_IT_WAS_GIVEN = "blocks => blocks.map(block => `${block.id}: ${block.dataset.wBlockDataValue.slice(0, 2000)}`)"


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once a process."""
    # Playwright runs an event loop in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # A shared machine under load answers late: expectations wait as long as actions do.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = SHELL if Path(SHELL).exists() else CHROMIUM
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
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
        yield tab
        unbuilt = tab.eval_on_selector_all(UNBUILT, WHAT_IT_WAS_GIVEN) if complaints and not tab.is_closed() else []
    assert not complaints, "\n".join([*complaints, *unbuilt])


@pytest.fixture
def scriptless(browser, live_server):
    """An empty tab before the live server, which runs no script."""
    with guarded_tab(browser, live_server.url, [], java_script_enabled=False) as tab:
        yield tab
