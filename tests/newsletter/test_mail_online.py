"""The e-mail read online: its styles leave its elements, so that its policy is as strict as any page's."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from newsletter import rendering
from tests import builders
from tests.reading import text

pytestmark = pytest.mark.django_db


def sheet_of(response):
    (sheet,) = re.findall("<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    return sheet


def test_its_styles_are_in_its_elements_for_mail_programs_and_in_a_sheet_for_browsers(client):
    issue = builders.issue()
    response = client.get(f"{issue.url}courriel/")

    assert '<h1 style="' in rendering.email_html(issue.letter_for_readers(), "http://testserver")
    assert " style=" not in response.content.decode()
    mark = b64encode(sha256(sheet_of(response).encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{mark}'" in response["Content-Security-Policy"]


def test_what_editors_type_gets_no_style(client):
    typed = "</style><style>p{top:0}</style><b style=color:red>"
    response = client.get(f"{builders.issue(title=typed).url}courriel/")

    assert typed in text(response)
    assert "color:red" not in sheet_of(response)
    assert "p{top" not in sheet_of(response)
