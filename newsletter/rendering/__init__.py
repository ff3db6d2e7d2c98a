"""The three forms of a letter besides its page: e-mail, plain text and paper. Knows templates, no model."""

from .email import email_html
from .paper import print_html
from .plain import email_text

__all__ = ["email_html", "email_text", "print_html"]
