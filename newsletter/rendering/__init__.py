"""The three forms of a letter besides its page: e-mail, plain text and paper. Knows templates, no model."""

from .email import email_html
from .online import in_a_browser
from .paper import lay_out, print_html
from .plain import email_text

__all__ = ["email_html", "email_text", "in_a_browser", "lay_out", "print_html"]
