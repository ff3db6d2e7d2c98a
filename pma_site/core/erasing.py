"""Taking a person out of the database and of the files, whichever table or text they stand in."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.documents.models import AbstractDocument

from . import wiping
from .declarations import rule_of
from .erasing_rows import Rows
from .erasure import Erasure, Place, owners_of, places_of, places_of_private, title_of
from .personal_data import (
    Found,
    Mention,
    look_in_database,
    look_in_files,
    names_in,
)
from .processing import Fate
from .traces import Wanted
from .uploads import Reader, StoredMessages, copy_under_another_name, replace


def erase(
    wanted: Wanted, *, first: Callable = lambda: None, seconds: float | None = None, wipe: bool = True
) -> Erasure:
    """Erase a person: rows in one transaction, then files, messages kept in files, and what deleted rows left behind.

    What `first` does is part of the transaction. Files that take long to read are read for `seconds` at the most. Done
    twice, it finds nothing the second time.
    """
    done = Erasure()
    # Nobody waits for the database while files are read.
    found, copies = look_in_files(wanted, seconds=seconds), {}
    wiping.prepare()
    try:
        with transaction.atomic():
            first()
            look_in_database(found)
            names = names_in(found)
            # A single word, « Claire », « Une », is read in what has nothing to do with them.
            wanted = Wanted(wanted.address, [*wanted.names, *(name for name in names if len(name.split()) > 1)])
            copies = {
                trace.name: copy_under_another_name(wanted, trace.name)
                for trace in found.files
                if trace.is_named and not _goes_with_its_row(trace, found)
            }
            Rows(wanted, found, done, names).erase(copies)
    except BaseException:
        for copy in copies.values():
            default_storage.delete(copy)
        raise
    _Files(wanted, found, done).erase(copies)
    done.messages = StoredMessages().delete_of(wanted)
    for table in found.strange_tables:
        done.left.append(Place(f"Table « {table} »", "aucune partie du site ne la connaît plus : à supprimer"))
    if wipe:
        done.wiping = wiping.wipe(done.tables)
    return done


def _goes_with_its_row(trace, found):
    """Whether a file belongs to a row that is deleted, or to none: it is deleted, and needs no other name."""
    owners = owners_of(trace.name)
    return all(row.pk in found.rows[type(row)] and rule_of(type(row)).fate == Fate.DELETED for row in owners)


class _Files:
    """The part of an erasure that no transaction holds."""

    def __init__(self, wanted: Wanted, found: Found, done: Erasure):
        self.wanted, self.found, self.done = wanted, found, done

    def erase(self, copies: dict[str, str]) -> None:
        """Rename, clean or delete each file that is called after the person or speaks of them."""
        # What somebody else sent; a file whose row went leaves with it.
        self.done.left += places_of_private(self.found.files)
        for trace in [each for each in self.found.files if not each.is_private]:
            name = copies.get(trace.name, trace.name)
            if name != trace.name:
                default_storage.delete(trace.name)
                self.done.files["renommés"] += 1
            if trace.unread:
                self.done.left.append(Place(f"fichier « {name} »", f"il n’a pas pu être lu ({trace.unread})"))
            elif not owners_of(name):
                # Its record is gone, now or long since.
                default_storage.delete(name)
                self.done.files["supprimés"] += 1
            elif trace.speaks:
                self._clean(name)

    def _clean(self, name):
        content, owners = Reader(self.wanted).cleaned(name), owners_of(name)
        remade = [row for row in owners if rule_of(type(row)).fate == Fate.DELETED and not rule_of(type(row)).fields]
        if content is not None:
            replace(name, content)
            for row in owners:
                if isinstance(row, AbstractDocument):
                    # Wagtail measures it anew when it is asked for.
                    type(row)._base_manager.filter(pk=row.pk).update(file_size=None, file_hash="")
            self.done.files["dont l’adresse a été retirée"] += 1
        elif remade:
            for row in remade:
                self.done.left.append(Place(title_of(row), rule_of(type(row)).why))
                row.delete()
            default_storage.delete(name)
            self.done.files["supprimés"] += 1
        else:
            mentions = [Mention(type(row), row.pk, ()) for row in owners]
            self.done.left += places_of(mentions, "son fichier parle de la personne : remplacez-le, ou supprimez-le")
