"""The files of Wagtail's own lists and reports: nothing in them is run by the program that opens them."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .spreadsheets import clean, harmless


def make_harmless() -> None:
    """Write each text of a CSV as the house does: titles come from the public too, by accepted proposals.

    What Wagtail writes to XLSX is text already, whatever it begins with.
    """
    of_wagtail = SpreadsheetExportMixin.preprocess_field_value

    def preprocessed(view, field, value, export_format):
        cell = of_wagtail(view, field, value, export_format)
        is_text = export_format == view.FORMAT_CSV and isinstance(cell, str)
        return harmless(clean(cell)) if is_text else cell

    SpreadsheetExportMixin.preprocess_field_value = preprocessed
