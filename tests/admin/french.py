"""Words of English in what the admin says."""

import json
import re
from html.parser import HTMLParser

# Words of Wagtail's and Django's English that no French sentence uses.
ENGLISH = re.compile(
    r"\b("
    r"add|added|address|ago|all|and|any|are|available|back|been|can|changed|choose|chosen|close|copy|"
    r"created|days|delete|draft|edit|edited|email|enter|field|filter|from|groups?|has|have|hide|"
    r"history|home|hours|language|link text|live|lock|missing|month|move|must|name|next|"
    r"none|number|open|order|pages using|password|phone|please|previous|reports|required|root|save|"
    r"saved|search|select|settings|should|show|snippets?|sort|status|that|the|these|this|title|"
    r"unlock|until|update|updated|upload|usage|username|users?|value|view|was|week|welcome|with|yes|"
    r"you|your"
    r")\b",
    re.IGNORECASE,
)
# What looks English and is not.
NAMES = re.compile(r"Innov in Artois|Wagtail v[\d.]+|Page/\S+|https?://\S+|\b(il y a )?\d+ minutes")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "label")
# A counter that stays hidden until a script fills it in.
HIDDEN = "data-side-panel-toggle-counter"


class Screen(HTMLParser):
    """The sentences of a screen: its text, what assistive technologies say, and what scripts will show."""

    def __init__(self):
        super().__init__()
        self.sentences, self.silent = [], ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("script", "style") or HIDDEN in attributes:
            self.silent = tag
        button = tag == "input" and attributes.get("type") in ("submit", "button")
        for name, value in attributes.items():
            if name in SPOKEN or (button and name == "value") or name.endswith(("-label", "-text", "-label-value")):
                self.sentences.append(value or "")
            elif (value or "").startswith(("[", "{")):
                self.sentences.extend(_sentences_of_json(value))

    def handle_endtag(self, tag):
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data):
        if not self.silent:
            self.sentences.append(data)


def _sentences_of_json(text):
    """The values of a script's data that read as sentences: labels, and what has several words."""
    try:
        pending = [json.loads(text)]
    except ValueError:
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending.extend(
                each
                for key, each in value.items()
                if key != "classname" and (key in ("label", "helpText") or " " in str(each))
            )
        elif isinstance(value, list):
            pending.extend(each for each in value if " " in str(each))
        elif isinstance(value, str):
            yield from sentences_of(value) if "<" in value else [value]


def sentences_of(html):
    screen = Screen()
    screen.feed(html)
    return screen.sentences


def english_in(response):
    """The sentences of a response that hold a word of English."""
    html = response.content.decode()
    if "json" in response["Content-Type"]:
        html = json.loads(html).get("html", "")
    sentences = {" ".join(NAMES.sub("", sentence).split()) for sentence in sentences_of(html)}
    return sorted(sentence for sentence in sentences if ENGLISH.search(sentence))
