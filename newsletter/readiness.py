"""« Prêt à partir ? »: an issue put through every check, and what its outputs say differently."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Page, Site

from pma_site.core.blocks.records import chosen_among, gone
from pma_site.core.models import SiteSettings
from pma_site.core.pdf import PdfError
from pma_site.core.refusals import Refused
from pma_site.core.typography import french_html
from pma_site.directory.models import Organisation, Person
from pma_site.territory.models import Commune

from . import checks, concordance, rendering
from .choices import FactKind, Output, Severity
from .gauge import gauges
from .letter import links_of
from .models import ArchivedIssuePage, IndicatorValue, IssuePage


@dataclass(frozen=True)
class Report:
    """What the checks found in an issue."""

    results: list

    @property
    def blocking(self):
        return [result for result in self.results if result.findings and result.check.severity == Severity.BLOCKING]

    @property
    def warnings(self):
        return [result for result in self.results if result.findings and result.check.severity == Severity.WARNING]

    @property
    def passed(self):
        return [result for result in self.results if not result.findings]

    @property
    def is_ready(self):
        """Whether nothing stands in the way of the sign-off."""
        return not self.blocking


@dataclass(frozen=True)
class Measures:
    """What the outputs of an issue come to: gauges of the pages, weight of the e-mail, differences; or what failed."""

    gauges: list
    email_size: int
    differences: list
    error: str = ""

    @property
    def unexplained(self):
        return [difference for difference in self.differences if not difference.intended]

    @property
    def intended(self):
        return [difference for difference in self.differences if difference.intended]


def examine(issue) -> Report:
    """Put an issue, as it stands in memory, through every check. Lays the PDF out, which takes seconds."""
    return report_on(subject_of(issue))


def refuse_unready(revision):
    """Raise core.refusals.Refused where a check that blocks finds something in a revision of an issue."""
    issue = revision.as_object()
    blocking = examine(issue).blocking
    if blocking:
        names = ", ".join(result.check.name for result in blocking)
        message = f"Le {issue.number_in_words} n’est pas prêt à partir. À corriger\u00a0: {names}."
        raise Refused(message, reverse("newsletter_readiness", args=[issue.pk]))


def report_on(subject: checks.Subject, of_outputs: bool | None = None) -> Report:
    """Put a subject through every check; through those of its outputs alone, or through the others, where it is said.

    Those of outputs take seconds.
    """
    chosen = [check for check in checks.all_checks() if of_outputs is None or check.of_outputs == of_outputs]
    return Report([checks.Result(check, list(check.find(subject))) for check in chosen])


def subject_of(issue) -> checks.Subject:
    """Return an issue with all that the checks read of it."""
    letter = issue.letter(SiteSettings.published_for())
    base = settings.WAGTAILADMIN_BASE_URL
    return checks.Subject(
        issue,
        letter,
        lay_out=lambda: rendering.lay_out(letter, base),
        make_email=lambda: rendering.email_html(letter, base),
        communes=Commune.objects.values_list("name", flat=True),
        online=_online(letter),
        gone=[(words, f"block-{block}-section") for words, block in gone(issue.parts)],
        old_figures=_old_figures(issue),
    )


def _old_figures(issue):
    """The figures that an issue prints though a newer value is known or expected, as (which and why, place)."""
    chosen = chosen_among(IndicatorValue, issue.parts)
    values = IndicatorValue.objects.as_cited().prefetch_related("indicator__values")
    known = values.in_bulk([key for key, _ in chosen])
    return [
        (
            f"Le chiffre «\u00a0{value.display}\u00a0» ({value.indicator}, {value.as_of_in_words}) est ancien\u00a0: "
            f"{value.why_old}.",
            f"block-{block}-section",
        )
        for value, block in ((known.get(key), block) for key, block in chosen)
        if value and value.why_old
    ]


def measure(subject: checks.Subject, web: str) -> Measures:
    """Compare the three outputs of an issue; `web` is the HTML of its page."""
    size = len(subject.email.encode())
    try:
        paper = subject.paper
    except PdfError as error:
        return Measures([], size, [], str(error))
    base = settings.WAGTAILADMIN_BASE_URL
    differences = concordance.compare(subject.letter, web, subject.email, paper.content, base, known_names())
    return Measures(gauges(subject.letter, paper), size, differences)


def page_html(issue) -> str:
    """Return the HTML of an issue's page as it stands in memory, published or not, in the French that readers get."""
    visit = HttpRequest()
    if settings.SECURE_PROXY_SSL_HEADER:
        # As a visit that came by https: any other is sent there, and shows nothing.
        name, value = settings.SECURE_PROXY_SSL_HEADER
        visit.META[name] = value
    response = issue.make_preview_request(visit, preview_mode=Output.WEB)
    return french_html(getattr(response, "rendered_content", response.content.decode()))


def known_names() -> dict:
    """The names that the registers know, by kind of fact."""
    organisations = Organisation.objects.values_list("name", "acronym")
    return {
        FactKind.PERSON: [str(person) for person in Person.objects.all()],
        FactKind.ORGANISATION: {name for names in organisations for name in names if name},
        FactKind.PLACE: list(Commune.objects.values_list("name", flat=True)),
    }


def _online(letter):
    """The addresses of this site that the letter links to and that answer."""
    addresses = {address for piece in letter.pieces for address in links_of(piece.elements) if address.startswith("/")}
    root = Site.objects.get(is_default_site=True).root_page.url_path
    pages, answering = defaultdict(set), set()
    for address in addresses:
        # A page may have accents in its address, which links write in hexadecimal.
        path = unquote(address.partition("#")[0].partition("?")[0])
        if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
            # Files, which the front server gives.
            answering.add(address)
            continue
        # The site adds the last slash itself.
        path = f"{path.rstrip('/')}/"
        try:
            view = resolve(path)
        except Resolver404:
            continue
        if view.url_name == "wagtail_serve":
            pages[root + path.lstrip("/")].add(address)
        else:
            answering.add(address)
    live = set(Page.objects.live().filter(url_path__in=pages).values_list("url_path", flat=True))
    return answering.union(*(named for path, named in pages.items() if path in live or _is_of_a_letter(path)))


def _is_of_a_letter(path):
    """Whether a path of the tree is one that a published letter has below its own: its PDF, its e-mail, a version."""
    for kind in (IssuePage, ArchivedIssuePage):
        for letter in kind.objects.live().values_list("url_path", flat=True):
            if not path.startswith(letter):
                continue
            try:
                kind().resolve_subpage(f"/{path.removeprefix(letter)}")
            except Resolver404:
                continue
            return True
    return False
