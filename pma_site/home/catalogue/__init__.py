"""The living catalogue: every component of the site with its states, made from the real templates and records."""

from .specimens import Specimen, State, specimens

__all__ = ["Specimen", "State", "specimens"]
