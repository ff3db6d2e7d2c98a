"""Messages are written in files, which are searched too."""

import pytest


@pytest.fixture(autouse=True)
def messages_in_files(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
