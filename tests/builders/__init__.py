"""Objects for tests, each valid as it stands: name only what the test is about."""

from tests.builders.accounts import PASSWORD, account, administrator, reviewer
from tests.builders.agenda import event, event_series, local, venue
from tests.builders.calls import answer_to, call, questions
from tests.builders.label import (
    admissible,
    application,
    application_file,
    candidate,
    candidate_news,
    committee,
    edition,
    label_call,
    label_result,
    laureate,
    opinion,
)
from tests.builders.pages import accessibility_audit, archived_issue, image, issue, standard_page
from tests.builders.projects import axis, campaign, member, member_contact, roadmap
from tests.builders.readers import mayor, notice, office, recipient, subscriber, tester, town_hall
from tests.builders.registers import commune, epci, indicator, indicator_value, mandate, organisation, person, synonym

__all__ = [
    "PASSWORD",
    "accessibility_audit",
    "account",
    "administrator",
    "admissible",
    "answer_to",
    "application",
    "application_file",
    "archived_issue",
    "axis",
    "call",
    "campaign",
    "candidate",
    "candidate_news",
    "committee",
    "commune",
    "edition",
    "epci",
    "event",
    "event_series",
    "image",
    "indicator",
    "indicator_value",
    "issue",
    "label_call",
    "label_result",
    "laureate",
    "local",
    "mandate",
    "mayor",
    "member",
    "member_contact",
    "notice",
    "office",
    "opinion",
    "organisation",
    "person",
    "questions",
    "recipient",
    "reviewer",
    "roadmap",
    "standard_page",
    "subscriber",
    "synonym",
    "tester",
    "town_hall",
    "venue",
]
