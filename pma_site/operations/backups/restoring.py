"""An archive put back: read whole before anything is touched, compared afterwards, silent until a person says so."""

import hashlib
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from pma_site.core.refusals import Refused

from . import aftermath, databases, files, tables
from .manifest import NAME, Manifest, key_fingerprint, unknown_migrations

NOT_WHOLE = "Cette sauvegarde est incomplète ou abîmée ({}) : rien n’a été touché."
NOT_READABLE = (
    "Le compte du site n’a pas le droit de lire {} : placez l’archive dans BACKUP_ROOT, et donnez-la-lui (chown). Rien"
    " n’a été touché."
)
NOT_EMPTY = (
    "Ce site a déjà un contenu, que la restauration remplacerait tout entier. Si c’est voulu : ajoutez --replace"
    " (ce qui est là est d’abord sauvegardé)."
)
OTHER_KEY = (
    "REFUSAL_KEY n’est pas celle du site sauvegardé : plus aucun refus ne serait reconnu. Reprenez la clé d’origine"
    " (elle se garde à part, comme un mot de passe) ; si elle est perdue, ajoutez --without-refusal-key."
)


@dataclass
class Restored:
    """What a restore came to, in figures and in words."""

    manifest: Manifest
    files: int = 0
    deleted: int = 0
    after: list[str] = field(default_factory=list)

    @property
    def rows(self):
        return sum(count for count, _ in self.manifest.tables.values())


def verify(archive: Path) -> Manifest:
    """Read a whole archive and return its manifest; each byte of each file is compared with what it tells.

    Raises Refused for what is truncated, altered or no archive of a site.
    """
    found = {}
    try:
        size = archive.stat().st_size
    except FileNotFoundError as error:
        raise Refused(f"Il n’y a pas de fichier {archive}.") from error
    except PermissionError as error:
        raise Refused(NOT_READABLE.format(archive)) from error
    if size % tarfile.RECORDSIZE:
        # An archive is written in whole records: what is not was cut.
        raise Refused(NOT_WHOLE.format("elle est coupée"))
    with _opened(archive) as (members, read):
        manifest = None
        for member in members:
            if member.name == NAME:
                manifest = Manifest.read(read(member).read())
            else:
                found[member.name] = _digest(read(member))
    if manifest is None:
        raise Refused(NOT_WHOLE.format("sa fin manque"))
    for name in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(name) != found.get(name):
            raise Refused(NOT_WHOLE.format(f"« {name} » n’est pas ce que dit le manifeste"))
    if manifest.database not in found or any(_place(name) is None for name in found if name != manifest.database):
        raise Refused(NOT_WHOLE.format("elle ne contient pas ce qu’il faut"))
    return manifest


def restore(
    archive: Path,
    *,
    replace: bool = False,
    other_key: bool = False,
    journals: Iterable[Path] = (),
    tell: Callable[[str], None] = lambda words: None,
) -> Restored:
    """Put an archive in the place of the database and the files of this site, and compare them with its manifest.

    With `replace` also where there is something already. `journals` are those of refusals of other machines; this
    one's own is read in any case. Raises Refused, with nothing touched, for an archive that is not whole, of another
    kind of database, of a later version of the code or of a site with another REFUSAL_KEY.
    """
    manifest = verify(archive)
    tell(f"Sauvegarde lue et vérifiée : {len(manifest.files)} fichiers.")
    _check(manifest, replace, other_key)
    with tempfile.TemporaryDirectory(prefix="pma-restore-", dir=_room()) as folder:
        prepared = databases.prepare(_taken_out(archive, manifest.database, Path(folder)), manifest.tables)
        done = Restored(manifest)
        # Files first: the former database loses none of its own, should anything fail from here on.
        _put_files_back(archive, done, tell)
        databases.put_back(prepared)
    _compare_tables(manifest)
    tell(f"Base de données : {len(manifest.tables)} tables comparées, {done.rows} lignes, aucune différence.")
    _delete_other_files(done)
    _compare_files(manifest)
    tell(f"Fichiers : {done.files} comparés, aucune différence ; {done.deleted} en trop supprimés.")
    connection.close()
    done.after = aftermath.settle(manifest, journals)
    return done


def _check(manifest, replace, other_key):
    if manifest.engine != connection.vendor:
        raise Refused(
            f"Cette sauvegarde est celle d’une base {manifest.engine}, et DATABASE_URL désigne une base"
            f" {connection.vendor} : rien n’a été touché."
        )
    if unknown := unknown_migrations(manifest):
        raise Refused(
            f"Cette sauvegarde vient d’une version plus récente du site ({unknown[0]}) : installez-la d’abord."
        )
    if manifest.refusal_key != key_fingerprint() and not other_key:
        raise Refused(OTHER_KEY)
    if not replace and not _is_empty():
        raise Refused(NOT_EMPTY)


def _is_empty():
    return databases.is_empty() and not any(next(files.names(place), None) for place in files.PLACES)


def _room():
    """Where there is room for a database: beside the one of SQLite, otherwise where the system keeps such things."""
    if connection.vendor != "sqlite":
        return None
    folder = Path(connection.settings_dict["NAME"]).parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _opened(archive):
    """Yield the members of an archive, one after the other, and how to read one. Raises Refused where it breaks off."""
    try:
        with tarfile.open(archive, "r:") as tar:
            yield _members(tar), tar.extractfile
    except PermissionError as error:
        raise Refused(NOT_READABLE.format(archive)) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(NOT_WHOLE.format(str(error) or type(error).__name__)) from error


def _members(tar):
    for member in tar:
        if not member.isreg():
            raise Refused(NOT_WHOLE.format(f"« {member.name} » n’est pas un fichier"))
        yield member


def _digest(source):
    digest, size = hashlib.sha256(), 0
    while part := source.read(1 << 20):
        digest.update(part)
        size += len(part)
    return [size, digest.hexdigest()]


def _place(member):
    """The storage and the name of a member; None for a name that leads elsewhere."""
    place, _, name = member.partition("/")
    climbs = not name or name.startswith("/") or ".." in name.split("/") or "\\" in name
    return (place, name) if place in files.PLACES and not climbs else None


def _taken_out(archive, name, folder):
    with _opened(archive) as (members, read):
        for member in members:
            if member.name == name:
                target = folder / Path(name).name
                with target.open("wb") as file, read(member) as source:
                    while part := source.read(1 << 20):
                        file.write(part)
                return target
    raise Refused(NOT_WHOLE.format("la base manque"))


def _put_files_back(archive, done, tell):
    with _opened(archive) as (members, read):
        for member in members:
            if place := _place(member.name):
                files.put_back(*place, read(member))
                done.files += 1
                if done.files % 500 == 0:
                    tell(f"{done.files} fichiers remis…")


def _compare_tables(manifest):
    if words := tables.differences(manifest.tables, databases.contents()):
        raise Refused(f"La base restaurée diffère de la sauvegarde : {' ; '.join(words[:5])}.")


def _delete_other_files(done):
    for place in files.PLACES:
        for name in list(files.names(place)):
            if f"{place}/{name}" not in done.manifest.files:
                files.delete(place, name)
                done.deleted += 1


def _compare_files(manifest):
    for member, told in manifest.files.items():
        if place := _place(member):
            file = files.open_file(*place)
            if file is None:
                raise Refused(f"« {member} » manque après la restauration.")
            with file:
                if _digest(file) != told:
                    raise Refused(f"« {member} » diffère de la sauvegarde.")
