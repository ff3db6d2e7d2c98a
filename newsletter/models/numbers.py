"""What all letters have in common, written here or kept as a PDF: a number that exists once, and a month."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.template.defaultfilters import date as format_date
from wagtail.models import Page

from pma_site.core.memory import remembered
from pma_site.core.models import BasePage, BasePageQuerySet

from ..forms import title_by_number


class NumberedQuerySet(BasePageQuerySet):
    """Letters by their number."""

    def latest_first(self):
        return self.order_by("-number")


class NumberedPage(BasePage):
    """A letter: its number, by which it is known and which is its address, and the month it came out."""

    number = models.PositiveSmallIntegerField("numéro", unique=True, help_text="Affiché « n° 9 ».")
    month = models.DateField("mois de parution", help_text="Le premier jour du mois : 01/06/2023 pour juin 2023.")

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        # The address of a letter is its number, unless the editor chose otherwise.
        if self.number and not self.slug:
            self.slug = str(self.number)
        super().full_clean(*args, **kwargs)

    def clean(self):
        if self.month and self.month.day != 1:
            raise ValidationError({"month": "Indiquez le premier jour du mois de parution."})
        if self.number == 0:
            raise ValidationError({"number": "Les numéros commencent à 1."})
        self._check_number_is_free()
        super().clean()

    def _check_number_is_free(self):
        """The database keeps apart the numbers of one kind; here all kinds are looked at."""
        taken = letter_numbered(self.number, apart_from=self.pk)
        if taken:
            known_as = f"« {taken.title} » ({taken._meta.verbose_name})"
            raise ValidationError({"number": f"Le numéro {self.number} est déjà pris : {known_as}."})

    @property
    def number_in_words(self):
        return number_in_words(self.number)

    @property
    def awaits_title(self):
        """Whether nobody has given it a title of its own yet."""
        return self.title.replace("\u00a0", " ") == title_by_number(self.number).replace("\u00a0", " ")

    @property
    def month_in_words(self):
        return month_in_words(self.month)

    def searchable_texts(self):
        yield f"numéro {self.number} lettre aux maires {self.month_in_words}"
        yield from super().searchable_texts()

    def neighbours(self):
        """The published letters just before and just after this one, whatever their kind, each a Page or None.

        They carry their `number`, their title and their address, and nothing else.
        """
        if self.number is None:
            return None, None
        rows = remembered("letters in order", _in_order)
        before = next((row for row in reversed(rows) if row[0] < self.number), None)
        after = next((row for row in rows if row[0] > self.number), None)
        return before and _as_page(*before), after and _as_page(*after)


def _in_order():
    """The published letters of every kind, as (number, key, title, place in the tree of addresses)."""
    letters = numbered(BasePageQuerySet(Page)).online().filter(number__isnull=False).order_by("number")
    return list(letters.values_list("number", "pk", "title", "url_path"))


def _as_page(number, key, title, url_path):
    page = Page(pk=key, title=title, url_path=url_path)
    page.number = number
    return page


def letter_numbered(number, apart_from=None):
    """Return the letter that has a number, whatever its kind; None where it is free. `apart_from` is a page's key."""
    found = (kind.objects.filter(number=number).exclude(pk=apart_from).first() for kind in _kinds())
    return next(filter(None, found), None)


def highest_number():
    """Return the highest number that a letter of any kind has; 0 where there is none."""
    return max(kind.objects.aggregate(number=Max("number", default=0))["number"] for kind in _kinds())


def numbered(pages):
    """Return a queryset of pages that carry the `number` and the `month` of the letter each one is, or None."""
    return pages.annotate(
        **{
            field: Coalesce(*(f"{kind._meta.model_name}__{field}" for kind in _kinds()))
            for field in ("number", "month")
        }
    )


def number_in_words(number):
    """« n° 9 »; « n° … » for a letter that has none yet."""
    return f"n°\u00a0{number or '…'}"


def month_in_words(month):
    """« juin 2023 », or nothing."""
    return format_date(month, "F Y") if month else ""


def _kinds():
    """Every type of page that bears a number."""
    return [model for model in apps.get_app_config("newsletter").get_models() if issubclass(model, NumberedPage)]
