"""The rights of a person over what is kept of them: to know, to object, to be erased. Nothing is left in a dump."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.readers import somebody


@pytest.fixture(autouse=True)
def messages_in_files(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def run(name, *args, **options):
    output = StringIO()
    call_command(name, *args, stdout=output, stderr=output, **options)
    return output.getvalue()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_person_is_left_in_a_dump_in_files_or_in_sessions():
    page, issue = somebody.everywhere()
    assert len(somebody.found_in(somebody.dump())) > 5
    assert len(somebody.found_in(somebody.files())) > 3
    assert somebody.found_in(somebody.sessions())

    said = run("erase_person", somebody.SHOUTED, "--yes")
    print(said)

    assert somebody.found_in(somebody.dump()) == []
    assert somebody.found_in(somebody.files()) == []
    assert somebody.found_in(somebody.sessions()) == []
