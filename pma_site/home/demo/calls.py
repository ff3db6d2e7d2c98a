"""Calls to mayors that are open from the day they are loaded."""

from datetime import timedelta

from django.utils import timezone

from pma_site.contributions.models import Call

from .records import Kind


class CallKind(Kind):
    """A call: `days_open` says how long it takes answers, up to midnight; without it, for ever."""

    def _built_or_found(self, row, ledger):
        fields = dict(row)
        if days := fields.pop("days_open", None):
            today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            fields["closes_at"] = (today + timedelta(days=days + 1)).replace(tzinfo=None)
        return super()._built_or_found(fields, ledger)


KINDS = [CallKind("call", "Appels", Call, identity=("slug",))]
