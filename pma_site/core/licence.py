"""The licence of all data that leave the site, and what tells it to who reads them."""

LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
# How old an answer may be, in seconds, before caches and programs ask again.
FRESH = 300


def open_to_all(response, fresh: int = FRESH):
    """Let caches keep an answer for `fresh` seconds and pages of other sites read it; name its licence.

    For what is the same for everybody and sets no cookie (Fetch standard, « CORS protocol »; RFC 8288).
    """
    response["Cache-Control"] = f"public, max-age={fresh}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    return response
