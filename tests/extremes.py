"""Contents at the limit of what the admin takes: the longest titles, and words that no line can break."""

from django.apps import apps
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

PARTS = ("agenda", "directory", "home", "newsletter", "projects")
TITLE = 120
PARAGRAPH = 400
# Forty letters that no line can break: longer than any French word, as a name of a project or an address may be.
WORD = "Interterritorialisationsupracommunautair"
# The longest name of a commune of France.
COMMUNE = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"
# The longest figure that fits; its spaces do not break.
FIGURE = "+ 4 200 000 000 €/an".replace(" ", "\N{NO-BREAK SPACE}")
# Fields whose form is set: places in the tree, codes, numbers of telephone.
SHAPED = {"path", "url_path", "postal_code", "phone", "registration_phone", "when", "sha256", "key", "object_id"}
# Parts of a block that are words.
WORDED = {
    "author",
    "caption",
    "heading",
    "highlight_text",
    "items",
    "label",
    "paragraph",
    "practical",
    "role",
    "text",
    "title",
}


def long_text(limit, start=""):
    """Words up to `limit` characters, the unbreakable one first."""
    sentence = f"{start} {WORD} d’un programme d’accompagnement des communes de l’Artois vers la transition écologique "
    return (sentence.strip() + " " + sentence * (limit // len(sentence) + 1))[:limit].strip()


def stretch():
    """Make every word that was entered as long as it may be, sections of the site apart (they make the menu)."""
    for part in PARTS:
        for model in apps.get_app_config(part).get_models():
            if issubclass(model, Page) and model.max_count == 1:
                continue
            for record in model.objects.all():
                _stretch(record)
    apps.get_model("territory.Commune").objects.update(name=COMMUNE)


def _stretch(record):
    changes = {}
    for field in record._meta.concrete_fields:
        value = field.value_from_object(record)
        if isinstance(field, StreamField):
            changes[field.name] = field.to_python(_longer(list(value.raw_data)))
        elif value and _is_words(field):
            changes[field.name] = _words(field, record)
    if changes:
        # Past the checks and signals of saving: only what is shown changes.
        type(record)._base_manager.filter(pk=record.pk).update(**changes)


def _longer(value, worded=False):
    """Return the raw value of a stream with its words made longer, its records and addresses as they are."""
    if isinstance(value, list):
        return [_longer(item, worded) for item in value]
    if isinstance(value, dict):
        if {"type", "value"} <= value.keys():
            return {**value, "value": _longer(value["value"], worded or value["type"] in WORDED)}
        return {key: _longer(item, key in WORDED) for key, item in value.items()}
    if not worded or not isinstance(value, str) or not value:
        return value
    return f"<p>{long_text(PARAGRAPH)}</p>" if value.startswith("<") else long_text(80)


def _is_words(field):
    if field.name in SHAPED or field.choices or not field.editable:
        return False
    # Slugs, addresses and the like are subclasses of it.
    return type(field) is models.CharField or isinstance(field, models.TextField)


def _words(field, record):
    if field.name == "display":
        return FIGURE
    limit = TITLE if field.name == "title" else min(field.max_length or TITLE, PARAGRAPH)
    # It begins in its own way: two parts of a page that must differ do.
    text = long_text(limit, start=f"{field.verbose_name} {record.pk}")
    return f"<p>{text}</p>" if isinstance(field, RichTextField) else text
