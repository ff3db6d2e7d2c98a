from django.db import models
from django.utils.functional import cached_property
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from pma_site.core.drafts import without_what_is_gone
from pma_site.core.french import stem_words
from pma_site.core.page_indexes import index_words, references_read_once
from pma_site.core.signals import written
from pma_site.core.typography import french_text

from .addresses import AddressedPage


class BasePage(AddressedPage, Page):
    """What every page of the site has: its words for search, its place in the tree, its picture to share."""

    # The section's colour and drawing (core.icons), by which readers know where they are.
    look = "site"
    # The words of the page while it is being indexed.
    known_stems = None

    search_fields = [*Page.search_fields, index.SearchField("stems")]
    search_auto_update = False  # It would take a page before the lists below it (communes, holders) are written.

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        return super().from_serializable_data(without_what_is_gone(cls, data), *args, **kwargs)

    def save(self, *args, **kwargs):
        with references_read_once(self):
            super().save(*args, **kwargs)
        # Saved in part, it holds in memory what is still a draft: the index takes what the database has.
        index_words(type(self)._default_manager.get(pk=self.pk) if kwargs.get("update_fields") else self)
        written.send(type(self), record=self, fields=kwargs.get("update_fields"))

    @cached_property
    def trail(self):
        """The pages above this one, the home page first; set when the page is served, read from the tree otherwise."""
        return list(self.get_ancestors().filter(depth__gt=1))

    @property
    def head_title(self):
        """« page – section », for the browser's tab and for shared links."""
        return french_text(
            " – ".join([self.seo_title or self.title, *(page.title for page in reversed(self.trail[1:]))])
        )

    @property
    def main_image(self):
        """The picture that stands for the page where it is shared; None where it has none."""
        return None

    def stems(self):
        """The words of the page as the search index keeps them."""
        return self.known_stems or stem_words(" ".join(filter(None, self.searchable_texts())))

    def searchable_texts(self):
        """Yield the texts a reader may look the page up by; page types add their own."""
        yield self.title
        yield self.search_description
        for field in self._meta.get_fields():
            if hasattr(field, "get_searchable_content"):
                yield from field.get_searchable_content(field.value_from_object(self))

    def get_view_restrictions(self):
        # Known from the query that found the page (core.navigation), so that a public page asks only once.
        if getattr(self, "known_public", False):
            known = PageViewRestriction.objects.none()
            # Asked what it holds, Django writes half of a query to find that out.
            known._result_cache = []
            return known
        return super().get_view_restrictions()


class IllustratedPage(BasePage):
    """A page with a standfirst and a picture described for who does not see it."""

    standfirst = models.TextField(
        "chapeau",
        blank=True,
        max_length=500,
        help_text="Deux ou trois phrases qui résument la page, affichées sous le titre.",
    )
    image = models.ForeignKey(
        "core.SiteImage", verbose_name="image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    image_alt = models.CharField(
        "texte de remplacement",
        max_length=250,
        blank=True,
        help_text="Ce que montre l’image, pour qui ne la voit pas. Vide si elle est purement décorative.",
    )

    class Meta:
        abstract = True

    @property
    def main_image(self):
        return self.image

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield self.standfirst
