"""The nginx that is shipped, as it can be tried: its files in a folder of the test, ports that are free."""

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

NGINX = "/usr/sbin/nginx"
SHIPPED = Path(settings.BASE_DIR) / "deploy" / "nginx.conf"


def free_port():
    """A port that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def wait_for(port):
    """Return once somebody listens to a port."""
    for _ in range(200):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError(port)


def configured(folder, plain=18080, secure=18443, behind=8000):
    """The file that nginx is to be started with; it listens at `plain` and `secure`, and asks a site at `behind`."""
    subprocess.run(
        [shutil.which("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-subj", "/CN=lettre.example.org", "-keyout", folder / "key", "-out", folder / "certificate"],
        check=True,
        capture_output=True,
    )
    written = SHIPPED.read_text()
    for said, here in {
        "/etc/ssl/certs/lettre.pem": folder / "certificate",
        "/etc/ssl/private/lettre.key": folder / "key",
        "/var/lib/nginx/lettre": folder / "cache",
        "/var/log/nginx": folder,
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "listen 80;": f"listen {plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen {secure} ssl http2;",
        "listen [::]:443 ssl http2;": "",
    }.items():
        assert said in written
        written = written.replace(said, str(here))
    file = folder / "nginx.conf"
    # As root it would give those of the machine's own nginx to somebody else.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    file.write_text(f"pid {folder}/pid; error_log stderr; events {{}} http {{ {places} {written} }}")
    return file
