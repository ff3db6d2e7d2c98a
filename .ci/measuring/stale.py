"""stale: what strangers get while editors publish, withdraw, close and preview: never the past, never a secret.

1. One page is published again and again while many clients read it on all workers: an answer to a request that began
   after a publication had ended, and that shows what was before, is stale.
2. Behind the shipped nginx, random changes (publish, unpublish, password, login, preview) to pages that hold a word, a
   document and a picture of their own: a second after a change a stranger sees it, and from then on never sees the
   hidden word, nor the document, nor the picture at any address that it had before.
"""

import argparse
import http.client
import itertools
import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import served

CLIENTS = 16


class Visitor(threading.local):
    """Connections that are kept, one a thread."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def get(self, address, **headers):
        """Return the status and the words of a page."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        words = answer.read().decode(errors="replace")
        if answer.will_close:
            self.connection = None
        return answer.status, words


def publish(page, words):
    """Publish a page with other words, as an editor does."""
    page.title = words
    page.save_revision().publish()


def count_stale(port, requests):
    """Read one page `requests` times from many clients while it is published; return stale answers and publications."""
    from tests import builders

    page, done = builders.standard_page(title="Version 0", slug="en-direct"), [0]
    visitor, stale, over = Visitor(port), [], threading.Event()

    def write():
        for number in itertools.count(1):
            if over.is_set():
                return
            publish(page, f"Version {number}")
            done[0] = number
            time.sleep(0.02)

    def read(_):
        before = done[0]
        status, words = visitor.get("/en-direct/")
        shown = re.search(r"<h1[^>]*>\s*Version\s(\d+)", words)
        if status != 200 or not shown or int(shown[1]) < before:
            stale.append((before, status, shown and shown[1]))

    writer = threading.Thread(target=write)
    writer.start()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(read, range(requests)))
    over.set()
    writer.join()
    return stale, done[0]


class Hidden:
    """A page with a word of its own, and whether a stranger may read that word now."""

    def __init__(self, number):
        from django.core.files.base import ContentFile
        from wagtail.models import ReferenceIndex

        from pma_site.core.models import SiteDocument
        from tests import builders, contents

        # In the text: the title of a page behind a password stands in the menu, by which one finds it.
        self.word, self.number = f"Zirconium{number:04}", number
        file = ContentFile(self.word.encode(), name=f"note-{number}.txt")
        document, self.image = SiteDocument.objects.create(title="Note", file=file), builders.image()
        link = f'<p>{self.word}, <a linktype="document" id="{document.pk}">note</a></p>'
        figure = ("figure", {"image": contents.described(self.image), "caption": "Image"})
        body = contents.raw([("paragraph", link), figure])
        self.page = builders.standard_page(title=f"Page {number}", slug=f"page-{number}", body=body)
        ReferenceIndex.create_or_update_for_object(self.page)
        self.address, self.since, self.open = f"/page-{number}/", 0.0, True
        self.document, self.pictures = document.url, []
        self.lock = threading.Lock()
        self.note_pictures()

    def note_pictures(self):
        """Remember the addresses that the picture has now; they are known to whoever saw the page."""
        image = type(self.image).objects.get(pk=self.image.pk)
        now = [file["url"] for file in image.files("wide", "jpeg")]
        self.pictures += [address for address in now if address not in self.pictures]
        self.pictures_now = now

    def change(self, draw):
        """Make one random change; return its name."""
        from wagtail.models import PageViewRestriction

        page = type(self.page).objects.get(pk=self.page.pk)
        restrictions = PageViewRestriction.objects.filter(page=page)
        kinds = ["unpublish", "password", "login", "preview"] if self.open else ["publish", "preview"]
        kind = draw.choice(kinds)
        with self.lock:
            # Nobody may expect anything of it meanwhile.
            self.since, before = float("inf"), self.since
            if kind == "unpublish":
                page.unpublish()
            elif kind in ("password", "login"):
                restrictions.create(page=page, restriction_type=kind, password="secret" if kind == "password" else "")
            elif kind == "publish":
                restrictions.delete()
                publish(page, f"Page {self.number}")
            else:
                # What an editor looks at before it is published is nobody's but theirs.
                page.title = f"Brouillon {self.number}-projet"
                page.save_revision()
                page.make_preview_request(preview_mode=page.default_preview_mode)
            if kind == "preview":
                self.since = before
            else:
                self.open = kind == "publish"
                if self.open:
                    self.note_pictures()
                self.since = time.monotonic()
        return kind

    def addresses(self, draw):
        """Return one of its addresses by lot, and whether it must show while the page is open."""
        lot = draw.random()
        if lot < 0.5:
            return self.address, True
        if lot < 0.75:
            return self.document, True
        picture = draw.choice(self.pictures)
        return picture, picture in self.pictures_now

    def is_seen(self, address, status, words):
        """Whether an answer shows what the page hides: its word, its document, its picture."""
        return self.word in words or (address in self.pictures and status == 200)


