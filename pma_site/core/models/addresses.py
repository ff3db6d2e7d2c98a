"""Where pages are: each address is found once, as a page shows dozens."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from wagtail.models import Site

from pma_site.core.memory import remembered


@lru_cache(maxsize=4096)
def _address(path: str, urlconf: str | None, prefix: str) -> str:
    """Return the address at which the page of this path is served, by the addresses and below the prefix in force."""
    return reverse("wagtail_serve", args=(path,))


class AddressedPage:
    """The part of a page (BasePage) that says where it is."""

    def get_url_parts(self, request=None):
        # The site's address is said once, in BASE_URL: Wagtail's own record of it says « localhost » for ever.
        for site_id, root_path, *_ in self._get_site_root_paths(request):
            if self.url_path.startswith(root_path):
                path = _address(self.url_path.removeprefix(root_path), get_urlconf(), get_script_prefix())
                return site_id, settings.WAGTAILADMIN_BASE_URL.rstrip("/"), path
        return None

    def _get_site_root_paths(self, request=None):
        # Wagtail asks the cache, on another machine maybe, for each page whose address is shown.
        holder = self if request is None else request
        if not hasattr(holder, "_wagtail_cached_site_root_paths"):
            holder._wagtail_cached_site_root_paths = remembered("roots of sites", Site.get_site_root_paths)
        return holder._wagtail_cached_site_root_paths
