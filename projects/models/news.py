"""« Depuis le label »: what became of a laureate since it obtained the label."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .candidates import CandidatePage


class CandidateNewsQuerySet(models.QuerySet):
    """News by what readers may see of them."""

    def public(self):
        """Those that are dated today at the latest, of laureates who are known to be, the latest first."""
        laureates = CandidatePage.objects.online().laureates().order_by().values("pk")
        return self.filter(candidate__in=laureates, date__lte=timezone.localdate())


class CandidateNews(models.Model):
    """One piece of news on a laureate: a date, a sentence, a picture and a link where there are any."""

    candidate = models.ForeignKey(CandidatePage, verbose_name="candidat", on_delete=models.CASCADE, related_name="news")
    date = models.DateField("date", default=timezone.localdate)
    sentence = models.CharField("nouvelle", max_length=280, help_text="Une phrase : « La serre a ouvert ses portes. »")
    link = models.URLField("lien", blank=True, help_text="Vers un article, une vidéo, la page du projet.")
    image = models.ForeignKey(
        "core.SiteImage", verbose_name="image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    image_alt = models.CharField(
        "texte de remplacement",
        max_length=250,
        blank=True,
        help_text="Ce que montre l’image, pour qui ne la voit pas. Vide si elle est purement décorative.",
    )

    objects = CandidateNewsQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("link")]),
        FieldPanel("sentence"),
        FieldRowPanel([FieldPanel("image"), FieldPanel("image_alt")]),
    ]

    class Meta:
        verbose_name = "nouvelle depuis le label"
        verbose_name_plural = "nouvelles depuis le label"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.sentence

    def clean(self):
        super().clean()
        if self.date and self.date > timezone.localdate():
            raise ValidationError({"date": "Une nouvelle dit ce qui a eu lieu : choisissez une date passée."})
