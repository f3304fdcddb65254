"""Listings: reports as text for a terminal, a pipe or a note. They lay out and compute nothing.

Each takes reports one after another and yields texts to print, so that several models can be
listed as they are made.
"""

from reportgen.listing.commas import as_csv
from reportgen.listing.lines import as_json
from reportgen.listing.markdown import as_markdown
from reportgen.listing.screen import as_text

LISTINGS = {"text": as_text, "json": as_json, "csv": as_csv, "md": as_markdown}

__all__ = ["LISTINGS", "as_csv", "as_json", "as_markdown", "as_text"]
