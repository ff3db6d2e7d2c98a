"""A page as its reader has it: the words it shows, the elements it is made of."""

from html.parser import HTMLParser

SILENT = ("script", "style", "title")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.elements, self.inside = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        if not set(self.inside) & set(SILENT):
            self.words.append(data)


def _read(page):
    reader = _Reader()
    reader.feed(page if isinstance(page, str) else page.content.decode())
    return reader


def text(page):
    """The words of a response or of HTML, spaces of every kind made one."""
    return " ".join("".join(_read(page).words).split())


def elements(page, tag):
    """The attributes of every `tag` of a response or of HTML, in order."""
    return [attributes for name, attributes in _read(page).elements if name == tag]


def links(page):
    """Every address that a response or HTML links to."""
    return [attributes.get("href") for attributes in elements(page, "a")]
