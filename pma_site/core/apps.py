from django.apps import AppConfig
from django.conf import settings
from PIL import Image
from wagtail.users.apps import WagtailUsersAppConfig

from . import alphabet, clusters, converters, pictures, slow_queries


class CoreConfig(AppConfig):
    """The base page, shared blocks, images, accounts and settings of the site."""

    name = "pma_site.core"
    verbose_name = "socle"
    default = True

    def ready(self):
        # An immense picture is refused by its size, with the reason (WAGTAILIMAGES_MAX_IMAGE_PIXELS); with a limit of
        # its own, Pillow would fail as that size is asked for.
        Image.MAX_IMAGE_PIXELS = None
        pictures.hasten_avif()
        converters.register()
        clusters.hasten()
        alphabet.teach()
        slow_queries.watch(settings.SLOW_QUERY_MS)
        from django.db.models import DateTimeField
        from django.db.models.signals import post_save, pre_delete
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.models import PageViewRestriction, Site
        from wagtail.signals import page_unpublished, post_page_move

        from . import local_times, media_privacy, workflows
        from .models.site_settings import keep_the_site

        workflows.keep_whole()
        register_form_field_override(DateTimeField, override=local_times.ADMIN_FIELD)
        pre_delete.connect(keep_the_site, sender=Site)
        page_unpublished.connect(lambda instance, **kwargs: media_privacy.withdraw(instance), weak=False)
        # Closed by a password or a login, or moved below what is.
        post_page_move.connect(lambda instance, **kwargs: media_privacy.withdraw(instance, below=True), weak=False)
        post_save.connect(
            lambda instance, **kwargs: media_privacy.withdraw(instance.page, below=True),
            sender=PageViewRestriction,
            weak=False,
        )


class AccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts, with our rule on who may touch an administrator's."""

    user_viewset = "pma_site.core.viewsets.AccountViewSet"
