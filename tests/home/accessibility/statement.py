"""What the site declares of its accessibility, on its statement and at home."""

import datetime

import time_machine

from tests.builders import local
from tests.reading import links, text

STATEMENT = "/accessibilite/"


def at(*day):
    """The clock in Lens at noon of a day."""
    return time_machine.travel(local(*day, 12).astimezone(datetime.UTC), tick=False)


def mention(page):
    """What a page says next to « Accessibilité : »; "" where it says nothing."""
    shown = text(page)
    return (
        shown.partition("Accessibilité : ")[2].partition("conforme")[0] + "conforme"
        if "Accessibilité : " in shown
        else ""
    )


def declared(client):
    """The state that the statement and the home page give, the same."""
    statement, home = client.get(STATEMENT), client.get("/")
    state = text(statement).partition("Le site de La Lettre aux maires est ")[2].partition(" avec le référentiel")[0]
    assert mention(home) == mention(statement) == state
    assert STATEMENT in links(home)
    return state
