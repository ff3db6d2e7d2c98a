"""What may be asked of the pages of any type."""

from functools import reduce

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Concat
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pma_site.core.memory import CLOSED, recalled

# Up to so many closed places are named one by one.
FEW = 8


class BasePageQuerySet(PageQuerySet):
    """What every page type's own queryset can do."""

    def online(self):
        """The pages that any visitor may read: published, and no page above them asks for a password or a login."""
        closed = recalled(CLOSED)
        if closed is not None and len(closed) <= FEW:
            # Much quicker for Django to write and for a database to read, and as a rule there is none.
            return reduce(lambda pages, place: pages.exclude(path__startswith=place), closed, self.live())
        here = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        above = Subquery(Page.objects.filter(pk=OuterRef("page_id")).values("path"))  # SQLite joins from all pages.
        restrictions = PageViewRestriction.objects.annotate(here=here, above=above).filter(here__startswith=F("above"))
        return self.live().filter(~Exists(restrictions))

    def below(self, path):
        """The pages below a place of the tree that is an expression, found by the index of places.

        Places have figures and capitals only, which every database puts in the same order.
        """
        return self.filter(path__gt=path, path__lte=Concat(path, models.Value("Z" * self.model.steplen)))

    def delete(self, *args, **kwargs):
        # treebeard reads only the place of what it deletes: Django refuses to join what managers join beside.
        return super(BasePageQuerySet, self.select_related(None)).delete(*args, **kwargs)

    delete.alters_data = True
    delete.queryset_only = True
