"""Ask this machine's site how it is; ends with an error where it cannot serve (for Docker's HEALTHCHECK)."""

import http.client
import os
import sys

# A name may stand for all below it (« .example.org »), or for any.
name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip(".*") or "localhost"
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/sante/", headers={"Host": name})
sys.exit(connection.getresponse().status != 200)
