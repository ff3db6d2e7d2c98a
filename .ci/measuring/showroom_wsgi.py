"""The demo site's application, on a day between the past and the coming events of its content."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine
from django.core.wsgi import get_wsgi_application

day = datetime.fromisoformat(os.environ["SHOWROOM_DAY"]).replace(hour=10, tzinfo=ZoneInfo("Europe/Paris"))
time_machine.travel(day, tick=True).start()

application = get_wsgi_application()
