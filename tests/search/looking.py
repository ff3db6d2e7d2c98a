"""Looking something up as a reader does, and reading the list of results."""

from html.parser import HTMLParser


class _Results(HTMLParser):
    """Reads the list of results: the address and the words of each."""

    def __init__(self):
        super().__init__()
        self.inside, self.results, self.marked, self.marking = False, [], [], False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "ol" and "data-search-results" in attributes:
            self.inside = True
        elif tag == "li" and self.inside:
            self.results.append({"address": None, "text": ""})
        elif tag == "a" and self.inside:
            self.results[-1]["address"] = attributes["href"]
        self.marking = tag == "mark"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "ol"
        self.marking = False

    def handle_data(self, data):
        if self.inside and self.results:
            self.results[-1]["text"] += data
        if self.marking:
            self.marked.append(data)


def ask(client, query, **more):
    """The answer to a search."""
    return client.get("/recherche/", {"q": query, **more})


def read(response):
    """The results of a page, best first: dicts of an `address` and a `text`."""
    reader = _Results()
    reader.feed(response.content.decode())
    return reader.results


def marks(response):
    """The words that a page marks."""
    reader = _Results()
    reader.feed(response.content.decode())
    return reader.marked


def addresses(client, query, **more):
    """The addresses of the results, best first."""
    response = ask(client, query, **more)
    assert response.status_code == 200
    return [result["address"] for result in read(response)]
