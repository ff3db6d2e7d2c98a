from .images import SiteDocument, SiteImage, SiteRendition
from .pages import BasePage, IllustratedPage
from .site_settings import SiteSettings
from .users import User

__all__ = [
    "BasePage",
    "IllustratedPage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "User",
]
