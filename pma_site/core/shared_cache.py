"""The cache that all machines share, and what stands in for it while it does not answer."""

import logging
import time

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Seconds during which a cache that did not answer is left alone: each try costs its patience.
REST = 5
# As many keys are forgotten one by one when it is back; above, all of them are.
MOST_KEYS = 5_000


class _Outage:
    """Of one process: until when the cache is left alone, and what changed meanwhile."""

    def __init__(self):
        self.until = 0.0
        self.changed: set[str] = set()


class SharedCache(RedisCache):
    """Django's cache in Redis. While Redis is gone each process counts and remembers by itself, and no page fails.

    What was written or deleted meanwhile is deleted in Redis once it answers again: it never gives back what is old.
    """

    def __init__(self, server, params):
        options = dict(params.get("OPTIONS", {}))
        # Said of the memory of the process: Redis has a limit of its own.
        most = options.pop("MAX_ENTRIES", None)
        super().__init__(server, params | {"OPTIONS": options})
        self._outage = _OUTAGES.setdefault(server, _Outage())
        self._own = LocMemCache(f"in place of {server}", params | {"OPTIONS": {"MAX_ENTRIES": most}})

    @property
    def is_away(self):
        """Whether Redis did not answer a moment ago."""
        return time.monotonic() < self._outage.until

    def _run(self, name, key, *args, **kwargs):
        outage = self._outage
        changes = name not in _READING
        if self.is_away:
            return self._alone(name, key, changes, *args, **kwargs)
        try:
            self._forget_what_changed()
            return getattr(super(), name)(*([key] if key is not None else []), *args, **kwargs)
        except (RedisError, OSError) as error:
            is_new = not outage.until or time.monotonic() - outage.until > REST
            # Before it is told: who hears of errors counts them in this cache.
            outage.until = time.monotonic() + REST
            if is_new:
                logger.error("Redis ne répond pas (%s) : chaque processus compte pour lui-même.", type(error).__name__)
            return self._alone(name, key, changes, *args, **kwargs)

    def _alone(self, name, key, changes, *args, **kwargs):
        if changes and len(self._outage.changed) <= MOST_KEYS:
            keys = key if isinstance(key, list | tuple | set | dict) else [key]
            self._outage.changed.update(_ALL if each is None else each for each in keys)
        return getattr(self._own, name)(*([key] if key is not None else []), *args, **kwargs)

    def _forget_what_changed(self):
        changed = self._outage.changed
        if not changed:
            return
        if _ALL in changed or len(changed) > MOST_KEYS:
            super().clear()
        else:
            super().delete_many(list(changed))
        self._outage.changed = set()
        self._own.clear()
        logger.warning("Redis répond de nouveau.")

    def add(self, key, *args, **kwargs):
        return self._run("add", key, *args, **kwargs)

    def get(self, key, *args, **kwargs):
        return self._run("get", key, *args, **kwargs)

    def set(self, key, *args, **kwargs):
        return self._run("set", key, *args, **kwargs)

    def touch(self, key, *args, **kwargs):
        return self._run("touch", key, *args, **kwargs)

    def delete(self, key, *args, **kwargs):
        return self._run("delete", key, *args, **kwargs)

    def get_many(self, keys, *args, **kwargs):
        return self._run("get_many", list(keys), *args, **kwargs)

    def has_key(self, key, *args, **kwargs):
        return self._run("has_key", key, *args, **kwargs)

    def incr(self, key, *args, **kwargs):
        return self._run("incr", key, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._run("set_many", data, *args, **kwargs)

    def delete_many(self, keys, *args, **kwargs):
        return self._run("delete_many", list(keys), *args, **kwargs)

    def clear(self):
        return self._run("clear", None)


def forget_everything() -> None:
    """Empty every cache: what they know was made from other content."""
    for cache in caches.all():
        cache.clear()


_OUTAGES: dict[str, _Outage] = {}
_READING = ("get", "get_many", "has_key")
_ALL = "*"
