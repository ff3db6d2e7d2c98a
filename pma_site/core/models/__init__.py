from .approvals import SecondReaderTask, last_writer
from .dismissals import DismissedLink
from .failures import PublicationFailure
from .images import SiteDocument, SiteImage, SiteRendition
from .outgoing import Outgoing, OutgoingQuerySet
from .pages import BasePage, BasePageQuerySet, IllustratedPage
from .pulses import Pulse
from .site_settings import SiteSettings
from .transport import TransportConfirmation
from .users import User

__all__ = [
    "BasePage",
    "IllustratedPage",
    "BasePageQuerySet",
    "DismissedLink",
    "Outgoing",
    "OutgoingQuerySet",
    "PublicationFailure",
    "Pulse",
    "SecondReaderTask",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "TransportConfirmation",
    "User",
    "last_writer",
]
