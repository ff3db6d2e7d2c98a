from .images import SiteDocument, SiteImage, SiteRendition
from .pages import BasePage, IllustratedPage, JoinedPageQuerySet
from .site_settings import SiteSettings
from .users import User

__all__ = [
    "BasePage",
    "IllustratedPage",
    "JoinedPageQuerySet",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "User",
]
