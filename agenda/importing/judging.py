"""The verdict on each event that was read: what importing it would do to the agenda."""

from django.utils import timezone

from pma_site.core.french import spelling_key

from ..choices import EventStatus, ImportVerdict
from ..incoming import ReadEvent
from ..models import EventImportRow, EventPage, EventSlot
from ..wording import slots_in_words
from .comparing import Wanted, compare, says_the_same
from .places import Registers


class Judge:
    """Says of each event of a source what importing would do with it."""

    def __init__(self, source):
        self.registers = Registers()
        self.links = {link.identity: link for link in source.events.all()}
        keys = [link.event_id for link in self.links.values() if link.event_id]
        pages = EventPage.objects.filter(pk__in=keys)
        self.pages = {page.pk: page for page in pages}
        self.agenda = {}
        own = set(keys)
        for pk, title, day in EventPage.objects.not_past().values_list("pk", "title", "first_day"):
            if day and pk not in own:
                self.agenda.setdefault((spelling_key(title), day), title)
        self.seen = {}

    def row(self, read: ReadEvent) -> EventImportRow:
        """The row of one event."""
        row = EventImportRow(line=read.line, identity=read.identity, title=read.title, remarks=list(read.remarks))
        row.when = slots_in_words([_as_slot(slot) for slot in read.slots])[:300]
        link = self.links.get(read.identity)
        first = self.seen.setdefault(read.identity, read.line)
        if read.faults:
            row.verdict, row.reason = ImportVerdict.UNREADABLE, "\n".join(read.faults)
        elif read.refusal:
            row.verdict, row.reason = ImportVerdict.REFUSED, read.refusal
        elif first != read.line:
            row.verdict, row.reason = ImportVerdict.REFUSED, f"Doublon de la ligne {first} : le même identifiant."
        elif link and link.event_id is None:
            row.verdict = ImportVerdict.REFUSED
            row.reason = "Supprimé de l’agenda par l’équipe : il n’est pas recréé."
        else:
            self._judge(row, read, link)
        return row

    def _judge(self, row, read, link):
        wanted = Wanted(read, self.registers)
        row.data = read.as_data()
        row.remarks = list(wanted.remarks)
        if link is None:
            row.verdict = ImportVerdict.NEW
            if wanted.place.key and not wanted.place.venue:
                row.changes.append({"label": "Lieu", "before": "", "after": wanted.place.words})
            day = timezone.localtime(read.slots[0].start).date()
            if alike := self.agenda.get((spelling_key(read.title), day)):
                row.remarks.insert(
                    0, f"Ressemble à « {alike} », déjà à l’agenda le même jour : vérifiez avant d’importer."
                )
            return
        page = row.event = self.pages[link.event_id]
        if says_the_same(wanted, link):
            # Most events, most of the time: what the page says now need not be read.
            row.verdict = ImportVerdict.UNCHANGED
            return
        plan = compare(wanted, page.get_latest_revision_as_object(), link)
        row.changes = plan.changes
        row.remarks = [*plan.remarks, *wanted.remarks]
        row.verdict = ImportVerdict.UNCHANGED if plan.is_empty else ImportVerdict.UPDATED
        if not plan.is_empty and page.live:
            row.remarks.insert(0, "En ligne : la mise à jour attend dans un brouillon, à relire et à publier.")

    def gone(self, identities):
        """Yield the rows of events to come that the source no longer has."""
        for identity, link in self.links.items():
            page = self.pages.get(link.event_id)
            if identity in identities or page is None or page.is_past or page.status == EventStatus.CANCELLED:
                continue
            yield EventImportRow(
                identity=identity,
                title=page.title,
                when=page.when,
                event=page,
                verdict=ImportVerdict.GONE,
                reason="Rien n’est supprimé. S’il n’a plus lieu, annulez-le sur sa fiche.",
            )


def _as_slot(read):
    return EventSlot(start=read.start, end=read.end, all_day=read.all_day)
