"""What programs and clumsy hands post to « Proposer un événement », each from a draw: it can be had again."""

from django.core.cache import cache

from .proposers import answers, at, begin, photograph

ODD = [
    "",
    " ",
    "\0",
    "é" * 7000,
    "<script>alert(1)</script>",
    "=1+1",
    "{{ 7*7 }}",
    "\u202egro.live\u2066",
    "a\r\nBcc: x@y.example",
    "9999-99-99",
    "31/02/2030",
    "0000-01-01",
    "-1",
    "1e9",
    "٣",
    "25:61",
    "99h99",
    "62300",
    "Lens",
    "http://[::1",
    "javascript:alert(1)",
    "x@y",
    "a@" + "b" * 300 + ".example",
    "\ud800".encode("utf-8", "replace").decode(),
    "on",
    "hors-territoire",
    "💥" * 90,
    "../../etc/passwd",
]
NAMES = [name for fields in answers().values() for name in fields] + [
    "choice",
    "until_0",
    "day_9",
    "day_99",
    "all_day_0",
    "image_0",
    "alt_0",
    "remove_2",
    "rights",
    "vers",
    "action",
    "mairie",
    "shown_at",
    "x",
]


def attack(client, token, drawn):
    """Post something odd to one of the steps, or to none; return the status."""
    step = drawn.choice([*answers(), "relecture", "rien"])
    fields = dict(answers().get(step, {})) if drawn.random() < 0.5 else {}
    for _ in range(drawn.randrange(6)):
        value = drawn.choice(ODD)
        fields[drawn.choice(NAMES)] = [value, drawn.choice(ODD)] if drawn.random() < 0.2 else value
    if drawn.random() < 0.2:
        fields["image_0"] = photograph(size=(400, 300)) if drawn.random() < 0.3 else broken_file(drawn)
    cache.clear()
    if drawn.random() < 0.1:
        return client.generic("POST", at(token, step), drawn.randbytes(50), drawn.choice(BODIES)).status_code
    if drawn.random() < 0.2:
        token = drawn.choice([token[:-1], "x", drawn.choice(ODD).replace("/", "") or "y", begin(client)[0]])
    look = client.get if drawn.random() < 0.2 else client.post
    return look(at(token, step), fields).status_code


BODIES = [
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "application/x-www-form-urlencoded",
]


def broken_file(drawn):
    file = photograph(size=(400, 300), name=drawn.choice(["a.gif", "a.php", "a", "é" * 90 + ".jpg"]))
    content = bytearray(file.read())
    for _ in range(drawn.randrange(20)):
        content[drawn.randrange(len(content))] = drawn.randrange(256)
    file.file.seek(0)
    file.file.write(content[: drawn.randrange(1, len(content))])
    file.file.truncate()
    file.seek(0)
    return file
