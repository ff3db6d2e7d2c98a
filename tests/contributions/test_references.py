"""The references that senders read in messages and over the telephone."""

from pma_site.contributions.models.contributions import new_reference
from pma_site.core.typography import french_html


def test_french_typography_leaves_every_reference_as_it_is():
    # One in two thousand held an hour (« 4H48 ») as long as H was one of its letters.
    references = [new_reference() for _ in range(20_000)]

    assert french_html("".join(f"<p>Référence {reference}.</p>" for reference in references)) == "".join(
        f"<p>Référence {reference}.</p>" for reference in references
    )
