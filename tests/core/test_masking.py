"""No log tells an address that opens what is somebody's own: neither the site's, nor that of the nginx before it."""

import http.client
import logging
import os
import re
import ssl
import subprocess

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.converters import IntConverter

from pma_site.core import logs
from pma_site.core.converters import KeyConverter
from pma_site.core.masking import PLACES, masked
from tests.front_server import NGINX, SHIPPED, configured, free_port, wait_for

SECRET = "AB12-CD34.q7-Zx_9Jv0secret"
# What stands in addresses without being a secret: names of things that anybody may see, or that only the admin knows.
# Whatever else an address takes is masked, or stands here because somebody thought about it.
PUBLIC = {
    *("action", "action_name", "app_label", "app_name", "code", "content_type_app_name", "content_type_model_name"),
    *("file_format", "filter_spec", "insee_code", "key", "model_name", "name", "object_id", "pk", "provider", "siren"),
    # The uid of who lost a password is the number of an account; the token beside it is the secret.
    *("slug", "step", "uidb64"),
}
# Wagtail's own, of files and of pages: their parts have no names.
NAMELESS = {"wagtaildocs_serve", "wagtail_serve"}
NUMBERS = (IntConverter, KeyConverter)


def routes(patterns, before="", converters=()):
    """Each address that the site answers to: as it is written, its name, what its parts are."""
    for pattern in patterns:
        written = before + re.sub(r"[\^$]", "", str(pattern.pattern))
        known = {**dict(converters), **getattr(pattern.pattern, "converters", {})}
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, written, known)
        else:
            yield written, pattern.name, known


def signed_addresses():
    """An address for each route that takes what may be a secret, with SECRET in its place."""
    for written, name, converters in routes(get_resolver().url_patterns):
        known = PUBLIC | {part for part, converter in converters.items() if isinstance(converter, NUMBERS)}
        assert name in NAMELESS or written.startswith("admin/") or not re.search(r"\((?!\?)", written), written
        parts = {part: "1" if part in known else SECRET for part in re.findall(r"<(?:\w+:)?(\w+)>", written)}
        if SECRET in parts.values():
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found, parts=parts: parts[found[1]], written)


def test_every_address_that_takes_a_secret_is_told_without_it():
    addresses = sorted(set(signed_addresses()))

    assert [address for address in addresses if SECRET in masked(address)] == []
    assert len(addresses) > 40


def test_nginx_masks_the_same_places():
    assert f"/(?:{PLACES})/" in SHIPPED.read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["label-euralens/candidater/dossier", "innov-in-artois/fiche", "communes/signaler/suivi"]
)
def test_what_the_site_says_of_a_request_does_not_hold_its_link(path):
    told, handler = [], logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())
    handler.addFilter(logs.WithoutLinks())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        Client().get(f"/{path}/{SECRET}/")
    finally:
        logger.removeHandler(handler)

    assert told == [f"Not Found: /{path}/…/"]


@pytest.fixture
def front(tmp_path):
    """The shipped nginx, with no site behind it: ask it, and read what it wrote."""
    tmp_path.chmod(0o755)
    plain, secure = free_port(), free_port()
    file = configured(tmp_path, plain, secure, free_port())
    command = [NGINX, "-c", file, "-g", "daemon off; user root;" if os.getuid() == 0 else "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    trusting = ssl.create_default_context(cafile=tmp_path / "certificate")
    trusting.check_hostname = False
    for port in (plain, secure):
        wait_for(port)

    def ask(address):
        for connection in (
            http.client.HTTPConnection("127.0.0.1", plain, timeout=10),
            http.client.HTTPSConnection("127.0.0.1", secure, timeout=10, context=trusting),
        ):
            connection.request("GET", address, headers={"Referer": f"https://lettre.example.org{address}"})
            connection.getresponse().read()
            connection.close()

    def written():
        process.terminate()
        process.wait(20)
        return {file.name: file.read_text() for file in tmp_path.glob("lettre*.log")}

    yield ask, written
    process.kill()
    process.wait()


def test_nginx_writes_no_link_down(front):
    ask, written = front
    asked = [*signed_addresses(), f"/abonnement/gerer/{SECRET}/%0Aab", f"/appels/un-appel/?mairie={SECRET}"]
    for address in asked:
        ask(address)

    told = written()
    assert set(told) == {"lettre.log", "lettre-erreurs.log"}
    assert SECRET not in "".join(told.values())
    lines = told["lettre.log"].splitlines()
    assert len(lines) == 2 * len(asked)
    assert any('"GET /label-euralens/candidater/dossier/***/relecture/ HTTP/1.1" 503' in line for line in lines)
    assert any('"GET /innov-in-artois/fiche/***/ HTTP/1.1" 301' in line for line in lines)
