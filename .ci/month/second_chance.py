"""The machine burns in the middle of the month; its backup is put back on one that has nothing."""

from django.conf import settings
from machine import Machine
from people import ADMINISTRATOR, Visitor
from telling import check, say


def begin_again(month):
    """Back up, let somebody leave after it, lose everything but the archive and the journal, restore, go on."""
    from pma_site.core.models import TransportConfirmation
    from pma_site.readers import links
    from pma_site.readers.models import Recipient
    from projects.models import ApplicationFile

    said = month.machine.command("backup").strip().splitlines()[-1]
    archive = max((month.machine.folder / "backups").glob("*.tar"), key=lambda file: file.stat().st_mtime)
    say(said.rpartition("/")[2])
    leaver = "neuf2@lecteurs.internal"
    link = links.leave_address(Recipient.objects.at(leaver).get())
    visitor = Visitor(month.machine.url)
    visitor.post(link, visitor.form(link))
    kept = month.folder / "elsewhere" / archive.name
    kept.write_bytes(archive.read_bytes())
    month.stranger.rest()
    month.machine.stop()
    empty = Machine(month.folder / "machine2", "restored.sqlite3", month.machine.port)
    _change_to(month, empty)
    said = month.machine.command("restore", kept)
    say(said.strip().splitlines()[0])
    check("aucune différence" in said, "ce qui est remis est ce qui fut sauvegardé")
    check(not TransportConfirmation.objects.exists(), "le site restauré n’envoie rien de lui-même")
    check(Recipient.objects.at(leaver).get().state == "parti", "qui est parti après la sauvegarde est encore parti")
    files = list(ApplicationFile.objects.all())
    check(all(_read(month, each).startswith(b"%PDF") for each in files), f"{len(files)} fichiers privés sont là")
    month.machine.serve()
    month.machine.work()
    month.people.move(month.machine)
    month.stranger.machine = month.machine
    month.stranger.wake()
    page = month.people.desk(ADMINISTRATOR)
    page.goto("/admin/lecteurs/messagerie/")
    page.get_by_role("button", name="Je confirme : les messages peuvent partir").click()


def _read(month, each):
    return (month.machine.folder / "private" / each.file.name).read_bytes()


def _change_to(month, machine):
    """Let this process, and all that it starts from now on, speak of the site of another machine."""
    import os

    from django.db import connection

    from pma_site.core.shared_cache import forget_everything
    from pma_site.page_cache.stamps import the_stamp
    from tests.databases import PostgreSQL

    connection.close()
    if connection.vendor == "postgresql":
        machine.database = f"{month.machine.database}_restored"
        PostgreSQL.copy("template0", machine.database, machine.folder)
        machine.environment["MONTH_DATABASE"] = machine.database
    connection.settings_dict["NAME"] = (
        machine.database if connection.vendor == "postgresql" else str(machine.folder / machine.database)
    )
    os.environ.update(machine.environment)
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = str(machine.folder / "media"), str(machine.folder / "private")
    settings.BACKUP_ROOT, settings.PAGE_CACHE_STAMP = str(machine.folder / "backups"), machine.folder / "page-stamp"
    the_stamp.cache_clear()
    forget_everything()
    month.machine = machine
