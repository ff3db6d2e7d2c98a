"""How often something may be asked, counted in the cache."""

import ipaddress

from django.conf import settings
from django.core.cache import cache

# What one household, office or phone has of the addresses of the network: a range of them counts as one who asks.
_PREFIXES = {4: 24, 6: 56}


def within_limit(name: str, most: int, seconds: int) -> bool:
    """Count one more `name` and tell whether that makes `most` at the most since its first in the last `seconds`."""
    key = f"limit:{name}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # It expired in between: this one is the first.
        return True


def network_of(request) -> str:
    """The part of the network that a request comes from: a /24 of IPv4, a /56 of IPv6; « inconnu » where none is told.

    Behind our own proxies (`PROXIES` of them) it is what the first of these saw: what stands before it in
    X-Forwarded-For was written by who asks.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        steps = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told = steps[-settings.PROXIES] if len(steps) >= settings.PROXIES else told
    try:
        address = ipaddress.ip_address(told.strip().partition("%")[0])
    except ValueError:
        return "inconnu"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, _PREFIXES[address.version]), strict=False))
