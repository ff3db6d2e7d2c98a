from .approvals import SecondReaderTask, last_writer
from .failures import PublicationFailure
from .images import SiteDocument, SiteImage, SiteRendition
from .pages import BasePage, BasePageQuerySet, IllustratedPage
from .site_settings import SiteSettings
from .users import User

__all__ = [
    "BasePage",
    "IllustratedPage",
    "BasePageQuerySet",
    "PublicationFailure",
    "SecondReaderTask",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "User",
    "last_writer",
]
