"""The draft of an issue as a proof-reader sees it: the one place that knows how each of the three outputs is made."""

import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from ..rendering import email_html, in_a_browser, lay_out

WEB, EMAIL, PDF = "", "courriel", "pdf"
_BODY = re.compile(r"<body\b[^>]*>")


def show(issue, request, kind, bar):
    """Return the response that shows `issue`, a draft, as WEB, EMAIL or PDF.

    `bar` is the context of newsletter/proof_bar.html, which stands on top of all but the PDF.
    Raises pma_site.core.pdf.PdfError.
    """
    return {WEB: _web, EMAIL: _email, PDF: _pdf}[kind](issue, request, {**bar, "current": kind})


def _web(issue, request, bar):
    return render(request, "newsletter/proof_page.html", {**issue.get_context(request), **bar})


def _email(issue, request, bar):
    html = email_html(issue.letter_for_readers(request), request.build_absolute_uri("/")[:-1])
    sheet = f'<link rel="stylesheet" href="{static("css/components/proof_bar.css")}">'
    html = html.replace("</head>", f"{sheet}</head>", 1)
    # In a browser, what stands beside a bar is the main part of a page.
    start, end = ("", "") if "<main" in html else ("<main>", "</main>")
    html = html.replace("</body>", f"{end}</body>", 1)
    bar = render_to_string("newsletter/proof_bar.html", bar)
    # Put in as a function's answer: the name of a reader is no pattern.
    return in_a_browser(request, _BODY.sub(lambda body: f"{body[0]}{bar}{start}", html, count=1))


def _pdf(issue, request, bar):
    made = lay_out(issue.letter_for_readers(request), settings.WAGTAILADMIN_BASE_URL)
    name = f'inline; filename="epreuve-lettre-{issue.number}.pdf"'
    return HttpResponse(made.content, content_type="application/pdf", headers={"Content-Disposition": name})
