"""What an archive says of itself, so that nothing is put back that is not whole."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from pma_site.core.refusals import Refused

NAME = "manifest.json"
FORMAT = 1


@dataclass
class Manifest:
    """One archive: when it was begun (ISO 8601), of which site and code, what its tables and its files hold.

    `files` are all members but the manifest itself, each with its size in bytes and its SHA-256.
    """

    began_at: str
    database: str
    engine: str
    site: str = ""
    release: str = ""
    refusal_key: str = ""
    migrations: list[list[str]] = field(default_factory=list)
    tables: dict[str, list] = field(default_factory=dict)
    files: dict[str, list] = field(default_factory=dict)
    format: int = FORMAT

    def written(self) -> bytes:
        """The manifest as the archive holds it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read a manifest. Raises Refused for what is none, or one of a format to come."""
        try:
            told = json.loads(content)
            if told.get("format") != FORMAT:
                raise Refused("Cette sauvegarde a été faite par une autre version du site : installez celle-là.")
            return cls(**told)
        except (ValueError, TypeError, AttributeError) as error:
            raise Refused("Le manifeste de cette sauvegarde est illisible.") from error


def key_fingerprint() -> str:
    """What tells whether a site has the same REFUSAL_KEY, without telling the key."""
    return hmac.new(settings.REFUSAL_KEY.encode(), b"backup", hashlib.sha256).hexdigest()[:32]


def applied_migrations() -> list[list[str]]:
    """The migrations of the database, as [app, name]."""
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


def unknown_migrations(manifest: Manifest) -> list[str]:
    """The migrations of an archive that come after all that this code has: it is of a later version.

    Others that are unknown here are not: an app may have merged its early ones since.
    """
    last: dict[str, str] = {}
    for app, name in MigrationLoader(None).disk_migrations:
        last[app] = max(last.get(app, ""), name)
    return [f"{app}.{name}" for app, name in manifest.migrations if app in last and name[:4] > last[app][:4]]
