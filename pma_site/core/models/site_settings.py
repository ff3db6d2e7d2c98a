from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from pma_site.core.blocks.links import LinkStream
from pma_site.core.fields import StoryField
from pma_site.core.memory import remembered
from pma_site.core.navigation import site_of
from pma_site.core.refusals import Refused


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Who publishes the site and the letter: name, postal address, contact, host, addresses to follow."""

    publisher = models.CharField("éditeur", max_length=120, default="Pôle Métropolitain de l’Artois")
    tagline = models.CharField("phrase d’accroche", max_length=160, blank=True)
    building = models.CharField("bâtiment", max_length=120, blank=True)
    street = models.CharField("voie", max_length=120, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    contact_email = models.EmailField("courriel de contact", blank=True)
    contact_phone = models.CharField("téléphone", max_length=20, blank=True)
    data_protection_officer = models.CharField(
        "délégué à la protection des données",
        max_length=160,
        blank=True,
        help_text="Nom ou service, et comment le joindre : le registre des traitements le donne.",
    )
    host = models.TextField(
        "hébergeur",
        blank=True,
        max_length=300,
        help_text="Nom, adresse et téléphone de qui héberge le site, un par ligne : les mentions légales les donnent.",
    )
    unsubscribe_notice = models.CharField(
        "mention de désabonnement",
        max_length=250,
        blank=True,
        help_text="Comment ne plus recevoir la lettre. L’adresse de contact est ajoutée à la suite.",
    )
    follow_links = StoryField(
        LinkStream(required=False),
        verbose_name="suivez-nous",
        blank=True,
        help_text="Les sites et comptes cités en fin de lettre et en pied de page.",
    )

    panels = [
        FieldPanel("publisher"),
        FieldPanel("tagline", help_text="Une phrase qui dit ce qu’est le site."),
        MultiFieldPanel(
            [
                FieldPanel("building"),
                FieldPanel("street"),
                FieldPanel("postal_code"),
                FieldPanel("city"),
                FieldRowPanel(
                    [
                        FieldPanel("contact_email", help_text="Affiché en pied de page et à la fin de chaque lettre."),
                        FieldPanel("contact_phone"),
                    ]
                ),
            ],
            heading="Adresse et contact",
        ),
        FieldPanel("host"),
        FieldPanel("data_protection_officer"),
        FieldPanel("unsubscribe_notice"),
        FieldPanel("follow_links"),
    ]

    class Meta:
        verbose_name = "éditeur du site"
        verbose_name_plural = "éditeur du site"

    def __str__(self):
        return self.publisher

    @classmethod
    def of(cls, site):
        """The settings of a site, or the default ones: unlike Wagtail's `for_site`, reading them never writes."""
        return cls.objects.filter(site=site).first() or cls(site=site)

    @classmethod
    def published_for(cls, request=None):
        """The settings of the site a request is made to, read once a request; of the default site without one."""
        if request is None:
            return cls.of(Site.objects.get(is_default_site=True))
        if not hasattr(request, "publisher"):
            site = site_of(request)
            request.publisher = remembered(("publisher", site and site.pk), lambda: cls.of(site))
        return request.publisher


def keep_the_site(sender, instance, **kwargs):
    """Refuse to delete the record that says at which address the site answers, or the page above all others with it.

    Raises core.refusals.Refused. Without that record no page can be shown, not even that of an error.
    """
    if instance.is_default_site:
        raise Refused("Ce site est celui que le public lit : il peut être modifié, mais pas supprimé.")
