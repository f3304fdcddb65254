"""Tests of what makes a page a calculator."""
