"""A register with one town hall, then with nine."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders


def costs(client, address):
    """How many queries a page takes for one town hall, and for nine."""

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    builders.mayor(builders.town_hall(email="mairie@une.example"))
    few = cost()
    for number in range(8):
        builders.mayor(builders.town_hall(email=f"mairie@{number}.example"), name=f"Dominique Exemple{number}")
    return few, cost()
