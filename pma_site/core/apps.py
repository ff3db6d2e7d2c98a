from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CoreConfig(AppConfig):
    """The base page, shared blocks, images, accounts and settings of the site."""

    name = "pma_site.core"
    verbose_name = "socle"
    default = True


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts, with our rule on who may touch an administrator's."""

    user_viewset = "pma_site.core.viewsets.AccountViewSet"
