"""What the ground tells to whom it does not know."""

from django.dispatch import Signal

# A page, or another record that the public reads, says something else than before: it is stored, with all that belongs
# to it. Receivers get `record`, and in `fields` the names of the only fields that were written, or None.
written = Signal()
