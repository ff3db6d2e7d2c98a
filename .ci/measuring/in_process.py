"""in_process MODULE ADDRESS...: how long a WSGI application takes for a page, without a server and nobody beside.

Prints the milliseconds of CPU of each address: the least of a hundred answers once it knows the page, as `timeit` does,
since all that is above it comes from the rest of the machine.
"""

import importlib
import sys
import time
from wsgiref.util import setup_testing_defaults

KNOWN, ASKED = 30, 100


def main():
    """Read the command line, measure, print a figure a line."""
    module, *addresses = sys.argv[1:]
    loaded = importlib.import_module(module)
    # Without the cache before it, where it has one.
    application = getattr(loaded, "handler", loaded.application)
    for address in addresses:
        took = [_seconds(application, address) for _ in range(KNOWN + ASKED)][KNOWN:]
        print(f"{1000 * min(took):.3f}")


def _seconds(application, address):
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1:8000", "HTTP_AUTHORIZATION": "x"}
    setup_testing_defaults(environ)
    begun, told = time.process_time(), []
    answer = application(environ, lambda status, headers, exc_info=None: told.append(status))
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    assert told[0].startswith("200"), (address, told)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
