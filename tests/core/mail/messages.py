"""A message to hand over, and the ledger's last word on it."""

from django.core.mail import EmailMessage


def letter(to="camille@mairie.example", body="Bonjour,\n.\n..une ligne\nÀ bientôt"):
    return EmailMessage("La lettre", body, "La Lettre <lettre@pma.example>", [to], headers={"Message-ID": "<a.1@b>"})


class Commit:
    """The ledger's last word before the final dot: how often it was asked, and what had left then."""

    def __init__(self, relay=None, answer=True):
        self.relay, self.answer, self.asked, self.taken_before = relay, answer, 0, None

    def __call__(self):
        self.asked += 1
        self.taken_before = len(self.relay.taken) if self.relay else 0
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
