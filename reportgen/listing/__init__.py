"""Listings: reports as text for a terminal, a pipe or a note. They lay out and compute nothing.

Each takes reports one after another and yields texts to print, so that several models can be
listed as they are made.
"""

from functools import partial

from reportgen.listing import commas, lines, markdown, prices, screen
from reportgen.listing.listing import Listing
from reportgen.listing.window import PIPE, Window

as_csv = Listing(commas.lines, opening=commas.heading)
as_markdown = Listing(markdown.section, between="\n")


def listings(window: Window) -> dict[str, Listing]:
    """Return the listings by name; written for a window."""
    return {
        "text": Listing(partial(screen.screen, window=window), between="\n"),
        "json": Listing(partial(lines.line, window=window)),
        "csv": as_csv,
        "md": as_markdown,
        "cost": Listing(partial(prices.prices, window=window), between="\n"),
    }


LISTINGS = listings(PIPE)
as_text, as_json, as_prices = LISTINGS["text"], LISTINGS["json"], LISTINGS["cost"]

__all__ = [
    "LISTINGS",
    "Listing",
    "as_csv",
    "as_json",
    "as_markdown",
    "as_prices",
    "as_text",
    "listings",
]
