"""Reports as web pages: one file each, and an index over many."""

from reportgen.html.index import index
from reportgen.html.page import context, page

__all__ = ["context", "index", "page"]
