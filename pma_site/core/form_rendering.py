"""How widgets of forms become HTML: as Django does, but for long lists of choices."""

from collections.abc import Iterator

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_LIST, _CHOICE = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"


class QuickListsRenderer(DjangoTemplates):
    """Writes a `<select>` itself: Django reads two templates for each choice, and there are 150 communes.

    The HTML is Django's to the byte.
    """

    def render(self, template_name, context, request=None):
        """Return the HTML of a widget, a form or a list of errors."""
        widget = context.get("widget")
        if template_name == _LIST and all(
            option["template_name"] == _CHOICE for _, options, _ in widget["optgroups"] for option in options
        ):
            return mark_safe("".join(_list(widget)))  # noqa: S308 - every value is escaped below
        return super().render(template_name, context, request)


def _list(widget) -> Iterator[str]:
    yield f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>'
    for name, options, _ in widget["optgroups"]:
        if name:
            yield f'\n  <optgroup label="{_text(name)}">'
        for option in options:
            value, attributes = _escaped(option["value"]), _attributes(option["attrs"])
            yield f'\n  <option value="{value}"{attributes}>{_text(option["label"])}</option>\n'
        if name:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _attributes(attributes):
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value):
    return conditional_escape(localize(value))


def _escaped(value):
    return value if isinstance(value, SafeString) else conditional_escape(str(value))
