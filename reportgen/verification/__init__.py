"""Whether a workbook still shows what its inputs give."""
