"""What hostile programs post to the form: list bombing, twins in Unicode, header injection, traps, garbage."""

from dataclasses import dataclass

GARBAGE = [
    "",
    "@",
    "a@b",
    "\0",
    "a\0@ville.example",
    "<script>",
    "x" * 5000,
    "a@" + "b." * 2000 + "fr",
    "\u202e@b.example",
]


@dataclass(frozen=True)
class SignUp:
    """One attempt: the address of the network it comes from, what it types, and what it does to the traps."""

    network: str
    email: str
    commune: str = ""
    trap: str = ""
    token: str | None = None

    def values(self, hidden):
        """What it posts, `hidden` being what a browser was given with the form."""
        fields = {**hidden, "email": self.email, "commune": self.commune, "website_confirm": self.trap}
        return fields if self.token is None else {**fields, "shown_at": self.token}


def twins(address):
    """Spellings of one address that a mail server reads alike."""
    local, _, domain = address.partition("@")
    return [
        address.upper(),
        f"  {address}\t",
        f"{local}@{domain.title()}",
        "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in local) + f"@{domain}",
        f"{local}\uff20{domain}",
        f"{local}@{domain.replace('.', chr(0x3002))}",
        f"{local}@{domain}.",
        f"{local}+promo@{domain}",
        f"{local}+{'x' * 40}@{domain}",
    ]


def injections(address):
    """Addresses that carry a header or a second recipient."""
    return [
        f"{address}\r\nBcc: autre@ville.example",
        f"{address}\nTo: autre@ville.example",
        f"{address}%0ABcc:autre@ville.example",
        f"{address}\u2028Bcc: autre@ville.example",
        f"{address},autre@ville.example",
        f"{address}>\r\nRCPT TO:<autre@ville.example",
        f'"{address}\r\n"@ville.example',
        f"{address}\x00",
        '"a\x1cbcc:x"@ville.example',
        '"a b"@ville.example',
    ]


def sign_up(draw, victim) -> SignUp:
    """One hostile sign-up drawn by `draw` (random.Random); half of them bomb the mailbox `victim`."""
    anywhere = [
        f"{draw.randint(1, 223)}.{draw.randint(0, 255)}.{draw.randint(0, 255)}.{draw.randint(1, 254)}",
        f"2001:db8:{draw.randint(0, 0xFFFF):x}:{draw.randint(0, 0xFFFF):x}::{draw.randint(1, 0xFFFF):x}",
    ]
    network = draw.choice([*anywhere * 5, f"203.0.113.{draw.randint(1, 254)}", "", "pas une adresse"])
    stranger = f"inconnu{draw.randint(0, 10**9)}@bombe{draw.randint(0, 50)}.example"
    local, _, domain = victim.partition("@")
    kinds = [
        lambda: SignUp(network, victim),
        lambda: SignUp(network, f"{local}+{draw.randint(0, 10**9)}@{domain}"),
        lambda: SignUp(network, draw.choice(twins(victim))),
        lambda: SignUp(network, draw.choice(injections(victim))),
        lambda: SignUp(network, stranger),
        lambda: SignUp(network, stranger, trap="http://spam.example"),
        lambda: SignUp(network, stranger, token=draw.choice(["", "forged", "abonnement:1xXCu2:AAAA", "\0"])),
        lambda: SignUp(network, stranger, commune=draw.choice(["99999", "\0", "' OR 1=1", "x" * 3000])),
        lambda: SignUp(network, draw.choice(GARBAGE)),
    ]
    return draw.choice(kinds)()
