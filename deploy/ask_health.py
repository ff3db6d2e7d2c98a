"""Ask this machine's site how it is; ends with an error where it cannot serve (for Docker's HEALTHCHECK)."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
connection.request("GET", "/sante/", headers={"Host": os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]})
sys.exit(connection.getresponse().status != 200)
