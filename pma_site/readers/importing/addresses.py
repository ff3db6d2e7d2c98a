"""The addresses of a file, looked up at once: who has one already, and whose owner wants no letter."""

from django.utils import timezone

from pma_site.core.french import day
from pma_site.core.mail_addresses import address_hash

from ..choices import ReadingState
from ..models import Recipient, Refusal

_AT_ONCE = 500


class Addresses:
    """Recipients and refusals by address. No import writes to who left or refused, whatever a file says."""

    def __init__(self, addresses, hold=False):
        """Look up `addresses`; `hold` keeps them from changing until the transaction ends."""
        self._hashes = {address: address_hash(address) for address in addresses}
        self._recipients, self._refusals = {}, {}
        keys = sorted(set(self._hashes.values()))
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            recipients = Recipient.objects.filter(address_hash__in=part).select_related("subscription", "elected")
            if hold:
                recipients = recipients.select_for_update(of=("self",))
            self._recipients |= {recipient.address_hash: recipient for recipient in recipients}
            refusals = Refusal.objects.filter(address_hash__in=part).values_list("address_hash", "made_at")
            self._refusals |= dict(refusals)

    def hash(self, address):
        """Return what an address is compared by."""
        return self._hashes[address]

    def recipient(self, address):
        """The recipient at an address; None where there is none."""
        return self._recipients.get(self._hashes[address])

    def refusal(self, address):
        """Say that the owner of an address wants no letter; empty where nothing says so."""
        recipient = self.recipient(address)
        since = self._refusals.get(self._hashes[address])
        if since is None and not (recipient and recipient.state == ReadingState.LEFT):
            return ""
        return _told(address, since or recipient.left_at, "un fichier ne réinscrit jamais personne.")

    def departure(self, recipient):
        """Say that who reads at a recipient left: a file gives them no other address; empty where they did not."""
        if recipient is None or recipient.state != ReadingState.LEFT:
            return ""
        named = recipient.email or "L’adresse notée jusqu’ici"
        return _told(named, recipient.left_at, "un fichier n’en donne pas d’autre à sa place.")

    def note(self, address):
        """What else is to be known of an address; empty where there is nothing."""
        recipient = self.recipient(address)
        if recipient and recipient.state == ReadingState.SUSPENDED:
            return f"{address} : les messages en reviennent, l’adresse reste suspendue."
        return ""

    def activation(self, address):
        """Say that writing at an address makes somebody a reader who has not confirmed yet; empty where it does not."""
        recipient = self.recipient(address)
        if recipient and recipient.state == ReadingState.PENDING:
            return f"{address} attendait d’être confirmée : une fois l’import appliqué, la lettre y est envoyée."
        return ""

    def obtain(self, address, line, journal):
        """Return the recipient at an address, made where there is none; one who did not confirm may now be written to.

        The state of who left, or whose messages come back, is never touched.
        """
        recipient = self.recipient(address)
        if recipient is None:
            recipient = journal.create(line, Recipient(email=address))
            self._recipients[recipient.address_hash] = recipient
        elif recipient.state == ReadingState.PENDING:
            journal.change(line, recipient, state=ReadingState.ACTIVE)
        return recipient


def _told(address, since, rule):
    return f"{address} a demandé le {day(timezone.localtime(since).date())} à ne plus recevoir la lettre : {rule}"
