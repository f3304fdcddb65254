"""Spreadsheet programs that recalculate our workbooks, so that no test believes a cached value."""

from tests.engines.available import (
    missing_reason,
    needs_axe,
    needs_chromium,
    needs_libreoffice,
    needs_lighthouse,
    needs_vnu,
)
from tests.engines.ironbook import IronBook, ironcalc_values
from tests.engines.librebook import LibreBook, libreoffice_values
from tests.engines.lint import lint

__all__ = [
    "IronBook",
    "LibreBook",
    "ironcalc_values",
    "libreoffice_values",
    "lint",
    "missing_reason",
    "needs_axe",
    "needs_chromium",
    "needs_libreoffice",
    "needs_lighthouse",
    "needs_vnu",
]
