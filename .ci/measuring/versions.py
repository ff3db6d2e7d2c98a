"""versions [--former REVISION]: the code of the version before on the database of this one, and both at once.

While machines are updated one after the other, the former version reads and writes the base that the new one has
migrated (docs/exploitation.md). The former code is checked out beside this one, and serves a copy of the demo site
that this one's migrations made; it is asked for every page that this one shows, a reader subscribes there, an editor
saves and publishes a page there, and this one must show it. By default the former version is the code as it was before
the newest migration. It ends with an error at any answer that is not as it should be.
"""

import argparse
import http.cookies
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import served
from load import signed_in
from visits import FORM, Connection

TITLE = "Page écrite par la version d’avant"
# What one version may have and the other not yet: pages are compared, not files with names of their own.
STARTS = ["/", "/plan-du-site/", "/recherche/?q=lens", "/agenda/", "/abonnement/", "/donnees/", "/communes/"]
TEAM = ["/admin/", "/admin/pages/", "/admin/images/", "/admin/lettres/nouveau-numero/", "/admin/agenda/semaines/"]


def git(*arguments) -> str:
    """Return what git says."""
    command = ["git", "-C", str(served.ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


@contextmanager
def checked_out(revision):
    """The code of a revision in a folder of its own, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="pma-former-") as name:
        folder = Path(name) / "code"
        git("worktree", "add", "--detach", "--force", str(folder), revision)
        try:
            yield folder
        finally:
            git("worktree", "remove", "--force", str(folder))


@contextmanager
def serving(site, code):
    """Serve the copy with the code of a folder; yields the port."""
    port = served.free_port()
    path = f"{code}:{code / '.ci' / 'measuring'}"
    # Each keeps its pages by itself, as two machines do: the mark in the database tells of changes.
    environment = {
        **site.environment,
        "PYTHONPATH": path,
        "PAGE_CACHE_SEVERAL_HOSTS": "1",
        "PAGE_CACHE_STAMP": str(site.folder / f"stamp-{port}"),
    }
    with served.running(served.granian(port), environment, port, folder=code):
        yield port


class Browser:
    """An editor's browser, as the tests' helpers expect one: `get` and `post` of forms."""

    def __init__(self, port, cookie):
        self.connection, self.cookie, self.token = Connection(port), cookie, ""

    def get(self, address):
        """Return the answer, with `status_code` and `content`."""
        return self._ask("GET", address)

    def post(self, address, data, follow=False):
        """Send a form; redirections are not followed."""
        body = data.urlencode() if hasattr(data, "urlencode") else urlencode(data)
        return self._ask("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method, address, body=None, headers=None):
        told = {"Cookie": f"{self.cookie}; csrftoken={self.token}", "X-CSRFToken": self.token, **(headers or {})}
        status, words, got = self.connection.ask(method, address, body, told)
        for line in got.get_all("Set-Cookie") or []:
            cookie = http.cookies.SimpleCookie(line)
            self.token = cookie["csrftoken"].value if "csrftoken" in cookie else self.token
        return Answer(status, words)


class Answer:
    """What the browser got."""

    def __init__(self, status, words):
        self.status_code, self.words, self.content = status, words, words.encode()


def crawled(port, most=400) -> dict[str, int]:
    """Return the status of every page that links lead to."""
    waiting, seen, connection = list(STARTS), {}, Connection(port)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        status, words, _ = connection.ask("GET", address, None, {"X-Forwarded-For": "10.1.1.1"})
        seen[address] = status
        found = re.findall(r'href="(/[^"#?]*)"', words) if status == 200 else []
        waiting += [
            each for each in found if not each.startswith(("/static/", "/media/", "/admin/")) and each not in seen
        ]
    return seen


def trial(site, former, say) -> None:
    """Ask, write and read; `say(held, words)` gets each verdict."""
    from django.db import connection

    from pma_site.home.models import StandardPage
    from pma_site.readers.models import Recipient
    from tests import builders
    from tests.back_office import save

    page, cookie = builders.standard_page(title="Avant", slug="deux-versions"), signed_in(builders.administrator())
    connection.close()
    with serving(site, served.ROOT) as new, serving(site, former) as old:
        ours, theirs = crawled(new), crawled(old)
        worse = {
            address: status for address, status in theirs.items() if status >= 500 or ours.get(address, 200) < status
        }
        say(
            len(theirs) > 50 and not worse, f"{len(theirs)} pages lues par la version d’avant, {len(worse)} mal {worse}"
        )
        team = {address: Browser(old, cookie).get(address).status_code for address in TEAM}
        say(set(team.values()) == {200}, f"l’administration d’avant s’ouvre : {team}")

        hidden = dict(_hidden(Connection(old).ask("GET", FORM)[1]))
        time.sleep(6)
        body = urlencode({**hidden, "email": "deux@versions.example"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "10.2.2.2"}
        status = Connection(old).ask("POST", FORM, body, headers)[0]
        known = Recipient.objects.filter(email="deux@versions.example").exists()
        say(status == 302 and known, f"une personne s’abonne par la version d’avant ({status})")

        answer = save(Browser(old, cookie), page, action="publish", streams=["body"], title=TITLE)
        live = StandardPage.objects.get(pk=page.pk).title
        say(answer.status_code == 302 and live == TITLE, f"elle publie une page ({answer.status_code})")
        time.sleep(1)
        shown = {
            name: TITLE in Connection(at).ask("GET", "/deux-versions/")[1]
            for name, at in (("avant", old), ("neuve", new))
        }
        say(all(shown.values()), f"les deux versions la montrent : {shown}")
        answer = save(Browser(new, cookie), page, action="publish", streams=["body"], title="Puis par la neuve")
        time.sleep(1)
        again = "Puis par la neuve" in Connection(old).ask("GET", "/deux-versions/")[1]
        say(answer.status_code == 302 and again, "ce que la neuve publie, celle d’avant le montre")
        connection.close()


def _hidden(words):
    for field in re.findall(r'<input[^>]*type="hidden"[^>]*>', words):
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name:
            yield name[1], value[1] if value else ""


def main():
    """Print the verdicts; end with 1 where one is bad."""
    parser = argparse.ArgumentParser(prog="make versions")
    parser.add_argument("--former", default="", help="la version d’avant : une étiquette ou un commit")
    asked = parser.parse_args()
    newest = git("log", "-1", "--no-merges", "--format=%h", "--", "*/migrations/*.py")
    revision = asked.former or f"{newest}^"
    between = git("diff", "--name-only", "--diff-filter=A", revision, "HEAD", "--", "*/migrations/*.py").split()
    print(f"Version d’avant : {git('log', '-1', '--format=%h du %cs', revision)} ; migrations depuis : {len(between)}.")
    failed = []

    def say(held, words):
        print(f"  {'tenu ' if held else 'ÉCHEC'}  {words}", flush=True)
        failed.extend([] if held else [words])

    print("Préparation du site de démonstration…", flush=True)
    with served.copied(PAGE_CACHE_SEVERAL_HOSTS="1") as site, checked_out(revision) as former:
        trial(site, former, say)
    print("ÉCHEC : " + " ; ".join(failed) if failed else "Les deux versions servent ensemble.")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
