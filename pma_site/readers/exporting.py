"""The lists of the register as files, with the titles that an import recognises: brought back, they change nothing."""

from django.db import transaction
from django.utils import timezone

from pma_site.core.spreadsheets import write_csv, write_xlsx

from .choices import ImportKind, ReadingState
from .columns import fields_of
from .models import Consent, ElectedReader, Office, RegisterExport, Subscription

_STATE = "État du courriel"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, _XLSX),
}


@transaction.atomic
def export(kind: str, file_format: str, user=None) -> tuple[bytes, str, str]:
    """Return a list (choices.ImportKind) as a file, its name and its type; that it was taken out is kept.

    The address of who left is never in it.
    """
    header, rows = _TABLES[kind]()
    write, content_type = WRITERS[file_format]
    note(kind, file_format, len(rows), user)
    name = f"{kind}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return write(header, rows), name, content_type


def note(kind: str, file_format: str, rows: int, user) -> None:
    """Keep that a list, or a part of one, was taken out of the site: which, by whom, how many rows."""
    RegisterExport.objects.create(kind=kind, file_format=file_format, rows=rows, made_by=user)


def _titles(kind, *names):
    fields = fields_of(kind)
    return [fields[name].label for name in names]


def _day(value):
    return f"{value:%d/%m/%Y}" if value else ""


def _yes(value):
    return "oui" if value else "non"


def _address(recipient):
    """An address to write to; none for who left, whose address is on its way to be erased."""
    return recipient.email if recipient and recipient.state != ReadingState.LEFT else ""


def _state(recipient):
    return recipient.get_state_display() if recipient else ""


def _post_of(office):
    """Why nothing is posted to a town hall though the team would; empty where it is."""
    stopped = (
        "" if office.post_stopped_on is None else f"ne veut plus de courrier depuis le {_day(office.post_stopped_on)}"
    )
    lost = office.postal_return and f"pli revenu le {_day(office.returned_on)} : {office.get_postal_return_display()}"
    return ", ".join(filter(None, [stopped, lost]))


def _offices():
    header = [
        *_titles(
            ImportKind.OFFICES,
            "insee",
            "commune",
            "name",
            "complement",
            "street",
            "postal_code",
            "city",
            "phone",
            "email",
            "form_of_address",
            "first_name",
            "last_name",
            "start",
            "by_post",
            "by_email",
        ),
        _STATE,
        "État de la poste",
        "Intercommunalité",
    ]
    rows = []
    for office in Office.objects.select_related("commune__epci", "recipient").prefetch_related("mandates__person"):
        mandate = office.current_mandate
        rows.append(
            [
                office.commune.insee_code,
                office.commune.name,
                office.name,
                office.complement,
                office.street,
                office.postal_code,
                office.city,
                office.phone,
                _address(office.recipient),
                mandate.get_form_of_address_display() if mandate else "",
                mandate.person.first_name if mandate else "",
                mandate.person.last_name if mandate else "",
                _day(mandate.start) if mandate else "",
                _yes(office.by_post),
                _yes(office.by_email),
                _state(office.recipient),
                _post_of(office),
                office.commune.epci.name,
            ]
        )
    return header, rows


def _subscribers():
    header = _titles(ImportKind.SUBSCRIBERS, "email", "commune", "insee", "consented_on", "consent_source")
    header.append(_STATE)
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False).exclude(recipient__email="")
    confirmed = confirmed.exclude(recipient__state=ReadingState.LEFT).select_related("recipient", "commune")
    proofs = Consent.objects.filter(confirmed_at__isnull=False).order_by("confirmed_at")
    wordings = dict(proofs.values_list("recipient_id", "wording"))
    rows = [
        [
            subscription.recipient.email,
            subscription.commune.name if subscription.commune else "",
            subscription.commune.insee_code if subscription.commune else "",
            _day(timezone.localtime(subscription.confirmed_at)),
            wordings.get(subscription.recipient_id, ""),
            subscription.standing,
        ]
        for subscription in confirmed.order_by("recipient__email")
    ]
    return header, rows


def _elected():
    header = [*_titles(ImportKind.ELECTED, "first_name", "last_name", "email", "until"), _STATE]
    rows = [
        [
            reader.person.first_name,
            reader.person.last_name,
            _address(reader.recipient),
            _day(reader.until),
            _state(reader.recipient),
        ]
        for reader in ElectedReader.objects.select_related("person", "recipient")
    ]
    return header, rows


_TABLES = {ImportKind.OFFICES: _offices, ImportKind.SUBSCRIBERS: _subscribers, ImportKind.ELECTED: _elected}
