"""An empty Wagtail site: one page without a text, the least that Wagtail costs; and the least that Django does."""
