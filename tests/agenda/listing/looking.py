"""What the agenda lists, asked as its readers ask."""

from datetime import UTC

from tests.builders import local

# A Thursday.
NOON = local(2023, 6, 1, 12).astimezone(UTC)
EVENING = [(local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))]


def listed(client, status=200, **query):
    """The titles of the events that the agenda lists, in order."""
    response = client.get("/agenda/", query, follow=True)
    assert response.status_code == status
    return [event.title for group in response.context["listing"].groups for event in group.events]


def headings(client, **query):
    return [
        f"{group.title}{' (suite)' if group.continued else ''}"
        for group in client.get("/agenda/", query).context["listing"].groups
    ]
