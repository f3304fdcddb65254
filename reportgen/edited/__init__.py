"""Workbooks of ours that come back: opened behind bounds, and their inputs read as settings."""
