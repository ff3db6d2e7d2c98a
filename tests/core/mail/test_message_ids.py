"""A Message-ID of ours leads back to its row, and no other does."""

import pytest

from pma_site.core import mail


class TestMessageIds:
    def test_ours_lead_back_to_their_row(self):
        given = mail.message_id("delivery", 42)

        assert mail.row_of(given) == ("delivery", 42)
        assert mail.row_of(f"  {given.strip('<>')} ") == ("delivery", 42)

    @pytest.mark.parametrize("change", [("delivery.42", "delivery.43"), ("delivery", "notice"), ("@", "@x.")])
    def test_a_forged_one_leads_nowhere(self, change):
        assert mail.row_of(mail.message_id("delivery", 42).replace(*change)) is None

    @pytest.mark.parametrize(
        "text", ["", "<x@y>", f"<a.٤٢.{'0' * 24}@é>", f"<a.1.{'0' * 24}@é>", f"<a.{'9' * 99}.{'0' * 24}@b>"]
    )
    def test_whatever_stands_there_is_read(self, text):
        assert mail.row_of(text) is None
