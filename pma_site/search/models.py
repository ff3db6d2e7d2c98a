"""The index of search, a row for each thing that anybody may read, and the synonyms that the team keeps."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Sum
from django.db.models.functions import Lower
from wagtail.admin.panels import FieldPanel

from pma_site.core.french import words_of

from .choices import Kind

MOST_EXPRESSIONS = 20


class Stamp(NamedTuple):
    """How many rows there are, the sums of their keys and of their marks: the same as long as nothing changed."""

    rows: int
    keys: int
    marks: int


class StampedQuerySet(models.QuerySet):
    """Rows with a mark, a digest of all that they say."""

    def stamp(self):
        """Their Stamp, which an index tells without reading a text."""
        found = self.aggregate(rows=Count("pk"), keys=Sum("pk"), marks=Sum("mark"))
        return Stamp(*(int(found[name] or 0) for name in Stamp._fields))


class SearchEntry(models.Model):
    """What search knows of one page or record that is public, as it was when it was last written.

    `card` is what each process keeps in memory (catalogue.Card), as JSON; `text` is what excerpts are taken from.
    Between `starts` and `ends`, where they are set, the public may read it.
    """

    key = models.CharField(max_length=80, unique=True, editable=False)
    # None of a record that is no page; a page takes its entries with it, whoever deletes it. It has several where an
    # instant makes it say something else: one until then, another from then on.
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="search_entries", editable=False
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    title = models.CharField(max_length=255, editable=False)
    # What it is called in a list of results: « événement », « numéro de la lettre ».
    noun = models.CharField(max_length=80, editable=False)
    # And what tells it from its namesakes: a date, an edition, a place.
    detail = models.CharField(max_length=200, blank=True, editable=False)
    # Where it is, of what is no page; a page knows it itself.
    address = models.CharField(max_length=255, blank=True, editable=False)
    summary = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    card = models.TextField(editable=False)
    date = models.DateField(null=True, editable=False)
    starts = models.DateTimeField(null=True, editable=False)
    ends = models.DateTimeField(null=True, editable=False)
    mark = models.BigIntegerField(editable=False)

    objects = StampedQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche de la recherche"
        verbose_name_plural = "fiches de la recherche"
        indexes = [models.Index(fields=["id", "mark"], name="search_entry_marks")]

    def __str__(self):
        return self.title


class SynonymQuerySet(models.QuerySet):
    """Groups of synonyms."""

    def expressions(self):
        """The expressions of each group, in a list a group."""
        return [text.splitlines() for text in self.order_by("pk").values_list("expressions", flat=True)]


class Synonym(models.Model):
    """Expressions that readers type for the same thing: whichever is typed, the others are looked for as well."""

    expressions = models.TextField(
        "expressions",
        max_length=1500,
        help_text="Une par ligne : sigle, nom complet, autre façon de dire. Chercher l’une trouve aussi les autres, "
        "dès l’enregistrement. Accents, majuscules et pluriels ne comptent pas.",
    )
    note = models.CharField(
        "note", max_length=200, blank=True, help_text="Pour l’équipe : d’où vient ce rapprochement, à qui il sert."
    )

    objects = SynonymQuerySet.as_manager()

    panels = [FieldPanel("expressions"), FieldPanel("note")]

    class Meta:
        verbose_name = "groupe de synonymes"
        verbose_name_plural = "synonymes de la recherche"
        ordering = [Lower("expressions")]

    def __str__(self):
        return " = ".join(self.expressions.splitlines())

    def clean(self):
        super().clean()
        lines = list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in self.expressions.splitlines()))))
        self.expressions = "\n".join(lines)
        raise_if = {
            "Écrivez au moins deux expressions, une par ligne.": len(lines) < 2,
            f"{MOST_EXPRESSIONS} expressions au plus : faites plusieurs groupes.": len(lines) > MOST_EXPRESSIONS,
            "Une expression a 80 caractères au plus.": any(len(line) > 80 for line in lines),
        }
        for message, wrong in raise_if.items():
            if wrong:
                raise ValidationError({"expressions": message})
        self._check_words(lines)
        self._check_others(lines)

    def _check_words(self, lines):
        known = {}
        for line in lines:
            words = sequence_of(line)
            if not words:
                raise ValidationError({"expressions": f"« {line} » ne contient aucun mot que l’on puisse chercher."})
            if words in known:
                same = f"« {known[words]} » et « {line} » sont déjà la même chose pour la recherche : gardez-en une."
                raise ValidationError({"expressions": same})
            known[words] = line

    def _check_others(self, lines):
        mine = set(map(sequence_of, lines))
        for other in Synonym.objects.exclude(pk=self.pk):
            shared = next((line for line in other.expressions.splitlines() if sequence_of(line) in mine), None)
            if shared:
                message = f"« {shared} » est déjà dans le groupe « {other} » : complétez plutôt celui-là."
                raise ValidationError({"expressions": message})


def sequence_of(expression: str) -> tuple[str, ...]:
    """Return the stems of an expression, in their order: two that have the same are one to search."""
    return tuple(word.stem for word in words_of(expression))
