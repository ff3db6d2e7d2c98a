"""How often something may be asked, counted in the cache."""

from django.core.cache import cache


def within_limit(name: str, most: int, seconds: int) -> bool:
    """Count one more `name` and tell whether that makes `most` at the most since its first in the last `seconds`."""
    key = f"limit:{name}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # It expired in between: this one is the first.
        return True
