"""JSON objects, each on a line of its own, in characters that the window has."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reportgen.listing.window import PIPE, Window


def written(document: Mapping[str, object], window: Window = PIPE) -> str:
    """Return a document as JSON; where the window lacks a character, all but ASCII is escaped.

    The escapes are those of RFC 8259, section 7, and so no reader needs to know the encoding.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return f"{text if window.holds(text) else json.dumps(document, allow_nan=False)}\n"
