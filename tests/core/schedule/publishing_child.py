"""publish_due in a process of its own, which stops at one page and waits there to be killed.

Arguments: the name of the database, the title of that page, and when to stop: "inside" its transaction or "after" it.
It writes « stopped » when it is there.
"""

import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from wagtail.signals import page_published  # noqa: E402

database, title, when = sys.argv[1:]
connection.settings_dict["NAME"] = database


def stop():
    print("stopped", flush=True)
    time.sleep(60)


def follow(sender, instance, **kwargs):
    if instance.title == title:
        if when == "inside":
            stop()
        else:
            transaction.on_commit(stop)


page_published.connect(follow)
call_command("publish_due")
