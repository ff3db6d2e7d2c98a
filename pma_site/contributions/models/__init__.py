from .contributions import Contribution, ContributionQuerySet
from .messages import Message

__all__ = ["Contribution", "ContributionQuerySet", "Message"]
