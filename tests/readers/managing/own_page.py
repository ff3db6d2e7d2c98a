"""What a reader does on the page behind their own link."""

from tests.readers.steps import button, delivered

ADDRESS, NEW = "camille.durand@ville.example", "camille@region.example"


def do(client, desk, what, **fields):
    return client.post(desk, {"faire": what, **fields}, follow=True)


def move(client, desk, address=NEW):
    """Ask for another address, and confirm from the message that goes there."""
    do(client, desk, "adresse", email=address)
    [message] = delivered()
    assert message.to == [address]
    return client.post(button(message), follow=True)
