"""Every address of the site, from its resolver, with something in the place of what varies."""

from functools import cache
from re import _parser

from django.urls import URLPattern, get_resolver

# What stands for a part of an address, by its converter; a regular expression is filled by hand.
FILLERS = {
    "IntConverter": "1",
    "StringConverter": "texte",
    "SlugConverter": "texte",
    "PathConverter": "texte",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "KeyConverter": "1",
}
BY_NAME = {
    "app_label": "wagtailcore",
    "app_name": "core",
    "model_name": "page",
    "action": "publish",
    "file_format": "csv",
}


@cache
def addresses() -> list[tuple[str, URLPattern]]:
    """Return (address, pattern) for each pattern that leads to a view, in the order of the resolver."""
    return list(_walk(get_resolver(), "/"))


def _walk(resolver, before):
    for pattern in resolver.url_patterns:
        address = before + filled(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern
        else:
            yield from _walk(pattern, address)


def filled(pattern, values=()) -> str:
    """Return the text of one pattern with its variable parts filled in."""
    route, values = str(pattern), dict(values)
    if not hasattr(pattern, "_route"):
        return _of_regex(route)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__
        value = values.get(name) or BY_NAME.get(name) or FILLERS.get(kind, "1")
        for written in (f"<{_kind(route, name)}{name}>",):
            route = route.replace(written, str(value))
    return route


def _kind(route, name):
    start = next(part for part in route.split("<")[1:] if part.partition(">")[0].rpartition(":")[2] == name)
    kind = start.partition(">")[0].rpartition(":")[0]
    return f"{kind}:" if kind else ""


def _of_regex(route):
    """The shortest text that a regular expression matches, of letters and figures where it leaves a choice."""
    return "".join(_written(_parser.parse(route)))


def _written(parsed):
    for kind, value in parsed:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "ANY" | "CATEGORY":
                yield "1" if "DIGIT" in str(value) else "a"
            case "IN":
                yield _one_of(value)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, _, inner = value
                yield "".join(_written(inner)) * least
            case "SUBPATTERN":
                yield "".join(_written(value[-1]))
            case "BRANCH":
                yield "".join(_written(value[1][0]))


def _one_of(choices):
    kind, value = choices[0]
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(min(max(value[0], ord("a")), value[1])) if value[1] >= ord("a") else chr(value[0])
        case "CATEGORY":
            return "1" if "DIGIT" in str(value) else "a"
    return "a"
