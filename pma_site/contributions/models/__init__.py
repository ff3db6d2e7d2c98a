from .calls import Call, CallAnswer, CallAnswerQuerySet, CallQuerySet
from .contributions import Contribution, ContributionQuerySet
from .messages import Message
from .remarks import Remark

__all__ = [
    "Call",
    "CallAnswer",
    "CallAnswerQuerySet",
    "CallQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "Message",
    "Remark",
]
