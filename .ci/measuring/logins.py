"""logins: tries thousands of passwords from hundreds of addresses; fails if one is found or its owner is kept out."""

import argparse
import logging
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import django


def main() -> int:
    """Try on a throwaway site; return 1 if a limit gave way."""
    parser = argparse.ArgumentParser(prog="make torture-logins", description='S’emploie ainsi : ARGS="--number 500".')
    parser.add_argument("--number", type=int, default=10_000, help="essais (10 000)")
    parser.add_argument("--addresses", type=int, default=500, help="adresses d’où ils viennent (500)")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings

    with TemporaryDirectory(prefix="pma-logins-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        from tests.databases import TestDatabase

        database = TestDatabase(settings.MEDIA_ROOT)
        database.renew("empty")
        try:
            return attack(asked.number, asked.addresses)
        finally:
            database.remove()


def attack(number: int, addresses: int) -> int:
    """Half of the tries are against one account, the others against nine more and names that nobody has."""
    from unittest.mock import patch

    from django.contrib.auth.models import AbstractBaseUser
    from django.core import mail
    from django.test import Client

    from pma_site.accounts import tries
    from tests import builders
    from tests.accounts.door import CODE, code_now, enter, is_inside, with_application

    logging.disable(logging.CRITICAL)
    mail.outbox = []
    owner = with_application(builders.account("Rédaction", username="directrice"))
    others = [builders.account("Rédaction", username=f"collegue{place}") for place in range(9)]
    known, _ = enter(owner, address="203.0.113.9")
    known.post(CODE, {"code": code_now()})
    assert is_inside(known)
    known.post("/admin/acces/sortie/")

    draw, looked = Random(1), {"owner": 0, "all": 0}  # noqa: S311
    real = AbstractBaseUser.check_password

    def counted(self, password):
        looked["all"] += 1
        looked["owner"] += self.pk == owner.pk
        return real(self, password)

    inside, start = 0, time.monotonic()
    with patch.object(AbstractBaseUser, "check_password", counted):
        for place in range(number):
            target = owner if draw.random() < 0.5 else draw.choice(others)
            # The right one is among what is tried, as by whoever has a list of leaked ones: once in a thousand.
            password = builders.PASSWORD if target is not owner and place % 1000 == 999 else f"essai-{place}"
            host = draw.randrange(addresses)
            _, answer = enter(target, Client(), password=password, address=f"10.{host // 250}.{host % 250}.7")
            inside += answer.status_code == 302 and target is owner
            if place and place % 1000 == 0:
                print(f"  {place} essais…", flush=True)
    seconds = time.monotonic() - start
    most = tries.BY_ACCOUNT[0] * (1 + int(seconds // tries.BY_ACCOUNT[1]))
    enter(owner, known, address="203.0.113.9")
    returned = known.get(CODE).status_code == 200
    told = [message for message in mail.outbox if message.to == [owner.email]]
    print(f"{number} essais de {addresses} adresses en {seconds:.0f} s.")
    print(f"Mots de passe comparés : {looked['all']}, dont {looked['owner']} pour le compte visé (au plus {most}).")
    print(f"Entrées devinées sur ce compte : {inside}. Titulaire prévenue : {len(told)} fois.")
    print(f"La titulaire passe le mot de passe, de son navigateur connu : {'oui' if returned else 'NON'}.")
    return int(bool(inside or looked["owner"] > most or not returned or not told))


if __name__ == "__main__":
    sys.exit(main())
