"""What hostile hands send to the applications to the label, each request from a draw: it can be had again.

`Stage` sets two victims with secrets, a committee and accounts, and plays requests; `harm` says what came of it.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import quote

import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pma_site.contributions import links
from projects.models import Application, ApplicationFile
from tests import builders
from tests.agenda.hostile_queries import BAD, RAW
from tests.projects import applicants
from tests.projects.hostile_typing import (
    ACTIONS,
    FILE_NAMES,
    NAMES,
    NUMBERS,
    PDF,
    SCREENS,
    STRANGE_STEPS,
    fields_of,
    file_content,
    value,
)
from tests.readers import hostile

SECRETS = ["Praseodyme", "Ytterbium", "Lutecium", "Hafnium", "Dysprosium"]
VICTIM = "victime@asso.example"


@dataclass
class Stage:
    """A call that is open, two victims of whom one has deposited, a committee, and who attacks from where."""

    answers: list = field(default_factory=list)
    # Addresses whose answer held a secret, and those of who had a right to it.
    told: list = field(default_factory=list)
    own: list = field(default_factory=list)

    def __post_init__(self):
        # What lies there from before is none of ours.
        self.public, self.kept = _files(settings.MEDIA_ROOT), _files(settings.PRIVATE_ROOT)
        criteria = ["En quoi le projet aide-t-il la transition ?", {"heading": "Qui l’imitera ?", "is_required": False}]
        self.call = builders.label_call(criteria=criteria)
        builders.commune("Lens")
        builders.commune("Fouquières-lès-Lens")
        edition = self.call.edition
        fields = {"title": SECRETS[0], "subject": SECRETS[1], "sender_email": VICTIM}
        self.deposited = builders.admissible(edition, **fields)
        self.file = builders.application_file(self.deposited, name=f"{SECRETS[4]}.pdf")
        typed = {"projet": {"title": [SECRETS[2]], "subject": [SECRETS[3]]}}
        self.draft = builders.application(edition, title=SECRETS[2], state="brouillon", deposited_at=None, typed=typed)
        other = builders.admissible(edition, title="Un autre projet")
        self.reviewer = builders.reviewer()
        self.hearing = builders.committee(edition, [self.reviewer], [other]).hearings.get()
        self.clients = {
            "stranger": Client(raise_request_exception=False),
            "agenda": _signed_in(builders.account("Agenda")),
            "reviewer": _signed_in(self.reviewer),
            # May read all of it, and so is never told a secret; may not harm either.
            "manager": _signed_in(builders.account("Label")),
        }
        self.other = other
        self.before = self.state()

    def state(self):
        """All that the victims have: their rows, and the bytes of what they joined."""
        rows = Application.objects.filter(pk__in=[self.deposited.pk, self.draft.pk]).order_by("pk").values()
        with self.file.file.open() as opened:
            return (
                list(rows),
                hashlib.sha256(opened.read()).hexdigest(),
                ApplicationFile.objects.get(pk=self.file.pk).name,
            )

    def play(self, draw: Random) -> tuple[str, int]:
        """Send one request from a draw; return its address and the status of the answer."""
        kind = draw.choice(["begin", "step", "step", "step", "file", "link", "link", "screen", "screen", "lost"])
        address, response, may_know = getattr(self, f"_{kind}")(draw)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        told = [word for word in SECRETS if word.encode() in content]
        # What somebody typed comes back to them: secrets are never typed.
        if told and not may_know:
            self.told.append((address, told))
        self.answers.append(response.status_code)
        return address, response.status_code

    def apply(self, number: int) -> bool:
        """A person goes all the way, amid all this; tell whether their file was deposited as they typed it."""
        email, client = f"p{number}@jardin.example", Client(REMOTE_ADDR=f"100.{number // 250 % 250}.{number % 250}.9")
        title = f"Le jardin numéro {number}"
        file = applicants.begin(client, title=title, sender_email=email)
        typed = applicants.answers(self.call, projet={"title": title}, contact={"sender_email": email})
        for step in applicants.STEPS:
            client.post(f"{file}{step}/", typed[step])
        applicants.join(client, file, "plan.pdf", PDF)
        applicants.deposit(client, file)
        made = applicants.of_file(file)
        texts = [answer["text"] for answer in made.answers]
        return (
            bool(made.deposited_at) and made.title == title and len(texts) == 2 and made.files.deposited().count() == 1
        )

    def _begin(self, draw):
        attempt = hostile.sign_up(draw, VICTIM)
        client = Client(REMOTE_ADDR=attempt.network, raise_request_exception=False)
        typed = {"title": draw.choice([SECRETS[0][::-1], value(draw)]), "sender_name": value(draw)}
        if draw.random() < 0.5:
            typed |= fields_of(draw)
        hidden = {"sender_email": attempt.email, "website_confirm": attempt.trap, "shown_at": attempt.token or ""}
        return applicants.START, client.post(applicants.START, {**hidden, **typed}), False

    def _lost(self, draw):
        address = f"{applicants.START}mon-lien/"
        with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=True):
            page = self.clients["stranger"].get(address)
        attempt = hostile.sign_up(draw, VICTIM)
        client = Client(REMOTE_ADDR=attempt.network, raise_request_exception=False)
        hidden = applicants.hidden_fields(page)
        return address, client.post(address, {**hidden, "sender_email": attempt.email, **fields_of(draw, 0.2)}), False

    def _own_file(self, draw):
        """The address of a file of who attacks: a few are theirs, none is of a victim."""
        if len(self.own) < 5 or draw.random() < 0.02:
            client = Client(REMOTE_ADDR=f"10.{draw.randint(0, 255)}.{draw.randint(0, 255)}.1")
            email = f"pirate{len(self.own)}@ailleurs.example"
            self.own.append(applicants.begin(client, title=f"Pirate {len(self.own)}", sender_email=email))
        return draw.choice(self.own[-5:])

    def _step(self, draw):
        address = f"{self._own_file(draw)}{draw.choice(STRANGE_STEPS)}/"
        client, typed = self.clients["stranger"], applicants.answers(self.call)
        if draw.random() < 0.15:
            return address, client.get(f"{address}?{quote(draw.choice(NAMES))}={draw.choice(RAW)}"), False
        fields = {**typed.get(address.split("/")[-2], {}), **fields_of(draw)}
        if draw.random() < 0.1:
            body = draw.randbytes(draw.choice([0, 10, 3000]))
            kind = draw.choice(
                ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]
            )
            return address, client.post(address, body, content_type=kind), False
        return address, client.post(address, fields), False

    def _file(self, draw):
        address = f"{self._own_file(draw)}pieces/"
        sent = SimpleUploadedFile("x.pdf", file_content(draw))
        # As a program writes it, whatever browsers would make of it.
        sent._name = draw.choice(FILE_NAMES)
        fields = {
            "action": draw.choice(["joindre", "joindre", *ACTIONS]),
            draw.choice(["file", "file", "file", "x"]): sent,
        }
        client = Client(
            REMOTE_ADDR=f"10.{draw.randint(0, 255)}.{draw.randint(0, 255)}.2", raise_request_exception=False
        )
        return address, client.post(address, fields), False

    def _link(self, draw):
        good = links.follow_path(Application.follow_route, draw.choice([self.deposited, self.draft]).reference)
        start, token = f"{applicants.START}dossier/", good.rstrip("/").split("/")[-1]
        place = draw.randrange(len(token))
        wrong = draw.choice(
            [
                token[:place] + draw.choice("abcXYZ019-_~") + token[place + 1 :],
                token[:place],
                token + "a",
                token.swapcase(),
                self.deposited.reference,
                quote(value(draw)[:200], safe="") or "x",
                links.thanks_path(Application.follow_route, self.deposited.reference).rstrip("/").split("/")[-1],
            ]
        )
        key = draw.choice([str(self.file.pk), *NUMBERS])
        tail = draw.choice(["", "relecture/", "retirer/", "projet/", "pieces/", f"piece/{quote(key)}/"])
        if wrong == token:
            wrong += "x"
        # The files of others, asked for below one's own file, are others' still.
        address = f"{self._own_file(draw)}piece/{quote(key)}/" if draw.random() < 0.3 else f"{start}{wrong}/{tail}"
        client = self.clients[draw.choice(["stranger", "agenda", "reviewer"])]
        return address, client.get(address) if draw.random() < 0.7 else client.post(address, fields_of(draw)), False

    def _screen(self, draw):
        who = draw.choice(list(self.clients))
        of_victim = [self.deposited.pk, self.draft.pk, self.file.pk, self.call.edition_id]
        keys = [*NUMBERS, *of_victim, self.hearing.pk, self.hearing.committee_id, self.other.pk]
        route, reads = draw.choice(SCREENS)
        needed = route.count("<")
        name = route.split("<")[0]
        address = reverse(name, args=[1] * needed)
        for _ in range(needed):
            address = address.replace("/1/", f"/{quote(str(draw.choice(keys)), safe='')}/", 1)
        address += f"?{quote(draw.choice(NAMES))}={draw.choice([*map(quote, BAD), *RAW])[:300]}"
        if draw.random() < 0.5 and (who != "manager" or reads):
            return address, self.clients[who].post(address, fields_of(draw)), who == "manager"
        return address, self.clients[who].get(address), who == "manager"


def harm(stage: Stage) -> list[str]:
    """What went wrong, a line each: answers that are faults, secrets told, what victims had and have no more."""
    found = [f"{count} réponses {status}" for status, count in _faults(stage.answers).items()]
    found += [f"{', '.join(words)} dit par {address}" for address, words in stage.told]
    if stage.state() != stage.before:
        found.append("Ce que les victimes avaient déposé a changé.")
    public = {path for path in _files(settings.MEDIA_ROOT) - stage.public if path.suffix in (".pdf", ".docx")}
    kept = _files(settings.PRIVATE_ROOT) - stage.kept
    known = {Path(settings.PRIVATE_ROOT) / name for name in ApplicationFile.objects.values_list("file", flat=True)}
    found += [f"Fichier public : {path.name}" for path in public]
    found += [f"Fichier perdu : {path.name}" for path in known - kept]
    found += [f"Fichier de personne : {path.name}" for path in kept - known]
    return found


def _files(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


def _faults(statuses):
    return {status: statuses.count(status) for status in set(statuses) if status >= 500}


def _signed_in(account):
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client
