"""A relay that stands where a real one would, and the steps of a sending."""

import datetime

import time_machine
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Delivery


class Relay:
    """Stands where a real relay would: keeps what it takes, and answers each address as it is told to."""

    taken = []
    answers = {}

    def __init__(self, **options):
        self.fail_silently = False

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        for message in messages:
            answer = Relay.answers.get(message.to[0])
            if answer:
                raise answer
            Relay.taken.append(message)
        return len(messages)


def launch(client, issue, lists=("abonnes",), count=None, test=True):
    """Go through the screen of the sending: the test, the lists, the number; return the answer."""
    address = reverse("newsletter_send", args=[issue.pk])
    if test:
        client.post(reverse("newsletter_send_test", args=[issue.pk]))
    if count is None:
        count = len(client.get(address, {"listes": lists}).context["readers"].chosen)
    return client.post(address, {"listes": lists, "nombre": count}, follow=True)


def after_the_delay():
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=True)


def addresses(messages):
    return sorted(message.to[0] for message in messages)


def states():
    return [each.state for each in Delivery.objects.order_by("pk")]