def count_leaks(port, changes, delay):
    """Make random changes while strangers look everywhere; return what was seen that should not, and what was late."""
    draw, visitor = random.Random(8), Visitor(port)  # noqa: S311
    pages, over = [Hidden(number) for number in range(12)], threading.Event()
    leaks, late = [], []
    asked = Counter()
    doors = ["/", "/plan-du-site/", "/recherche/?q=zirconium", "/sitemap.xml", "/api/v2/pages/?limit=100"]

    def look(number):
        mine = random.Random(number)  # noqa: S311
        while not over.is_set():
            hidden = mine.choice(pages)
            address, shows = hidden.addresses(mine) if mine.random() < 0.8 else (mine.choice(doors), False)
            begun = time.monotonic()
            closed = [page for page in pages if not page.open and begun - page.since > delay]
            opened = hidden.open and begun - hidden.since > delay
            state = {page: page.since for page in [*closed, hidden]}
            status, words = visitor.get(address)
            if "-projet" in words:
                leaks.append((address, "brouillon"))
            # Still closed, and since before it was asked for.
            leaks.extend(
                (address, page.word)
                for page in closed
                if page.is_seen(address, status, words) and not page.open and page.since == state[page]
            )
            if address not in doors:
                asked[address.split("/")[1].split("-")[0]] += 1
            opened = opened and hidden.open and hidden.since == state[hidden] and shows
            if opened and not (status == 200 and (hidden.is_seen(address, status, words))):
                late.append((address, status))

    threads = [threading.Thread(target=look, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    kinds = {}
    for done in range(changes):
        kind = draw.choice(pages).change(draw)
        kinds[kind] = kinds.get(kind, 0) + 1
        if done % 50 == 49:
            print(f"  {done + 1} changements…", flush=True)
        time.sleep(0.05)
    time.sleep(delay + 0.5)
    over.set()
    for thread in threads:
        thread.join()
    return leaks, late, asked, kinds


def main():
    """Print the figures; end with 1 where one is not 0."""
    parser = argparse.ArgumentParser(prog="make stale")
    parser.add_argument("--requests", type=int, default=10_000, help="demandes pendant les publications (10 000)")
    parser.add_argument("--changes", type=int, default=500, help="changements au hasard derrière nginx (500)")
    asked = parser.parse_args()
    print("Préparation du site de démonstration…", flush=True)
    with served.copied() as site:
        from pma_site.core.models import images

        # Pictures are made anew whenever they are closed: of a few points here.
        images.SIZES, images.FORMATS = {"wide": ["width-48"], "card": ["fill-48x32"]}, ["jpeg"]
        with served.served(site, PAGE_CACHE_STAMP=str(site.folder / "page-stamp")) as (port, _):
            print(
                f"{asked.requests} demandes à {served.WORKERS} processus, pendant que la page est publiée…", flush=True
            )
            stale, published = count_stale(port, asked.requests)
            print(
                f"Réponses périmées : {len(stale)} sur {asked.requests}, pendant {published} publications.", flush=True
            )
        with (
            served.served(site, FRONT_CACHE="nginx", PAGE_CACHE_STAMP=str(site.folder / "page-stamp")) as (behind, _),
            served.behind_nginx(site, behind) as front,
        ):
            print(f"{asked.changes} changements au hasard, derrière nginx…", flush=True)
            leaks, late, looks, kinds = count_leaks(front, asked.changes, 1.0)
            print(f"Mots et fichiers cachés vus : {len(leaks)} ; changements non vus après 1 s : {len(late)}.")
            print("Demandes : " + ", ".join(f"{kind} {count}" for kind, count in sorted(looks.items())))
            print("Changements : " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    if stale or leaks or late:
        print(stale[:5], leaks[:5], late[:5])
        raise SystemExit(1)


if __name__ == "__main__":
    main()
