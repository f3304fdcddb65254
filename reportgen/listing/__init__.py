"""Listings: reports as text for a terminal, a pipe or a note. They lay out and compute nothing.

Each takes reports one after another and yields texts to print, so that several models can be
listed as they are made.
"""

from reportgen.listing import commas, lines, markdown, prices, screen
from reportgen.listing.listing import Listing

as_text = Listing(screen.screen, between="\n")
as_json = Listing(lines.line)
as_csv = Listing(commas.lines, opening=commas.heading)
as_markdown = Listing(markdown.section, between="\n")
as_prices = Listing(prices.prices, between="\n")
LISTINGS = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "md": as_markdown,
    "cost": as_prices,
}

__all__ = ["LISTINGS", "Listing", "as_csv", "as_json", "as_markdown", "as_prices", "as_text"]
