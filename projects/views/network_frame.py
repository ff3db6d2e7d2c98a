"""What the public pages below the network have around them: the section that they belong to."""

from django.http import Http404

from pma_site.core.navigation import route

HERE = "/innov-in-artois/"


def around(request) -> dict:
    """The network's page, as `index`, and the `trail` that leads below it. Raises Http404 where it is not public."""
    page = route(request, HERE).page
    if not page.known_public:
        raise Http404
    return {"index": page, "trail": [*page.trail, page], "look": page.look}
